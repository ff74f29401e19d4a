"""Lists of services and categories for pickers and pages; their names are no secret."""

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor

Found = TypeVar("Found")


def services(viewer: Actor, *, retired: bool = False) -> Select[Service]:
    return (
        select(Service)
        .where(Service.retired_at.is_not(None) if retired else Service.retired_at.is_(None))
        .order_by(Service.name_ja)
    )


def service(viewer: Actor, service_id: int) -> Service:
    return _one(select(Service).where(Service.id == service_id))


def categories(viewer: Actor, *, retired: bool = False) -> Select[Category]:
    """The upper level in its order, each with its children."""
    kept = Category.retired_at.is_not(None) if retired else Category.retired_at.is_(None)
    query = select(Category).where(kept).options(selectinload(Category.children))
    if not retired:
        query = query.where(Category.parent_id.is_(None))
    return query.order_by(Category.position, Category.name_ja)


def category(viewer: Actor, category_id: int) -> Category:
    return _one(select(Category).where(Category.id == category_id))


def category_by_slug(viewer: Actor, slug: str) -> Category:
    return _one(select(Category).where(Category.slug == slug, Category.retired_at.is_(None)))


def _one(query: Select[Found]) -> Found:
    found: Found | None = db.session.scalar(query)
    if found is None:
        raise NotFound(_("There is nothing here."))
    return found
