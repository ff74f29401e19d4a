"""A page of a query: items, total, next and previous."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from portal.kernel.db import db

Item = TypeVar("Item")
LARGEST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some of the items of a list, and where they stand in it. Pages count from 1."""

    items: Sequence[Item]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)


def page_of(query: Select[Any], number: int, size: int = 25) -> Page[Any]:
    """Page *number* of *query*; a number beyond the end gives the last page."""
    total = total_of(query)
    number = min(max(1, number), max(1, -(-total // size)), LARGEST_PAGE)
    items = db.session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, total, number, size)


def total_of(query: Select[Any]) -> int:
    """How many items *query* has in all."""
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
