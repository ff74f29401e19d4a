"""Keeping the indexes in step with the records: hidden at once, written by the one worker soon after."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.articles.audience import indexes_of
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction
from portal.search import rebuild
from portal.search.documents import document
from portal.search.engine import engine
from portal.search.models import IndexHold
from search_index import IndexUnavailable

AT_ONCE = 200


def hide_now(event: Event) -> None:
    """In the same transaction: from this moment the record is absent from every index that must not hold it."""
    for article in _articles([event]):
        held = set(db.session.scalars(select(IndexHold.index).where(IndexHold.key == article.number)))
        for index in set(engine().names()) - indexes_of(article) - held:
            db.session.add(IndexHold(index=index, key=article.number))


def articles_changed(events: Sequence[Event]) -> None:
    """Write the articles of these events anew into every index that holds them, and take them out of the others."""
    ids = sorted({number for event in events for number in _ids(event)})
    for start in range(0, len(ids), AT_ONCE):
        write(ids[start : start + AT_ONCE])


def service_changed(events: Sequence[Event]) -> None:
    _write_those_with(
        Article.service_id, [event.subject_id for event in events if event.subject_kind == Service.__tablename__]
    )


def category_changed(events: Sequence[Event]) -> None:
    _write_those_with(
        Article.category_id, [event.subject_id for event in events if event.subject_kind == Category.__tablename__]
    )


def write(ids: Collection[int]) -> None:
    """Bring all indexes up to date for these articles. A broken index is made anew instead, from all records."""
    newest_hold = db.session.scalar(select(func.max(IndexHold.id))) or 0
    articles = db.session.scalars(select(Article).where(Article.id.in_(ids))).unique().all()
    belonging = {article.number: indexes_of(article) for article in articles}
    for name in {*engine().names(), *(name for names in belonging.values() for name in names)}:
        present = [article for article in articles if name in belonging[article.number]]
        absent = [article.number for article in articles if name not in belonging[article.number]]
        try:
            engine().index(name).apply([document(article, name) for article in present], absent)
        except IndexUnavailable as trouble:
            if trouble.reason == "locked":
                raise  # the job is tried again
            rebuild.rebuild(name)
    numbers = list(belonging)
    with transaction():
        db.session.execute(delete(IndexHold).where(IndexHold.key.in_(numbers), IndexHold.id <= newest_hold))


def held_keys(indexes: Collection[str]) -> frozenset[str]:
    """Keys that count as absent from these indexes."""
    return frozenset(db.session.scalars(select(IndexHold.key).where(IndexHold.index.in_(indexes))))


def _write_those_with(column: InstrumentedAttribute[int | None], values: list[int]) -> None:
    ids = list(db.session.scalars(select(Article.id).where(column.in_(values))))
    for start in range(0, len(ids), AT_ONCE):
        write(ids[start : start + AT_ONCE])


def _articles(events: Sequence[Event]) -> Sequence[Article]:
    ids = {number for event in events for number in _ids(event)}
    return db.session.scalars(select(Article).where(Article.id.in_(ids))).unique().all()


def _ids(event: Event) -> list[int]:
    table = Article.__tablename__
    pairs = ((event.subject_kind, event.subject_id), (event.object_kind, event.object_id))
    return [number for kind, number in pairs if kind == table and number is not None]
