"""Incidents that read alike, as far as the viewer may know of them, and what they say of the articles used on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.incidents.kinds import LinkKind
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.visibility import at_work_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.search import weights
from search_index import Answer, Hit, Reason, preference


@dataclass(frozen=True)
class Near:
    """One incident that reads alike; `text` as in `Ranked`, `solved_with` the id of the article that solved it."""

    number: str
    incident_id: int
    text: float
    reasons: Sequence[Reason]
    service_id: int | None = None
    category_id: int | None = None
    resolved_at: datetime | None = None
    solved_with: int | None = None


@dataclass
class Testimony:
    """What incidents that read alike say of one article, and which of them speak for it, nearest first."""

    weight: float = 0.0
    numbers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Past:
    """What is going on and what was: incidents nearest first, and what they say, by article id."""

    open: Sequence[Near] = ()
    resolved: Sequence[Near] = ()
    testimony: Mapping[int, Testimony] = field(default_factory=dict)


def past(viewer: Any, of_open: Answer, of_resolved: Answer, lowest: float) -> Past:
    """Whatever fits at least so well and may be seen."""
    hits = {
        hit.key: (hit, share(hit, answer))
        for answer in (of_open, of_resolved)
        for hit in answer.hits
        if share(hit, answer) >= lowest
    }
    if not hits:
        return Past()
    query = select(Incident.number, Incident.id, Incident.service_id, Incident.category_id, Incident.resolved_at).where(
        at_work_clause(viewer), Incident.number.in_(hits)
    )
    near = {}
    for number, incident_id, service_id, category_id, resolved_at in db.session.execute(query):
        hit, text = hits[number]
        near[number] = Near(number, incident_id, text, tuple(shown(hit.reasons)), service_id, category_id, resolved_at)
    resolved, testimony = _heard([near[hit.key] for hit in of_resolved.hits if hit.key in near])
    return Past([near[hit.key] for hit in of_open.hits if hit.key in near], resolved, testimony)


def share(hit: Hit, answer: Answer) -> float:
    """The part of the self-score that the words alone bring, service and the like put aside."""
    factor = 1.0
    for name in {reason.kind for reason in hit.reasons} & {"service", "category", "language"}:
        factor *= preference(name)
    return hit.score / factor / answer.ceiling if answer.ceiling else 0.0


def shown(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons that are worth a word; that it is in the reader's language everybody sees."""
    return [reason for reason in reasons if reason.kind != "language"]


def _heard(nearest: Sequence[Near]) -> tuple[list[Near], dict[int, Testimony]]:
    if not nearest:
        return [], {}
    by_id = {near.incident_id: near for near in nearest}
    query = select(ArticleUse.incident_id, ArticleUse.article_id, ArticleUse.kind, ArticleUse.outcome).where(
        ArticleUse.incident_id.in_(by_id), ArticleUse.unlinked_at.is_(None)
    )
    now = clock.now()
    said: defaultdict[int, Testimony] = defaultdict(Testimony)
    solved: dict[int, int] = {}
    for incident_id, article_id, kind, outcome in sorted(
        db.session.execute(query), key=lambda use: (-by_id[use.incident_id].text, -use.incident_id)
    ):
        near, worth = by_id[incident_id], weights.outcome(kind, outcome)
        days = (now - near.resolved_at).total_seconds() / 86_400 if near.resolved_at is not None else 0.0
        said[article_id].weight += min(1.0, near.text) * worth * weights.decay(days)
        if worth > 0:
            said[article_id].numbers.append(near.number)
        if kind is LinkKind.RESOLVES and worth == weights.SOLVED:
            solved[incident_id] = article_id
    return [replace(near, solved_with=solved.get(near.incident_id)) for near in nearest], dict(said)
