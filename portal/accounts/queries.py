"""Finding people and teams."""

from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import lazyload

from portal.accounts.models import Bundle, RoleGrant, SignIn, Team, User
from portal.accounts.roles import STAFF, Role
from portal.kernel import clock
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor
from portal.kernel.text import clean_line, kana_spellings
from portal.kernel.verbs import Verb

Found = TypeVar("Found")


def people(viewer: Actor, *, text: str = "", role: Role | None = None, retired: bool = False) -> Select[User]:
    """The people that an administrator keeps, by login."""
    query = _visible(viewer).where(User.retired_at.is_not(None) if retired else User.retired_at.is_(None))
    fields = (User.login, User.email, User.name_ja, User.name_en, User.reading, User.department, User.extension)
    for word in clean_line(text).split()[:8]:
        query = query.where(or_(*(field.icontains(word[:100], autoescape=True) for field in fields)))
    if role is not None:
        query = query.where(_has_role(role))
    return query.order_by(User.login)


def staff(viewer: Actor) -> Select[User]:
    """Those who work at the desk, by login: who may be a member of a team."""
    return (
        _visible(viewer)
        .where(User.retired_at.is_(None), or_(*(_has_role(role) for role in STAFF)))
        .order_by(User.login)
    )


def callers(viewer: Actor, text: str) -> Select[User]:
    """Whoever may have called, by name, reading, login, extension or mail; for those who write down what is said.

    A reading is found in either kana and in half width, and a name with or without the space in it.
    """
    query = select(User).where(User.retired_at.is_(None))
    if not viewer.may(Verb.RECORD_INCIDENT):
        query = query.where(false())
    plain = (User.login, User.email, User.department, User.extension, User.name_ja, User.name_en, User.reading)
    close = [func.replace(func.replace(field, " ", ""), "\u3000", "") for field in (User.name_ja, User.reading)]
    for word in clean_line(text[:200]).split()[:4]:
        spellings = {spelling for spelling in (word, *kana_spellings(word)) if spelling}
        query = query.where(
            or_(
                *(field.icontains(spelling, autoescape=True) for field in (*plain, *close) for spelling in spellings),
            )
        )
    return query.order_by(User.reading, User.name_ja, User.login)


def caller(viewer: Actor, person_id: int) -> User | None:
    """This person, if it may still be whoever called."""
    # What they may do is not asked.
    query = callers(viewer, "").options(lazyload(User.grants), lazyload(User.memberships))
    found: User | None = db.session.scalar(query.where(User.id == person_id))
    return found


def colleagues(viewer: Actor) -> Select[User]:
    """Those who work at or with the desk, by how their names are read; agents see each other's names anyway."""
    query = select(User).where(User.retired_at.is_(None), or_(*(_has_role(role) for role in STAFF)))
    if not viewer.may(Verb.SEE_INCIDENTS):
        query = query.where(User.id == viewer.id)
    return query.order_by(User.reading, User.name_ja, User.login)


def person(viewer: Actor, login: str) -> User:
    return _one(_visible(viewer).where(User.login == clean_line(login)))


def by_login_or_email(login: str) -> User | None:
    """Whoever signs in may give either name; case does not matter. Retired people are not found."""
    name = login.strip().casefold()
    query = select(User).where(
        User.retired_at.is_(None), or_(func.lower(User.login) == name, func.lower(User.email) == name)
    )
    found = db.session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else next((user for user in found if user.login.casefold() == name), None)


def teams(viewer: Actor, *, retired: bool = False) -> Select[Team]:
    """All teams in use, or those put away; their names are no secret inside."""
    return (
        select(Team)
        .where(Team.retired_at.is_not(None) if retired else Team.retired_at.is_(None))
        .order_by(Team.name_ja)
    )


def team(viewer: Actor, team_id: int) -> Team:
    return _one(select(Team).where(Team.id == team_id))


def bundles(viewer: Actor) -> Select[Bundle]:
    return select(Bundle).order_by(Bundle.name)


def bundle(viewer: Actor, bundle_id: int) -> Bundle:
    return _one(select(Bundle).where(Bundle.id == bundle_id))


def names_by_id(viewer: Actor, ids: Collection[int]) -> dict[int, str]:
    """How the people of these ids are called; for agents, who see each other's names anyway."""
    if not viewer.may(Verb.SEE_ARTICLES):
        return {}
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(ids))).unique()}


def full_names(viewer: Actor) -> frozenset[str]:
    """Everybody's full names, with and without the space between: what a text for readers should not tell."""
    if not viewer.may(Verb.SEE_ARTICLES):
        return frozenset()
    rows = db.session.execute(select(User.name_ja, User.name_en))
    full = {name for pair in rows for name in pair if " " in name.strip()}
    return frozenset(full | {name.replace(" ", "") for name in full} | {name.replace(" ", "\u3000") for name in full})


def sign_ins(viewer: User) -> Select[SignIn]:
    """The devices on which the viewer is signed in, the latest first."""
    now, limits = clock.now(), settings()
    query = select(SignIn).where(SignIn.user_id == viewer.id, SignIn.ended_at.is_(None))
    query = query.where(SignIn.created_at >= now - timedelta(days=limits.session_days))
    return query.where(SignIn.seen_at >= now - timedelta(hours=limits.session_idle_hours)).order_by(
        SignIn.seen_at.desc()
    )


def any_administrator() -> bool:
    """Whether somebody can administer this portal; before that it is empty."""
    return (
        db.session.scalar(select(User.id).where(User.retired_at.is_(None), _has_role(Role.ADMIN)).limit(1)) is not None
    )


def anybody() -> bool:
    """Whether there is any account at all, open or closed."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def _visible(viewer: Actor) -> Select[User]:
    query = select(User)
    return query if viewer.may(Verb.CHANGE_PERSON) else query.where(User.id == viewer.id)


def _has_role(role: Role) -> ColumnElement[bool]:
    granted = User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role == role))
    bundled = [bundle.id for bundle in db.session.scalars(select(Bundle)) if role.value in bundle.roles]
    return or_(granted, User.bundle_id.in_(bundled)) if bundled else granted


def _one(query: Select[Found]) -> Found:
    found: Found | None = db.session.scalar(query)
    if found is None:
        raise NotFound(_("There is nothing here."))
    return found
