"""What was done, by whom, to which record; written with the change itself. This is the audit log."""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, inspect, or_, select, update
from sqlalchemy import event as sql_event
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, db
from portal.kernel.verbs import Verb

LONGEST_CHANGE = 300
_SECRET_COLUMNS = {"password_hash", "token_hash"}
_QUIET_COLUMNS = {"version", "changed_at"}


class Event(Base):
    """A verb that was done. `changes` holds short columns only, as {record: {column: [before, after]}}."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject_kind", "subject_id"),
        Index("ix_events_object", "object_kind", "object_id"),
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    verb: Mapped[Verb] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    object_kind: Mapped[str | None]
    object_id: Mapped[int | None]
    reason: Mapped[Prose]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)


def kind_of(record: Base) -> str:
    return str(record.__tablename__)


def record_event(verb: Verb, actor_id: int | None, records: list[Any], reason: str) -> Event:
    """Write down that *verb* was done; the first record is its subject, a second one its object.

    It goes to the database with whatever is written next, at the latest at the end of the transaction.
    """
    subject, other = records[0], records[1] if len(records) > 1 else None
    event = Event(
        verb=verb,
        actor_id=actor_id,
        subject_kind=kind_of(subject),
        subject_id=subject.id,
        object_kind=kind_of(other) if other is not None else None,
        object_id=other.id if other is not None else None,
        reason=reason,
        changes=db.session.info.pop("changes", {}),
    )
    db.session.add(event)
    events_so_far().append(event)
    return event


def events_so_far() -> list[Event]:
    """What was written down in the transaction that is open, in order."""
    found: list[Event] = db.session.info.setdefault("events", [])
    return found


def completed(begin: int, verb: Verb, records: list[Any], reason: str) -> bool:
    """Whether this deed was written down since *begin* (a place in `events_so_far`); what that lacked is added."""
    subject, other = records[0], records[1] if len(records) > 1 else None
    done = (event for event in events_so_far()[begin:] if event in db.session and event.verb is verb)
    same = next((e for e in done if (e.subject_kind, e.subject_id) == (kind_of(subject), subject.id)), None)
    if same is None:
        return False
    changes = {record: dict(columns) for record, columns in same.changes.items()}
    for record, columns in db.session.info.pop("changes", {}).items():
        changes.setdefault(record, {}).update(columns)
    values: dict[str, Any] = {"changes": changes}
    if other is not None:
        values |= {"object_kind": kind_of(other), "object_id": other.id}
    if reason:
        values["reason"] = reason
    db.session.flush()
    db.session.execute(update(Event).where(Event.id == same.id).values(values))
    return True


def history(record: Any) -> Select[Event]:
    """What was done with *record*, newest first. Whoever asks has already been allowed to see it."""
    kind = kind_of(record)
    return (
        select(Event)
        .where(
            or_(
                (Event.subject_kind == kind) & (Event.subject_id == record.id),
                (Event.object_kind == kind) & (Event.object_id == record.id),
            )
        )
        .order_by(Event.id.desc())
    )


def not_about(hidden: Mapping[str, Select[int]]) -> ColumnElement[bool]:
    """Events whose subject and object are none of these records; *hidden* is their ids, by kind."""
    about = [
        (kind == name) & record_id.in_(ids)
        for kind, record_id in ((Event.subject_kind, Event.subject_id), (Event.object_kind, Event.object_id))
        for name, ids in hidden.items()
    ]
    # Without an object the comparison is unknown, which would hide the event as well.
    return ~or_(*(condition.is_(True) for condition in about))


@sql_event.listens_for(Session, "before_flush")
def _note_changes(session: Session, _context: object, _instances: object) -> None:
    for record in session.dirty:
        if not isinstance(record, Base) or not hasattr(record, "id"):
            continue
        state = inspect(record)
        found = {}
        for column in state.mapper.column_attrs:
            change = state.attrs[column.key].history
            if not change.has_changes() or column.key in _QUIET_COLUMNS:
                continue
            before, after = (change.deleted or [None])[0], (change.added or [None])[0]
            if column.key in _SECRET_COLUMNS:
                before, after = None, "…"
            if _short(before) and _short(after):
                found[column.key] = [_plain(before), _plain(after)]
        if found:
            session.info.setdefault("changes", {}).setdefault(f"{kind_of(record)}:{record.id}", {}).update(found)


def _short(value: object) -> bool:
    return len(str(value)) <= LONGEST_CHANGE


def _plain(value: object) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
