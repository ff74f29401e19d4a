"""Passwords: given by an administrator, changed by their owner, chosen anew by the link of a letter."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from portal.accounts import passwords
from portal.accounts.models import ResetToken, User
from portal.accounts.signing_in import end_sessions
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb

RESET_LASTS = timedelta(hours=2)
LETTERS_APART = timedelta(minutes=2)


@operation(Verb.SET_PASSWORD)
def set_password(actor: Actor, user: User, /, *, password: str) -> User:
    """Give someone a password that has to be changed at the next sign-in; ends their sessions and letters."""
    passwords.insist_on_strength(password, login=user.login)
    user.password_hash, user.must_change_password = passwords.hashed(password), True
    _spend_letters(user)
    end_sessions(user)
    return user


@operation(Verb.CHANGE_PASSWORD)
def change_password(actor: User, /, *, current: str, password: str, token: str) -> User:
    """Choose a new password; all other devices are signed out."""
    if not passwords.verify(actor.password_hash, current):
        raise Invalid(_("This is not your present password."), "current")
    passwords.insist_on_strength(password, login=actor.login)
    if current == password:
        raise Invalid(_("Choose a password that differs from the present one."), "password")
    actor.password_hash, actor.must_change_password = passwords.hashed(password), False
    _spend_letters(actor)
    end_sessions(actor, but=token)
    return actor


@operation(Verb.ASK_RESET)
def ask_reset(actor: Actor, user: User, /) -> User:
    """Someone says that they forgot their password. The letter goes to the address of the account only."""
    return user


def asked_lately(user: User) -> bool:
    """Whether a letter was asked for in the last minutes: a mailbox cannot be flooded from here."""
    since = clock.now() - LETTERS_APART
    return (
        db.session.scalar(
            select(Event.id).where(Event.verb == Verb.ASK_RESET, Event.subject_id == user.id, Event.at > since).limit(1)
        )
        is not None
    )


def new_reset_token(user: User) -> str:
    """A token for the letter, made where the letter is written, so that it stands in no log and no job."""
    token = secrets.token_urlsafe(32)
    db.session.add(ResetToken(user_id=user.id, token_hash=_hash(token)))
    return token


def find_reset(token: str) -> ResetToken:
    """The unused, fresh token; `NotFound` otherwise."""
    found = db.session.scalar(
        select(ResetToken).where(
            ResetToken.token_hash == _hash(token),
            ResetToken.used_at.is_(None),
            ResetToken.created_at > clock.now() - RESET_LASTS,
        )
    )
    if found is None or found.user.retired_at is not None:
        raise NotFound(_("This link was used or is too old. Ask for a new one."))
    return found


@operation(Verb.RESET_PASSWORD)
def reset_password(actor: Actor, /, *, token: str, password: str) -> User:
    """Choose a new password by the link of a letter; ends all sessions and all other letters."""
    user = find_reset(token).user
    passwords.insist_on_strength(password, login=user.login)
    user.password_hash, user.must_change_password = passwords.hashed(password), False
    _spend_letters(user)
    end_sessions(user)
    return user


def _spend_letters(user: User) -> None:
    open_letters = (ResetToken.user_id == user.id) & ResetToken.used_at.is_(None)
    db.session.execute(update(ResetToken).where(open_letters).values(used_at=clock.now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
