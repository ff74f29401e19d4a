"""Incidents beside a situation, for the desk: majors in progress, and those that read alike."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from portal.articles.models import Article
from portal.incidents import queries
from portal.incidents.models import Incident
from portal.incidents.visibility import at_work_clause
from portal.kernel.db import db
from portal.search.bands import band
from portal.search.readable import Readable
from portal.search.suggested import Alike
from portal.search.witnesses import Near
from search_index import analysis

MOST_ALIKE = 5
SHARED_WORDS = 2
# Of the people on an incident nothing is shown here.
NOBODY = (lazyload(Incident.reporter), lazyload(Incident.assignee), lazyload(Incident.team))


def majors(viewer: Any, telling: Collection[str], near: Collection[str], service_id: int | None) -> list[Incident]:
    """Majors in progress of the same service, or that share telling words, or read alike (*near*: their numbers)."""
    rows = db.session.execute(
        queries.majors(viewer)
        .where(at_work_clause(viewer))
        .with_only_columns(Incident.id, Incident.number, Incident.service_id, Incident.subject, Incident.symptom)
    )
    ids = [
        row.id
        for row in rows
        if (service_id is not None and row.service_id == service_id)
        or row.number in near
        or len(_terms(f"{row.subject}\n{row.symptom[:2_000]}").intersection(telling)) >= SHARED_WORDS
    ]
    if not ids:
        return []
    return list(db.session.scalars(queries.majors(viewer).where(Incident.id.in_(ids)).options(*NOBODY)).unique())


@lru_cache(maxsize=256)
def _terms(text: str) -> frozenset[str]:
    return frozenset(analysis.terms(text))


def records(viewer: Any, *lists: Sequence[Near]) -> dict[str, Incident]:
    """The nearest of all lists, by number."""
    numbers = [near.number for nearest in lists for near in nearest[:MOST_ALIKE]]
    if not numbers:
        return {}
    query = select(Incident).where(at_work_clause(viewer), Incident.number.in_(numbers))
    return {incident.number: incident for incident in db.session.scalars(query.options(*NOBODY)).unique()}


def cards(
    nearest: Sequence[Near],
    known: Mapping[str, Incident],
    solutions: Mapping[int, Article],
    readable: Readable,
    service_id: int | None,
) -> list[Alike]:
    """The nearest, with the article that solved each where the viewer may read it (*solutions*, by id)."""
    found = []
    for near in nearest[:MOST_ALIKE]:
        incident = known.get(near.number)
        if incident is not None:
            same = service_id is not None and near.service_id == service_id
            solved_with = solutions.get(near.solved_with) if near.solved_with is not None else None
            reasons = readable.reasons(near.reasons, incident.subject, incident.symptom[:2_000])
            found.append(Alike(incident, band(near.reasons, readable.telling, same), reasons, solved_with))
    return found
