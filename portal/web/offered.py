"""The records that forms offer to choose from."""

from collections.abc import Iterable

from flask import g

from portal.accounts import queries as accounts
from portal.accounts.models import Team, User
from portal.catalog import queries as catalog
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.verbs import Verb


def services() -> Iterable[Service]:
    return db.session.scalars(catalog.services(g.user)).unique()


def categories() -> list[Category]:
    """Both levels, each upper one before its own."""
    found: list[Category] = []
    for upper in db.session.scalars(catalog.categories(g.user)).unique():
        found += [upper, *(child for child in upper.children if child.retired_at is None)]
    return found


def teams() -> Iterable[Team]:
    return db.session.scalars(accounts.teams(g.user)).unique()


def own_teams() -> list[Team]:
    return [team for team in g.user.teams if team.retired_at is None]


def colleagues() -> Iterable[User]:
    """Everybody who works at or with the desk."""
    return db.session.scalars(accounts.colleagues(g.user)).unique()


def handlers() -> list[User]:
    """Those who work on incidents."""
    return [person for person in colleagues() if person.may(Verb.NOTE_INCIDENT)]
