"""Add, change and retire services and categories."""

import re

from sqlalchemy import func, select

from portal.accounts.models import Team
from portal.catalog.models import Category, Service
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb

ICONS = ("key", "wifi", "laptop", "mail", "print", "doc", "chart", "chat")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@operation(Verb.ADD_SERVICE)
def add_service(
    actor: Actor,
    /,
    *,
    key: str,
    name_ja: str,
    name_en: str,
    description_ja: str,
    description_en: str,
    owner_team: Team | None,
) -> Service:
    service = Service(key=_key(key, "key"))
    if db.session.scalar(select(Service.id).where(Service.key == service.key)):
        raise Invalid(_("This key is taken."), "key")
    _describe(service, name_ja, name_en, description_ja, description_en, owner_team)
    db.session.add(service)
    return service


@operation(Verb.CHANGE_SERVICE)
def change_service(
    actor: Actor,
    service: Service,
    /,
    *,
    name_ja: str,
    name_en: str,
    description_ja: str,
    description_en: str,
    owner_team: Team | None,
    version: int | None = None,
) -> Service:
    names = ("name_ja", "name_en", "description_ja", "description_en", "owner_team")
    expect(service, version, **{name: getattr(service, name) for name in names})
    _describe(service, name_ja, name_en, description_ja, description_en, owner_team)
    return service


@operation(Verb.RETIRE_SERVICE)
def retire_service(actor: Actor, service: Service, /) -> Service:
    """Put a service away: it is offered no more; what names it keeps the name."""
    service.retired_at = clock.now()
    return service


@operation(Verb.RESTORE_SERVICE)
def restore_service(actor: Actor, service: Service, /) -> Service:
    service.retired_at = None
    return service


@operation(Verb.ADD_CATEGORY)
def add_category(
    actor: Actor, /, *, parent: Category | None, slug: str, name_ja: str, name_en: str, icon: str, position: int
) -> Category:
    category = Category(slug=_key(slug, "slug"))
    if db.session.scalar(select(Category.id).where(Category.slug == category.slug)):
        raise Invalid(_("This key is taken."), "slug")
    _place(category, parent, name_ja, name_en, icon, position)
    db.session.add(category)
    return category


@operation(Verb.CHANGE_CATEGORY)
def change_category(
    actor: Actor,
    category: Category,
    /,
    *,
    parent: Category | None,
    name_ja: str,
    name_en: str,
    icon: str,
    position: int,
    version: int | None = None,
) -> Category:
    names = ("parent", "name_ja", "name_en", "icon")
    expect(category, version, **{name: getattr(category, name) for name in names})
    _place(category, parent, name_ja, name_en, icon, position)
    return category


@operation(Verb.CHANGE_CATEGORY)
def move_category(actor: Actor, category: Category, /, *, up: bool) -> Category:
    """Change places with the neighbour above or below in the same level; at the end of the list nothing moves."""
    above = Category.parent_id.is_(None) if category.parent_id is None else Category.parent_id == category.parent_id
    siblings = db.session.scalars(
        select(Category).where(above, Category.retired_at.is_(None)).order_by(Category.position, Category.name_ja)
    ).all()
    order = list(siblings)
    if category not in order:
        raise InvalidTransition(_("This category is put away. Restore it first."))
    place = order.index(category)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, sibling in enumerate(order):
        sibling.position = position
    return category


@operation(Verb.RETIRE_CATEGORY)
def retire_category(actor: Actor, category: Category, /) -> Category:
    """Put a category away, and what stands below it."""
    category.retired_at = clock.now()
    for child in category.children:
        child.retired_at = child.retired_at or category.retired_at
    return category


@operation(Verb.RESTORE_CATEGORY)
def restore_category(actor: Actor, category: Category, /) -> Category:
    if category.parent is not None and category.parent.retired_at is not None:
        raise Invalid(_("Restore the category above it first."))
    category.retired_at = None
    return category


def _describe(
    service: Service, name_ja: str, name_en: str, description_ja: str, description_en: str, owner_team: Team | None
) -> None:
    taken = select(Service.id).where(Service.name_ja == clean_line(name_ja), Service.id != (service.id or 0))
    if db.session.scalar(taken):
        raise Invalid(_("There is a service of this name already."), "name_ja")
    service.name_ja, service.name_en = clean_line(name_ja), clean_line(name_en)
    service.description_ja, service.description_en = clean_text(description_ja), clean_text(description_en)
    service.owner_team = owner_team


def _place(category: Category, parent: Category | None, name_ja: str, name_en: str, icon: str, position: int) -> None:
    if parent is not None and (parent.parent_id is not None or parent is category):
        raise Invalid(_("Categories have two levels: choose one of the upper level."), "parent")
    if parent is not None and category.id and category.children:
        raise Invalid(_("This category has others below it, so it stays on the upper level."), "parent")
    if icon not in ICONS:
        raise Invalid(_("Choose one of the icons."), "icon")
    same = select(func.count()).where(
        Category.name_ja == clean_line(name_ja),
        Category.parent_id == (parent.id if parent else None),
        Category.id != (category.id or 0),
    )
    if db.session.scalar(same):
        raise Invalid(_("There is a category of this name already."), "name_ja")
    category.parent, category.icon, category.position = parent, icon, position
    category.name_ja, category.name_en = clean_line(name_ja), clean_line(name_en)


def _key(key: str, field: str) -> str:
    key = clean_line(key).casefold()
    if not _KEY.fullmatch(key):
        raise Invalid(_("Use letters a–z, digits and hyphens, at most 61."), field)
    return key
