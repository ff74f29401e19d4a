"""Solved incidents asked once more: would the article that solved them be shown, while their symptom is typed?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal.articles.audience import visible_clause
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article, ArticleType
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.visibility import at_work_clause
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.search import weights
from portal.search.models import Asking
from portal.search.ranking import RESOLVED, Ranked, rank
from portal.search.situations import Situation
from portal.search.suggestions import MOST_FIXES, MOST_KNOWN_ERRORS
from search_index import IndexUnavailable, Synonyms

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Missed:
    """An incident that an article solved which is not shown; `place` in the list of all that was found, if it is."""

    incident: str
    articles: Sequence[str]
    place: int | None


@dataclass
class Replay:
    """What came of it, newest first. An article that was written from the incident did not cover it."""

    shown: list[str] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)


def replay(viewer: Any, most: int, progress: Progress) -> Replay:
    """Ask the suggestions the symptoms of the newest solved incidents that *viewer* may see.

    Each incident is left out while it is asked about; those that came later are not. Refuses while the index does
    not answer.
    """
    incidents, solved = newest(viewer, most)
    found = Replay()
    for done, incident in enumerate(incidents, start=1):
        articles = solved.get(incident.id, {})
        if not articles:
            found.uncovered.append(incident.number)
        else:
            found_now = ranking(viewer, incident)
            if any(one.article_id in articles for one in _shown(found_now)):
                found.shown.append(incident.number)
            else:
                places = (place for place, one in enumerate(found_now, start=1) if one.article_id in articles)
                found.missed.append(Missed(incident.number, sorted(articles.values()), next(places, None)))
        progress(done, len(incidents))
    return found


def newest(viewer: Any, most: int) -> tuple[list[Incident], Mapping[int, Mapping[int, str]]]:
    """The newest solved incidents that *viewer* may see, and for each the articles that solved it: id and number."""
    query = select(Incident).where(at_work_clause(viewer), Incident.state.in_(RESOLVED))
    incidents = list(db.session.scalars(query.order_by(Incident.resolved_at.desc(), Incident.id.desc()).limit(most)))
    return incidents, _solved(viewer, [incident.id for incident in incidents])


def ranking(viewer: Any, incident: Incident, synonyms: Synonyms | None = None) -> Sequence[Ranked]:
    """The articles for what an incident was reported with, as if it were new; refuses while there is no index."""
    try:
        return rank(viewer, Situation(incident.symptom, Asking.INTAKE, incident=incident), synonyms).articles
    except IndexUnavailable as error:
        raise InvalidTransition(_("The index cannot answer now: %(reason)s", reason=error.reason)) from None


def _shown(ranking: Sequence[Ranked]) -> list[Ranked]:
    errors = [one for one in ranking if one.type is ArticleType.KNOWN_ERROR]
    fixes = [one for one in ranking if one.type is not ArticleType.KNOWN_ERROR]
    return [*fixes[:MOST_FIXES], *errors[:MOST_KNOWN_ERRORS]]


def _solved(viewer: Any, incidents: Sequence[int]) -> Mapping[int, Mapping[int, str]]:
    """For each incident the articles that solved it, as far as they can be shown to *viewer*: id and number."""
    found: dict[int, dict[int, str]] = {}
    for start in range(0, len(incidents), 500):
        query = (
            select(ArticleUse.incident_id, ArticleUse.kind, ArticleUse.outcome, Article.id, Article.number)
            .join(Article, Article.id == ArticleUse.article_id)
            .where(
                ArticleUse.incident_id.in_(incidents[start : start + 500]),
                ArticleUse.unlinked_at.is_(None),
                Article.confidence.in_(LIVE),
                visible_clause(viewer),
            )
        )
        for incident_id, kind, outcome, article_id, number in db.session.execute(query):
            if weights.outcome(kind, outcome) >= weights.SOLVED:
                found.setdefault(incident_id, {})[article_id] = number
    return found
