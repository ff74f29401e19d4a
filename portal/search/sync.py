"""Keeping the indexes in step with the records: hidden at once, written by the one worker soon after."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.catalog.models import Category, Service
from portal.incidents.models import Entry
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction
from portal.problems.models import ProblemLink
from portal.search import rebuild
from portal.search.documents import ARTICLE, AT_ONCE, INCIDENT, KINDS, PROBLEM, Kind
from portal.search.engine import engine
from portal.search.models import IndexHold
from search_index import IndexUnavailable

_ARTICLES, _INCIDENTS, _PROBLEMS = KINDS[ARTICLE], KINDS[INCIDENT], KINDS[PROBLEM]


def hide_now(event: Event) -> None:
    """In the same transaction: from this moment the record is absent from every index that must not hold it."""
    for kind in KINDS.values():
        for record in _records(kind, _ids(kind, [event])):
            held = set(db.session.scalars(select(IndexHold.index).where(IndexHold.key == record.number)))
            for index in set(engine().names()) - kind.indexes_of(record) - held:
                db.session.add(IndexHold(index=index, key=record.number))


def articles_changed(events: Sequence[Event]) -> None:
    """Write the articles of these events anew into every index that holds them, and take them out of the others."""
    _write_all(_ARTICLES, _ids(_ARTICLES, events))


def incidents_changed(events: Sequence[Event]) -> None:
    """The same for incidents; a correction is made to an entry of one."""
    entries = [event.subject_id for event in events if event.subject_kind == Entry.__tablename__]
    of_entries = db.session.scalars(select(Entry.incident_id).where(Entry.id.in_(entries)))
    _write_all(_INCIDENTS, sorted({*_ids(_INCIDENTS, events), *of_entries}))


def problems_changed(events: Sequence[Event]) -> None:
    """The same for problems; what restricts an incident restricts the problem that has no other."""
    _write_all(_PROBLEMS, _ids(_PROBLEMS, events))


def service_changed(events: Sequence[Event]) -> None:
    ids = [event.subject_id for event in events if event.subject_kind == Service.__tablename__]
    for kind in KINDS.values():
        _write_those_with(kind, kind.model.service_id, ids)


def category_changed(events: Sequence[Event]) -> None:
    ids = [event.subject_id for event in events if event.subject_kind == Category.__tablename__]
    for kind in KINDS.values():
        _write_those_with(kind, kind.model.category_id, ids)


def write(ids: Collection[int]) -> None:
    """Bring all indexes up to date for these articles."""
    _write(_ARTICLES, ids)


def held_keys(indexes: Collection[str]) -> frozenset[str]:
    """Keys that count as absent from these indexes."""
    return frozenset(db.session.scalars(select(IndexHold.key).where(IndexHold.index.in_(indexes))))


def _write(kind: Kind, ids: Collection[int]) -> None:
    """Bring all indexes up to date for these records. A broken index is made anew instead, from all records."""
    newest_hold = db.session.scalar(select(func.max(IndexHold.id))) or 0
    records = _records(kind, ids)
    belonging = {record.number: kind.indexes_of(record) for record in records}
    for name in {*engine().names(), *(name for names in belonging.values() for name in names)}:
        present = [record for record in records if name in belonging[record.number]]
        absent = [record.number for record in records if name not in belonging[record.number]]
        try:
            engine().index(name).apply([kind.document(record, name) for record in present], absent)
        except IndexUnavailable as trouble:
            if trouble.reason == "locked":
                raise  # the job is tried again
            rebuild.rebuild(name)
    numbers = list(belonging)
    with transaction():
        db.session.execute(delete(IndexHold).where(IndexHold.key.in_(numbers), IndexHold.id <= newest_hold))


def _write_all(kind: Kind, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        _write(kind, ids[start : start + AT_ONCE])


def _write_those_with(kind: Kind, column: InstrumentedAttribute[int | None], values: list[int]) -> None:
    _write_all(kind, list(db.session.scalars(select(kind.model.id).where(column.in_(values)))))


def _records(kind: Kind, ids: Collection[int]) -> Sequence[Any]:
    return db.session.scalars(select(kind.model).where(kind.model.id.in_(ids))).unique().all() if ids else []


def _ids(kind: Kind, events: Sequence[Event]) -> list[int]:
    table = kind.model.__tablename__
    found = set()
    for event in events:
        pairs = ((event.subject_kind, event.subject_id), (event.object_kind, event.object_id))
        found |= {number for of_kind, number in pairs if of_kind == table and number is not None}
    if kind is _PROBLEMS and (incidents := _ids(_INCIDENTS, events)):
        found |= set(db.session.scalars(select(ProblemLink.problem_id).where(ProblemLink.incident_id.in_(incidents))))
    return sorted(found)
