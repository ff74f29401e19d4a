"""What the filters of lists share: they stand in the address; what cannot be read there narrows nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import g, request

from portal.accounts import queries as accounts
from portal.accounts.models import Team
from portal.catalog import queries as catalog
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line
from portal.web.words import word

LONGEST_TEXT = 200

Member = TypeVar("Member", bound=StrEnum)
Order = TypeVar("Order", bound=str)
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
    """What the list shall be searched for; refused where it is too long, for a part of it would find other things."""
    text = clean_line(request.args.get("q", ""))
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            _("The question is too long: at most %(limit)s characters. Use a few telling words.", limit=LONGEST_TEXT)
        )
    return text


def asked(name: str) -> str:
    """What the address says under *name*."""
    return request.args.get(name, "")


def sorting(orders: Iterable[Order], usual: str) -> tuple[str, Order, bool]:
    """The order as the address writes it, its key, and whether it goes down; nonsense is the *usual* one."""
    known = {order: order for order in orders}
    typed = request.args.get("sort", usual)
    typed = typed if typed.removeprefix("-") in known else usual
    return typed, known[typed.removeprefix("-")], typed.startswith("-")  # type: ignore[index]


def member(kind: type[Member], name: str) -> Member | None:
    try:
        return kind(asked(name))
    except ValueError:
        return None


def words(members: Iterable[Any]) -> Choices:
    return [(each.value, word(each)) for each in members]


def named(known: dict[str, Any]) -> Choices:
    return [(key, record.name) for key, record in known.items()]


def one_of(known: dict[str, Any], name: str) -> Any:
    return known.get(asked(name))


def services() -> dict[str, Service]:
    return {service.key: service for service in db.session.scalars(catalog.services(g.user)).unique()}


def categories() -> dict[str, Category]:
    found: dict[str, Category] = {}
    for upper in db.session.scalars(catalog.categories(g.user)).unique():
        found |= {each.slug: each for each in (upper, *upper.children) if each.retired_at is None}
    return found


def teams() -> dict[str, Team]:
    return {str(team.id): team for team in db.session.scalars(accounts.teams(g.user)).unique()}
