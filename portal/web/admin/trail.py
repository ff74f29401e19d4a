"""Events as lines that people read: when, who, what, and from what to what."""

from collections.abc import Collection, Iterable, Sequence
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
from portal.incidents import kinds
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import LANGUAGES, long_day, long_moment, mark
from portal.kernel.i18n import gettext as _
from portal.search.models import CountsFor, Direction
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
    "words": mark("Words"),
    "direction": mark("Direction"),
    "counts_for": mark("Counts for"),
    "incidents.kind": mark("Kind"),
    "incidents.parent_id": mark("Parent incident"),
    "incidents.assignee_id": mark("Assignee"),
    "incidents.team_id": mark("Team"),
    "incidents.category_id": mark("Category"),
    "subject": mark("Subject"),
    "symptom": mark("Symptom"),
    "channel": mark("Channel"),
    "reporter_id": mark("Caller"),
    "reporter_name": mark("Caller"),
    "reporter_contact": mark("Contact"),
    "device": mark("Device"),
    "impact": mark("Impact"),
    "urgency": mark("Urgency"),
    "priority": mark("Priority"),
    "is_major": mark("Major incident"),
    "occurred_at": mark("Occurred"),
    "occurred_about": mark("The time is about right"),
    "detected_at": mark("Noticed"),
    "identified_at": mark("Cause found"),
    "restored_at": mark("Restored"),
    "first_contact": mark("Resolved at the first contact"),
    "reopened": mark("Opened again"),
    "direct_cause": mark("Direct cause"),
    "cause_unknown": mark("Cause not known"),
    "temporary_measure": mark("Temporary measure"),
    "resolution": mark("Resolution"),
    "resolution_code": mark("How it was resolved"),
    "cancel_reason": mark("Reason"),
    "confirmation": mark("Confirmed by"),
    "decision": mark("What becomes knowledge"),
    "decision_reason": mark("Reason"),
    "is_starred": mark("Used in the review"),
    "article_uses.kind": mark("What the article was"),
    "outcome": mark("What came of it"),
    "unlink_reason": mark("Reason"),
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
    "incidents.kind": kinds.Kind,
    "incidents.state": State,
    "channel": kinds.Channel,
    "impact": Impact,
    "urgency": Urgency,
    "resolution_code": kinds.ResolutionCode,
    "cancel_reason": kinds.CancelReason,
    "confirmation": kinds.Confirmation,
    "decision": kinds.Decision,
    "article_uses.kind": kinds.LinkKind,
    "outcome": kinds.Outcome,
    "direction": Direction,
    "counts_for": CountsFor,
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
    "incidents.parent_id": Incident,
    "team_id": Team,
    "reporter_id": User,
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
    "state_before",
    "acknowledged_at",
    "categorized_at",
    "prioritized_at",
    "investigation_started_at",
    "escalated_at",
    "declared_at",
    "resolved_at",
    "user_confirmed_at",
    "closed_at",
    "accepted_at",
    "ended_at",
    "linked_at",
    "unlinked_at",
    "unlinked_by_id",
    "removed_at",
    "before",
    "changed_by_id",
}


NOTHING = "—"


@dataclass(frozen=True)
class Change:
    """One column that an event changed, in the reader's words."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One event, in the reader's words."""

    event: Event
    at: datetime
    by: str
    by_login: str
    what: str
    changes: list[Change]
    reason: str


def lines(events: Sequence[Event]) -> list[Line]:
    """The events of a page, with the names of those who acted."""
    people = _people({event.actor_id for event in events if event.actor_id is not None})
    return [_line(event, people.get(event.actor_id or 0)) for event in events]


def _line(event: Event, actor: User | None) -> Line:
    changes = [*changes_of(event)]
    name = actor.name if actor else _("The system")
    return Line(event, event.at, name, actor.login if actor else "", word(event.verb), changes, event.reason)


def changes_of(event: Event, records: Collection[str] | None = None) -> Iterable[Change]:
    """What *event* changed, in words; only of these *records*, written `table:id`, if they are given."""
    for record, columns in event.changes.items():
        if records is None or record in records:
            yield from _changes(record, columns)


def _people(ids: Iterable[int]) -> dict[int, User]:
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def _changes(record: str, columns: dict[str, Any]) -> Iterable[Change]:
    table = record.partition(":")[0]
    for column, (before, after) in columns.items():
        if column in UNSAID or before == after:
            continue
        # A column of one table may be called otherwise than its namesakes.
        own = f"{table}.{column}"
        name = own if own in COLUMNS or own in ENUMS or own in RECORDS else column
        label = _(COLUMNS[name] if name in COLUMNS else COLUMNS.get(column, column))
        yield Change(column, label, _value(name, before), _value(name, after))


def _value(column: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _(", ").join(_value(column, item) for item in value) or NOTHING
    if isinstance(value, dict):
        return _(", ").join(f"{name}: {_value(name, item)}" for name, item in value.items())
    if column in RECORDS:
        record = db.session.get(RECORDS[column], value)
        return str(getattr(record, "number", "") or record.name) if record is not None else NOTHING
    if column == "language":
        return LANGUAGES.get(str(value), str(value))
    if column.endswith("_at"):
        return long_moment(datetime.fromisoformat(str(value)))
    if column.endswith("_on"):
        return long_day(date.fromisoformat(str(value)))
    if column == "words":
        return _(", ").join(str(value).splitlines())
    kind = ENUMS.get(column)
    if kind is not None and value in {member.value for member in kind}:
        return word(kind(value))
    return str(value)
