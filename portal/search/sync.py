"""Keeping the indexes in step with the records: hidden at once, written by the one worker soon after."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.articles.audience import indexes_of
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.incidents.models import Entry, Incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction
from portal.search import article_documents, incident_documents, rebuild
from portal.search.engine import engine
from portal.search.models import IndexHold
from search_index import Document, IndexUnavailable

AT_ONCE = 200


@dataclass(frozen=True)
class _Kind:
    """A kind of record that is indexed: where one belongs, and how it looks there."""

    model: Any
    indexes_of: Callable[[Any], frozenset[str]]
    document: Callable[[Any, str], Document]


_ARTICLES = _Kind(Article, indexes_of, article_documents.document)
_INCIDENTS = _Kind(Incident, incident_documents.indexes_of, incident_documents.document)


def hide_now(event: Event) -> None:
    """In the same transaction: from this moment the record is absent from every index that must not hold it."""
    for kind in (_ARTICLES, _INCIDENTS):
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


def service_changed(events: Sequence[Event]) -> None:
    ids = [event.subject_id for event in events if event.subject_kind == Service.__tablename__]
    _write_those_with(_ARTICLES, Article.service_id, ids)
    _write_those_with(_INCIDENTS, Incident.service_id, ids)


def category_changed(events: Sequence[Event]) -> None:
    ids = [event.subject_id for event in events if event.subject_kind == Category.__tablename__]
    _write_those_with(_ARTICLES, Article.category_id, ids)
    _write_those_with(_INCIDENTS, Incident.category_id, ids)


def write(ids: Collection[int]) -> None:
    """Bring all indexes up to date for these articles."""
    _write(_ARTICLES, ids)


def held_keys(indexes: Collection[str]) -> frozenset[str]:
    """Keys that count as absent from these indexes."""
    return frozenset(db.session.scalars(select(IndexHold.key).where(IndexHold.index.in_(indexes))))


def _write(kind: _Kind, ids: Collection[int]) -> None:
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


def _write_all(kind: _Kind, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        _write(kind, ids[start : start + AT_ONCE])


def _write_those_with(kind: _Kind, column: InstrumentedAttribute[int | None], values: list[int]) -> None:
    _write_all(kind, list(db.session.scalars(select(kind.model.id).where(column.in_(values)))))


def _records(kind: _Kind, ids: Collection[int]) -> Sequence[Any]:
    return db.session.scalars(select(kind.model).where(kind.model.id.in_(ids))).unique().all() if ids else []


def _ids(kind: _Kind, events: Sequence[Event]) -> list[int]:
    table = kind.model.__tablename__
    found = set()
    for event in events:
        pairs = ((event.subject_kind, event.subject_id), (event.object_kind, event.object_id))
        found |= {number for of_kind, number in pairs if of_kind == table and number is not None}
    return sorted(found)
