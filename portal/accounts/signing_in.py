"""Coming in and going out: sessions that can be ended, and a throttle that cannot lock the owner out."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from portal.accounts import passwords, queries
from portal.accounts.models import SignIn, SignInAttempt, Stranger, User
from portal.kernel import clock, traces
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import Invalid, TooMany
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import operation
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb

WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=30)
MOST_FROM_STRANGE_ADDRESSES = 10  # failures for one account, all unknown addresses together
MOST_FROM_KNOWN_ADDRESS = 10  # failures for one account from an address where it has succeeded lately
MOST_FROM_ONE_ADDRESS = 50  # failures of one address, all accounts together
SEEN_EVERY = timedelta(minutes=1)


def sign_in(login: str, password: str, *, address: str, agent: str) -> tuple[User, str]:
    """Check name and password; gives the person and the new session's token, which is kept nowhere.

    One sentence for a wrong name and a wrong password. After ten failures in fifteen minutes the account waits,
    but an address that has succeeded in the last thirty days has a count of its own, so that others cannot shut the
    owner out. `TooMany` says how long to wait.
    """
    typed = login.strip().casefold()[:200]
    user = queries.by_login_or_email(typed)
    # Login and mail address are one account, with one count.
    account = user.login.casefold() if user is not None else typed
    _throttle(account, address)
    matched = passwords.verify(user.password_hash if user else "", password)
    traces.write_now(SignInAttempt(login=account, address=address, succeeded=matched))
    if user is None or not matched:
        raise Invalid(_("Name and password do not match. Check both, or ask for a new password."))
    return user, open_session(user, address=address, agent=agent)


def open_session(user: User, *, address: str, agent: str) -> str:
    """Begin a session of *user*'s; gives its token."""
    token = secrets.token_urlsafe(32)
    traces.write_now(SignIn(user_id=user.id, token_hash=_hash(token), address=address, agent=agent[:200]))
    return token


def who_is(token: str | None) -> tuple[User, SignIn] | None:
    """The person behind a session's token, unless the session ended, ran out, or the person has left."""
    if not token:
        return None
    row = db.session.scalar(select(SignIn).where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None)))
    if row is None or row.user.retired_at is not None:
        return None
    now, limits = clock.now(), settings()
    if now - row.created_at > timedelta(days=limits.session_days) or now - row.seen_at > timedelta(
        hours=limits.session_idle_hours
    ):
        return None
    if now - row.seen_at > SEEN_EVERY:
        sign_in_id = row.id
        with transaction():
            db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))
        row = db.session.get_one(SignIn, sign_in_id)
    return row.user, row


@operation(Verb.SIGN_OUT)
def sign_out(actor: User, /, *, token: str) -> User:
    """End the session of this token."""
    db.session.execute(update(SignIn).where(SignIn.token_hash == _hash(token)).values(ended_at=clock.now()))
    return actor


@operation(Verb.END_SESSIONS)
def end_other_sessions(actor: User, /, *, token: str) -> User:
    """End all sessions of the person but the one of this token."""
    end_sessions(actor, but=token)
    return actor


def end_sessions(user: User, *, but: str | None = None) -> None:
    """End the sessions of *user* inside a running operation: after a new password, new roles, or leaving."""
    kept = SignIn.token_hash != _hash(but) if but else SignIn.id.is_not(None)
    db.session.execute(
        update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), kept).values(ended_at=clock.now())
    )


def _throttle(account: str, address: str) -> None:
    since = clock.now() - WINDOW
    failed = SignInAttempt.succeeded.is_(False) & (SignInAttempt.at > since)
    known = select(SignInAttempt.address).where(
        SignInAttempt.login == account, SignInAttempt.succeeded, SignInAttempt.at > clock.now() - KNOWN_FOR
    )
    here_is_known = db.session.scalar(known.where(SignInAttempt.address == address).limit(1)) is not None
    if here_is_known:
        where, most = (SignInAttempt.login == account) & (SignInAttempt.address == address), MOST_FROM_KNOWN_ADDRESS
    else:
        where, most = (
            (SignInAttempt.login == account) & SignInAttempt.address.not_in(known),
            MOST_FROM_STRANGE_ADDRESSES,
        )
    for condition, limit in ((where, most), (SignInAttempt.address == address, MOST_FROM_ONE_ADDRESS)):
        count, oldest = db.session.execute(
            select(func.count(), func.min(SignInAttempt.at)).where(failed, condition)
        ).one()
        if count >= limit:
            seconds = max(1, int((oldest + WINDOW - clock.now()).total_seconds()))
            minutes = -(-seconds // 60)
            raise TooMany(
                _("Too many attempts. Try again in %(minutes)s minutes, or ask for a new password.", minutes=minutes),
                seconds,
            )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()


THE_STRANGER = Stranger()
