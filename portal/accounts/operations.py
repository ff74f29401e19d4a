"""Open, change and close accounts; what people say of themselves."""

import re

from sqlalchemy import func, select, update

from portal.accounts import passwords
from portal.accounts.models import Bundle, Membership, Team, Theme, User
from portal.accounts.roles import Licence, Role
from portal.accounts.signing_in import end_sessions
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb

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
    # Teams that are put away are not offered; whoever was in one stays in it.
    wanted = {team.id for team in teams} | {team.id for team in user.teams if team.retired_at is not None}
    user.memberships = [m for m in user.memberships if m.team_id in wanted] + [
        Membership(team_id=team_id) for team_id in sorted(wanted - user.team_ids)
    ]
    db.session.flush()
    if user.roles != before[0]:
        keep_an_administrator()
        db.session.info.setdefault("changes", {}).setdefault(f"users:{user.id}", {})["roles"] = [
            sorted(role.value for role in before[0]),
            sorted(role.value for role in user.roles),
        ]
    # Roles and teams lie in rows of their own, which do not move the person's version.
    if (user.roles, user.licence, user.team_ids, user.is_partner) != before:
        db.session.execute(update(User).where(User.id == user.id).values(version=User.version + 1))
        db.session.refresh(user)
    return user


@operation(Verb.RETIRE_PERSON)
def retire_person(actor: Actor, user: User, /) -> User:
    """Close an account: nobody signs in with it any more, and what the person wrote stays."""
    if user.id == actor.id:
        raise Invalid(_("You cannot close your own account. Ask another administrator."))
    user.retired_at = clock.now()
    db.session.flush()
    keep_an_administrator()
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


def keep_an_administrator() -> None:
    """Refuse, inside a running operation, to leave the portal without an administrator."""
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
        "teams": sorted((team for team in user.teams if team.retired_at is None), key=lambda team: team.name_ja),
    }
