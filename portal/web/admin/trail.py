"""Events as lines that people read: when, who, what, and from what to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Bundle, Team, Theme, User
from portal.accounts.roles import Licence, Role
from portal.articles.lifecycle import Audience, Confidence, FlagState, Governance
from portal.articles.models import ArchiveReason, Article, ArticleType, FlagKind, Severity
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import LANGUAGES, long_day, long_moment, mark
from portal.kernel.i18n import gettext as _
from portal.web.words import word

COLUMNS = {
    "name": mark("Name"),
    "name_ja": mark("Name"),
    "name_en": mark("Name in Latin letters"),
    "reading": mark("Reading"),
    "email": mark("Mail address"),
    "department": mark("Department"),
    "extension": mark("Extension"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "theme": mark("Colours"),
    "start_page": mark("Start page"),
    "single_keys": mark("Single letters are keys"),
    "roles": mark("Roles"),
    "bundle_id": mark("Role bundle"),
    "licence": mark("KCS licence"),
    "members": mark("Members"),
    "is_partner": mark("Belongs to a partner"),
    "password_hash": mark("Password"),
    "must_change_password": mark("Has to change the password"),
    "retired_at": mark("Closed or put away"),
    "description": mark("Description"),
    "description_ja": mark("Description"),
    "description_en": mark("Description in English"),
    "owner_team_id": mark("Owner team"),
    "parent_id": mark("Upper category"),
    "icon": mark("Icon"),
    "position": mark("Place"),
    "confidence": mark("Confidence"),
    "audience": mark("Audience"),
    "governance": mark("Governance"),
    "type": mark("Kind of article"),
    "state": mark("State"),
    "service_id": mark("Service"),
    "category_id": mark("Category"),
    "restricted_to_id": mark("Restricted to"),
    "governance_team_id": mark("Team"),
    "replacement_id": mark("Replaced by"),
    "archive_reason": mark("Reason"),
    "validation_note": mark("Made sure by"),
    "review_due_on": mark("Next check"),
    "kind": mark("What is wrong"),
    "severity": mark("Urgency"),
    "text": mark("Words"),
    "duplicate_of_id": mark("The other article"),
    "assignee_id": mark("Taken by"),
    "answer": mark("Answer"),
    "value": mark("Rules"),
}
ENUMS: dict[str, type[StrEnum]] = {
    "roles": Role,
    "licence": Licence,
    "theme": Theme,
    "confidence": Confidence,
    "audience": Audience,
    "governance": Governance,
    "type": ArticleType,
    "state": FlagState,
    "archive_reason": ArchiveReason,
    "kind": FlagKind,
    "severity": Severity,
}
RECORDS: dict[str, type[Any]] = {
    "bundle_id": Bundle,
    "owner_team_id": Team,
    "restricted_to_id": Team,
    "parent_id": Category,
    "service_id": Service,
    "category_id": Category,
    "governance_team_id": Team,
    "assignee_id": User,
    "replacement_id": Article,
    "duplicate_of_id": Article,
}
# Means to an end: which revision is shown where, when it was touched; and who and when, which the line itself says.
UNSAID = {
    "current_sequence",
    "outside_sequence",
    "translated_sequence",
    "source_sequence",
    "fixed_sequence",
    "used_at",
    "settled_at",
    "validated_at",
    "validated_by_id",
}


@dataclass(frozen=True)
class Line:
    """One event, in the reader's words."""

    event: Event
    at: datetime
    by: str
    by_login: str
    what: str
    changes: list[tuple[str, str, str]]
    reason: str


def lines(events: Sequence[Event]) -> list[Line]:
    """The events of a page, with the names of those who acted."""
    people = _people({event.actor_id for event in events if event.actor_id is not None})
    return [_line(event, people.get(event.actor_id or 0)) for event in events]


def _line(event: Event, actor: User | None) -> Line:
    changes = [change for columns in event.changes.values() for change in _changes(columns)]
    name = actor.name if actor else _("The system")
    return Line(event, event.at, name, actor.login if actor else "", word(event.verb), changes, event.reason)


def _people(ids: Iterable[int]) -> dict[int, User]:
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def _changes(columns: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    for column, (before, after) in columns.items():
        if column in UNSAID or before == after:
            continue
        label = _(COLUMNS[column]) if column in COLUMNS else column
        yield label, _value(column, before), _value(column, after)


def _value(column: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _(", ").join(_value(column, item) for item in value) or "—"
    if isinstance(value, dict):
        return _(", ").join(f"{name}: {_value(name, item)}" for name, item in value.items())
    if column in RECORDS:
        record = db.session.get(RECORDS[column], value)
        return str(getattr(record, "number", "") or record.name) if record is not None else "—"
    if column == "language":
        return LANGUAGES.get(str(value), str(value))
    if column.endswith("_at"):
        return long_moment(datetime.fromisoformat(str(value)))
    if column.endswith("_on"):
        return long_day(date.fromisoformat(str(value)))
    kind = ENUMS.get(column)
    if kind is not None and value in {member.value for member in kind}:
        return word(kind(value))
    return str(value)
