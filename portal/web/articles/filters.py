"""The filters of the lists, read from the address; what cannot be read there narrows nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import g, request

from portal.accounts import queries as accounts
from portal.accounts.models import Team
from portal.articles.flag_queries import FlagFilters
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import ArticleType, FlagKind, Severity
from portal.articles.queries import Filters, Order
from portal.catalog import queries as catalog
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line
from portal.web.words import word

LONGEST_TEXT = 200
ORDERS: tuple[Order, ...] = ("changed", "number", "title")
NEWEST_FIRST = "-changed"

Member = TypeVar("Member", bound=StrEnum)
Chip = tuple[str, str, str]
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Picks:
    """What can be picked in the filters of a list, and what is: name in the address → (label, choices, chosen)."""

    fields: dict[str, tuple[str, Choices, str]]

    def chips(self) -> list[Chip]:
        """What the list is narrowed to, for the reader to take away."""
        return [
            (name, label, dict(choices)[chosen])
            for name, (label, choices, chosen) in self.fields.items()
            if chosen in dict(choices)
        ]


def page_number() -> int:
    """The page that is asked for; nonsense is the first."""
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1


def typed_text() -> str:
    return clean_line(request.args.get("q", "")[:LONGEST_TEXT])


def sorting() -> tuple[str, Order, bool]:
    """The order as the address writes it, its key, and whether it goes down."""
    typed = request.args.get("sort", NEWEST_FIRST)
    key = typed.removeprefix("-")
    for known in ORDERS:
        if key == known:
            return typed, known, typed.startswith("-")
    return NEWEST_FIRST, "changed", True


def of_articles() -> tuple[Filters, Picks]:
    """The filters of the list of articles."""
    services, categories, teams = _services(), _categories(), _teams()
    service, category, team = (_one_of(services, "service"), _one_of(categories, "category"), _one_of(teams, "team"))
    state, audience, kind = _member(Confidence, "state"), _member(Audience, "audience"), _member(ArticleType, "type")
    if state is Confidence.DISCARDED:
        state = None
    language = _asked("language")
    filters = Filters(
        text=typed_text(),
        state=state,
        audience=audience,
        type=kind,
        language=language if language in LANGUAGES else "",
        service_id=service.id if service else None,
        category_id=category.id if category else None,
        team_id=team.id if team else None,
        author_id=g.user.id if _asked("mine") == "1" else None,
        flagged=_asked("flagged") == "1",
    )
    states = [member for member in Confidence if member is not Confidence.DISCARDED]
    fields = {
        "state": (_("State"), _words(states), _asked("state")),
        "audience": (_("Audience"), _words(list(Audience)), _asked("audience")),
        "type": (_("Kind of article"), _words(list(ArticleType)), _asked("type")),
        "language": (_("Language"), list(LANGUAGES.items()), language),
        "service": (_("Service"), _named(services), _asked("service")),
        "category": (_("Category"), [(key, each.path) for key, each in categories.items()], _asked("category")),
        "team": (_("Owner"), _named(teams), _asked("team")),
    }  # fmt: skip
    return filters, Picks(fields)


def of_flags() -> tuple[FlagFilters, Picks]:
    """The filters of the list of flags; settled ones show only when they are asked for."""
    services, teams = _services(), _teams()
    service, team = _one_of(services, "service"), _one_of(teams, "team")
    filters = FlagFilters(
        state=_member(FlagState, "state"),
        kind=_member(FlagKind, "kind"),
        severity=_member(Severity, "severity"),
        service_id=service.id if service else None,
        team_id=team.id if team else None,
        raised_by_id=g.user.id if _asked("raised") == "me" else None,
        assignee_id=g.user.id if _asked("taken") == "me" else None,
    )
    fields = {
        "state": (_("State"), _words(list(FlagState)), _asked("state")),
        "kind": (_("What is wrong"), _words(list(FlagKind)), _asked("kind")),
        "severity": (_("Urgency"), _words(list(Severity)), _asked("severity")),
        "service": (_("Service"), _named(services), _asked("service")),
        "team": (_("Owner"), _named(teams), _asked("team")),
    }  # fmt: skip
    return filters, Picks(fields)


def _member(kind: type[Member], name: str) -> Member | None:
    try:
        return kind(_asked(name))
    except ValueError:
        return None


def _words(members: list[Any]) -> Choices:
    return [(member.value, word(member)) for member in members]


def _named(known: dict[str, Any]) -> Choices:
    return [(key, record.name) for key, record in known.items()]


def _asked(name: str) -> str:
    return request.args.get(name, "")


def _services() -> dict[str, Service]:
    return {service.key: service for service in db.session.scalars(catalog.services(g.user)).unique()}


def _categories() -> dict[str, Category]:
    found: dict[str, Category] = {}
    for upper in db.session.scalars(catalog.categories(g.user)).unique():
        found |= {each.slug: each for each in (upper, *upper.children) if each.retired_at is None}
    return found


def _teams() -> dict[str, Team]:
    return {str(team.id): team for team in db.session.scalars(accounts.teams(g.user)).unique()}


def _one_of(known: dict[str, Any], name: str) -> Any:
    return known.get(_asked(name))
