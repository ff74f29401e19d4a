"""All that belongs into one index: articles, and at the desk incidents and problems."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from portal.articles import audience
from portal.articles.models import Article
from portal.incidents import visibility as of_incidents
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.problems import visibility as of_problems
from portal.problems.models import Problem
from portal.search import article_documents, incident_documents, problem_documents
from portal.search.article_documents import ARTICLE as ARTICLE
from portal.search.incident_documents import INCIDENT as INCIDENT
from portal.search.problem_documents import PROBLEM as PROBLEM
from search_index import Document

AT_ONCE = 200


@dataclass(frozen=True)
class Kind:
    """A kind of record that is searched: where one belongs, how it looks there, and who at the desk may read it."""

    model: Any
    document: Callable[[Any, str], Document]
    indexes_of: Callable[[Any], frozenset[str]]
    belonging: Callable[[str], Select[Any]]
    teams_with_restricted: Callable[[], Select[int | None]]
    visible_clause: Callable[[Any], ColumnElement[bool]]

    def among(self, viewer: Any, numbers: Collection[str]) -> dict[str, Any]:
        """Of these numbers, what the viewer may read; the last wall behind every search."""
        if not numbers:
            return {}
        query = select(self.model).where(self.visible_clause(viewer), self.model.number.in_(numbers))
        return {record.number: record for record in db.session.scalars(query).unique()}


KINDS: dict[str, Kind] = {
    ARTICLE: Kind(
        Article,
        article_documents.document,
        audience.indexes_of,
        article_documents.belonging,
        article_documents.teams_with_restricted,
        audience.visible_clause,
    ),
    PROBLEM: Kind(
        Problem,
        problem_documents.document,
        problem_documents.indexes_of,
        problem_documents.belonging,
        problem_documents.teams_with_restricted,
        of_problems.visible_clause,
    ),
    INCIDENT: Kind(
        Incident,
        incident_documents.document,
        incident_documents.indexes_of,
        incident_documents.belonging,
        incident_documents.teams_with_restricted,
        of_incidents.at_work_clause,
    ),
}


def documents(index: str) -> Iterator[Document]:
    """All documents of *index*, read from the records a few hundred at a time."""
    for kind in KINDS.values():
        yield from _documents(kind, index)


def keys_and_versions(index: str) -> dict[str, int]:
    """What *index* should hold, for comparing it with what it holds."""
    found: dict[str, int] = {}
    for kind in KINDS.values():
        query = kind.belonging(index).with_only_columns(kind.model.number, kind.model.version)
        found |= dict(db.session.execute(query).all())
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
    queries = [kind.teams_with_restricted() for kind in KINDS.values()]
    return sorted({team_id for query in queries for team_id in db.session.scalars(query.distinct()) if team_id})


def _documents(kind: Kind, index: str) -> Iterator[Document]:
    last = 0
    while True:
        query = kind.belonging(index).where(kind.model.id > last).order_by(kind.model.id).limit(AT_ONCE)
        found = db.session.scalars(query).unique().all()
        for record in found:
            yield kind.document(record, index)
        # Neither an endless read transaction nor all records in memory.
        db.session.rollback()
        if len(found) < AT_ONCE:
            return
        last = found[-1].id
        db.session.expunge_all()
