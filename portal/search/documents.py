"""All that belongs into one index: articles, and at the desk incidents."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.search import article_documents, incident_documents
from portal.search.article_documents import ARTICLE as ARTICLE
from portal.search.incident_documents import INCIDENT as INCIDENT
from search_index import Document

AT_ONCE = 200


def documents(index: str) -> Iterator[Document]:
    """All documents of *index*, read from the records a few hundred at a time."""
    yield from _documents(article_documents.belonging(index), Article.id, article_documents.document, index)
    yield from _documents(incident_documents.belonging(index), Incident.id, incident_documents.document, index)


def keys_and_versions(index: str) -> dict[str, int]:
    """What *index* should hold, for comparing it with what it holds."""
    found: dict[str, int] = {}
    for query, model in (
        (article_documents.belonging(index), Article),
        (incident_documents.belonging(index), Incident),
    ):
        found |= dict(db.session.execute(query.with_only_columns(model.number, model.version)).all())
    return found


def document(key: str, index: str) -> Document | None:
    """One record as *index* sees it; None where it does not belong there."""
    article = db.session.scalar(article_documents.belonging(index).where(Article.number == key))
    if article is not None:
        return article_documents.document(article, index)
    incident = db.session.scalar(incident_documents.belonging(index).where(Incident.number == key))
    return incident_documents.document(incident, index) if incident is not None else None


def teams_with_restricted_records() -> list[int]:
    """The teams that have something of their own, and so an index."""
    queries = (article_documents.teams_with_restricted(), incident_documents.teams_with_restricted())
    return sorted({team_id for query in queries for team_id in db.session.scalars(query.distinct()) if team_id})


def _documents(
    query: Select[Any], key: InstrumentedAttribute[int], document: Callable[[Any, str], Document], index: str
) -> Iterator[Document]:
    last = 0
    while True:
        found = db.session.scalars(query.where(key > last).order_by(key).limit(AT_ONCE)).unique().all()
        for record in found:
            yield document(record, index)
        # Neither an endless read transaction nor all records in memory.
        db.session.rollback()
        if len(found) < AT_ONCE:
            return
        last = found[-1].id
        db.session.expunge_all()
