"""Add, change and retire people and teams; what people do with their own account."""

import hashlib
import re
import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from portal.accounts import passwords
from portal.accounts.models import Bundle, Membership, ResetToken, Team, Theme, User
from portal.accounts.roles import Licence, Role
from portal.accounts.signing_in import end_sessions
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition, NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb

RESET_LASTS = timedelta(hours=2)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_RESERVED = {"new"}  # addresses of the portal's own, where a person's page would stand


@operation(Verb.SET_UP)
def first_administrator(actor: Actor, /, *, login: str, name: str, email: str, password: str, language: str) -> User:
    """Make the first account of an empty portal; refused as soon as there is anybody."""
    if db.session.scalar(select(func.count()).select_from(User)):
        raise InvalidTransition(_("This portal has its people already. Use “portal user add”."))
    user = User(login=_login(login), name_ja=clean_line(name), email=clean_line(email), language=language)
    user.granted_roles = [Role.ADMIN, Role.KNOWLEDGE_MANAGER]
    user.licence = Licence.PUBLISHER
    passwords.insist_on_strength(password, login=login)
    user.password_hash = passwords.hashed(password)
    db.session.add(user)
    return user


@operation(Verb.ADD_PERSON)
def add_person(
    actor: Actor,
    /,
    *,
    login: str,
    email: str,
    name_ja: str,
    name_en: str,
    reading: str,
    department: str,
    extension: str,
    language: str,
    roles: list[Role],
    licence: Licence | None,
    bundle: Bundle | None,
    teams: list[Team],
    is_partner: bool,
    password: str,
) -> User:
    """Open an account. The password given here has to be changed at the first sign-in."""
    login = _login(login)
    if db.session.scalar(select(User.id).where(func.lower(User.login) == login)):
        raise Invalid(_("Someone has this login already."), "login")
    _insist_on_unused_email(email, None)
    user = User(login=login, email=clean_line(email), name_ja=clean_line(name_ja), name_en=clean_line(name_en))
    user.reading, user.department, user.extension = clean_line(reading), clean_line(department), clean_line(extension)
    user.language, user.licence, user.bundle, user.is_partner = language, licence, bundle, is_partner
    user.granted_roles = _with_end_user(roles)
    user.memberships = [Membership(team_id=team.id) for team in teams]
    if password:
        passwords.insist_on_strength(password, login=login)
        user.password_hash, user.must_change_password = passwords.hashed(password), True
    db.session.add(user)
    return user


@operation(Verb.CHANGE_PERSON)
def change_person(
    actor: Actor,
    user: User,
    /,
    *,
    email: str,
    name_ja: str,
    name_en: str,
    reading: str,
    department: str,
    extension: str,
    language: str,
    roles: list[Role],
    licence: Licence | None,
    bundle: Bundle | None,
    teams: list[Team],
    is_partner: bool,
    version: int | None = None,
) -> User:
    """Change an account. Fewer rights hold at once, on every device."""
    expect(user, version, **_shown(user))
    _insist_on_unused_email(email, user)
    before = (user.roles, user.licence, user.team_ids, user.is_partner)
    user.email, user.name_ja, user.name_en = clean_line(email), clean_line(name_ja), clean_line(name_en)
    user.reading, user.department, user.extension = clean_line(reading), clean_line(department), clean_line(extension)
    user.language, user.licence, user.bundle, user.is_partner = language, licence, bundle, is_partner
    user.granted_roles = _with_end_user(roles)
    wanted = {team.id for team in teams}
    user.memberships = [m for m in user.memberships if m.team_id in wanted] + [
        Membership(team_id=team_id) for team_id in sorted(wanted - user.team_ids)
    ]
    db.session.flush()
    if user.roles != before[0]:
        _keep_an_administrator()
        db.session.info.setdefault("changes", {}).setdefault(f"users:{user.id}", {})["roles"] = [
            sorted(role.value for role in before[0]),
            sorted(role.value for role in user.roles),
        ]
    # Roles and teams lie in rows of their own, which do not move the person's version.
    if (user.roles, user.licence, user.team_ids, user.is_partner) != before:
        db.session.execute(update(User).where(User.id == user.id).values(version=User.version + 1))
        db.session.refresh(user)
    return user


@operation(Verb.SET_PASSWORD)
def set_password(actor: Actor, user: User, /, *, password: str) -> User:
    """Give someone a password that has to be changed at the next sign-in; ends their sessions and letters."""
    passwords.insist_on_strength(password, login=user.login)
    user.password_hash, user.must_change_password = passwords.hashed(password), True
    _spend_letters(user)
    end_sessions(user)
    return user


@operation(Verb.RETIRE_PERSON)
def retire_person(actor: Actor, user: User, /) -> User:
    """Close an account: nobody signs in with it any more, and what the person wrote stays."""
    if user.id == actor.id:
        raise Invalid(_("You cannot close your own account. Ask another administrator."))
    user.retired_at = clock.now()
    db.session.flush()
    _keep_an_administrator()
    end_sessions(user)
    return user


@operation(Verb.RESTORE_PERSON)
def restore_person(actor: Actor, user: User, /) -> User:
    user.retired_at = None
    return user


@operation(Verb.CHANGE_PROFILE)
def change_profile(
    actor: User,
    /,
    *,
    name_ja: str,
    name_en: str,
    reading: str,
    department: str,
    extension: str,
    language: str,
    time_zone: str,
    theme: Theme,
    start_page: str,
    single_keys: bool,
    version: int | None = None,
) -> User:
    """What people say of themselves, and how they like their pages."""
    expect(actor, version, **_shown(actor), time_zone=actor.time_zone, theme=actor.theme, start_page=actor.start_page)
    actor.name_ja, actor.name_en, actor.reading = clean_line(name_ja), clean_line(name_en), clean_line(reading)
    actor.department, actor.extension = clean_line(department), clean_line(extension)
    actor.language, actor.time_zone, actor.theme = language, time_zone, theme
    actor.start_page, actor.single_keys = start_page, single_keys
    return actor


@operation(Verb.CHANGE_PROFILE)
def choose_theme(actor: User, /, *, theme: Theme) -> User:
    """Light or dark, from the button that stands on every page; a profile open elsewhere stays savable."""
    db.session.execute(update(User).where(User.id == actor.id).values(theme=theme))
    return actor


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


@operation(Verb.ADD_TEAM)
def add_team(actor: Actor, /, *, name_ja: str, name_en: str, description: str, members: list[User]) -> Team:
    _insist_on_unused_team_name(name_ja, None)
    team = Team(name_ja=clean_line(name_ja), name_en=clean_line(name_en), description=clean_text(description))
    team.memberships = [Membership(user_id=user.id) for user in members]
    db.session.add(team)
    return team


@operation(Verb.CHANGE_TEAM)
def change_team(
    actor: Actor,
    team: Team,
    /,
    *,
    name_ja: str,
    name_en: str,
    description: str,
    members: list[User],
    version: int | None = None,
) -> Team:
    """Change a team. Members whose accounts are closed stay in it, for the day that they come back."""
    kept = {m.user_id for m in team.memberships if m.user.retired_at is not None}
    shown = [m.user for m in sorted(team.memberships, key=lambda m: m.user.login) if m.user_id not in kept]
    expect(team, version, name_ja=team.name_ja, name_en=team.name_en, description=team.description, members=shown)
    _insist_on_unused_team_name(name_ja, team)
    team.name_ja, team.name_en, team.description = clean_line(name_ja), clean_line(name_en), clean_text(description)
    wanted, present = {user.id for user in members} | kept, {membership.user_id for membership in team.memberships}
    team.memberships = [m for m in team.memberships if m.user_id in wanted] + [
        Membership(user_id=user_id) for user_id in sorted(wanted - present)
    ]
    if wanted != present:
        db.session.flush()
        # Members lie in rows of their own, which do not move the team's version.
        db.session.execute(update(Team).where(Team.id == team.id).values(version=Team.version + 1))
        db.session.refresh(team)
        by_id = dict(
            db.session.execute(select(User.id, User.login).where(User.id.in_(wanted | present))).tuples().all()
        )
        db.session.info.setdefault("changes", {}).setdefault(f"teams:{team.id}", {})["members"] = [
            sorted(by_id[user_id] for user_id in present),
            sorted(by_id[user_id] for user_id in wanted),
        ]
    return team


@operation(Verb.RETIRE_TEAM)
def retire_team(actor: Actor, team: Team, /) -> Team:
    """Put a team away: it is offered no more; what it owns keeps its name."""
    team.retired_at = clock.now()
    return team


@operation(Verb.RESTORE_TEAM)
def restore_team(actor: Actor, team: Team, /) -> Team:
    team.retired_at = None
    return team


@operation(Verb.ADD_BUNDLE)
def add_bundle(actor: Actor, /, *, name: str, roles: list[Role]) -> Bundle:
    """Give several roles one name of the house's own."""
    _insist_on_unused_bundle_name(name, None)
    bundle = Bundle(name=clean_line(name), roles=[role.value for role in roles])
    db.session.add(bundle)
    return bundle


@operation(Verb.CHANGE_BUNDLE)
def change_bundle(
    actor: Actor, bundle: Bundle, /, *, name: str, roles: list[Role], version: int | None = None
) -> Bundle:
    """Change a bundle; it holds at once for everybody who has it."""
    expect(bundle, version, name=bundle.name, roles=[role for role in Role if role in bundle.roles])
    _insist_on_unused_bundle_name(name, bundle)
    bundle.name, bundle.roles = clean_line(name), [role.value for role in roles]
    db.session.flush()
    _keep_an_administrator()
    return bundle


@operation(Verb.REMOVE_BUNDLE)
def remove_bundle(actor: Actor, bundle: Bundle, /) -> Bundle:
    """Take a bundle away; refused while somebody has it, since that person would lose rights without a word."""
    if holders := db.session.scalars(select(User.login).where(User.bundle_id == bundle.id).order_by(User.login)).all():
        raise Invalid(
            _("Somebody has this bundle: %(people)s. Take it from them first.", people=_(", ").join(holders[:5]))
        )
    db.session.delete(bundle)
    return bundle


def _login(login: str) -> str:
    login = clean_line(login).casefold()
    if not _LOGIN.fullmatch(login):
        raise Invalid(_("A login has letters a–z, digits, dot, hyphen and underscore, at most 63."), "login")
    if login in _RESERVED:
        raise Invalid(_("The portal needs this word itself. Choose another login."), "login")
    return login


def _with_end_user(roles: list[Role]) -> list[Role]:
    return [Role.END_USER, *(role for role in Role if role in roles and role is not Role.END_USER)]


def _insist_on_unused_email(email: str, user: User | None) -> None:
    if not email:
        return
    other = db.session.scalar(
        select(User.id).where(func.lower(User.email) == email.strip().casefold(), User.id != (user.id if user else 0))
    )
    if other:
        raise Invalid(_("Someone has this mail address already."), "email")


def _insist_on_unused_bundle_name(name: str, bundle: Bundle | None) -> None:
    if db.session.scalar(
        select(Bundle.id).where(Bundle.name == clean_line(name), Bundle.id != (bundle.id if bundle else 0))
    ):
        raise Invalid(_("There is a bundle of this name already."), "name")


def _insist_on_unused_team_name(name: str, team: Team | None) -> None:
    if db.session.scalar(select(Team.id).where(Team.name_ja == clean_line(name), Team.id != (team.id if team else 0))):
        raise Invalid(_("There is a team of this name already."), "name_ja")


def _keep_an_administrator() -> None:
    people = db.session.scalars(select(User).where(User.retired_at.is_(None)))
    if not any(Role.ADMIN in user.roles for user in people):
        raise Invalid(_("Somebody has to remain administrator. Name another one first."))


def _shown(user: User) -> dict[str, object]:
    """What other people may have changed meanwhile, by the names of the form's fields."""
    names = (
        "name_ja",
        "name_en",
        "reading",
        "department",
        "extension",
        "email",
        "language",
        "licence",
        "bundle",
        "is_partner",
    )
    roles = [role for role in Role if role in user.granted_roles and role is not Role.END_USER]
    return {
        **{name: getattr(user, name) for name in names},
        "roles": roles,
        "teams": sorted(user.teams, key=lambda team: team.name_ja),
    }


def _spend_letters(user: User) -> None:
    open_letters = (ResetToken.user_id == user.id) & ResetToken.used_at.is_(None)
    db.session.execute(update(ResetToken).where(open_letters).values(used_at=clock.now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
