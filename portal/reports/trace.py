"""The whole chain that a record stands in, from the incident to the article, as far as one may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal.actions import queries as actions
from portal.actions.kinds import Source
from portal.actions.models import Action
from portal.articles.audience import visible_clause as article_visible
from portal.articles.models import Article
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.visibility import visible_clause as incident_visible
from portal.kernel.db import db
from portal.problems import queries as problems
from portal.problems.models import Problem, ProblemLink
from portal.reports.kinds import ReportState
from portal.reports.models import Report
from portal.reports.visibility import visible_clause as report_visible
from portal.reviews import queries as reviews
from portal.reviews.models import Review

MOST = 50  # records of one kind; beyond that the lists of their own pages tell


@dataclass
class Trace:
    """What hangs together, by kind, in the order in which the chain runs."""

    incidents: list[Incident] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def of_incident(viewer: Any, incident: Incident) -> Trace:
    """What came of an incident, and what else its problems caused."""
    found = problems.of_incident(viewer, incident)
    return _trace(viewer, [incident, *_incidents_of(viewer, found)], found, _articles_on(viewer, [incident]))


def of_problem(viewer: Any, problem: Problem) -> Trace:
    """What led to a problem, and what came of it."""
    return _trace(viewer, _incidents_of(viewer, [problem]), [problem], [])


def of_article(viewer: Any, article: Article) -> Trace:
    """Where an article comes from, and where it was used."""
    found = problems.of_article(viewer, article.id)
    used = select(Incident).join(ArticleUse).where(
        ArticleUse.article_id == article.id, ArticleUse.unlinked_at.is_(None), incident_visible(viewer)
    )  # fmt: skip
    incidents = list(db.session.scalars(used.order_by(Incident.id.desc()).limit(MOST)).unique())
    behind = [problem for incident in incidents for problem in problems.of_incident(viewer, incident)]
    return _trace(viewer, [*incidents, *_incidents_of(viewer, found)], _once([*found, *behind]), [article])


def _trace(viewer: Any, incidents: Iterable[Incident], found: list[Problem], articles: list[Article]) -> Trace:
    trace = Trace(incidents=_once(incidents)[:MOST], problems=found[:MOST])
    trace.reviews = _once(
        [
            *(review for incident in trace.incidents for review in reviews.of_incident(viewer, incident)),
            *(review for problem in found for review in reviews.of_problem(viewer, problem.id)),
        ]
    )[:MOST]
    ids = [incident.id for incident in trace.incidents]
    reports = select(Report).where(
        report_visible(viewer), Report.incident_id.in_(ids), Report.state == ReportState.ISSUED
    )  # fmt: skip
    trace.reports = list(db.session.scalars(reports.order_by(Report.id).limit(MOST)).unique())
    sources = [
        *((Source.INCIDENT, incident.id) for incident in trace.incidents),
        *((Source.PROBLEM, problem.id) for problem in found),
        *((Source.REVIEW, review.id) for review in trace.reviews),
    ]
    trace.actions = [action for source in sources for action in actions.of(viewer, *source)][:MOST]
    told = [problem.article_id for problem in found if problem.article_id is not None]
    query = select(Article).where(article_visible(viewer), Article.id.in_(told))
    trace.articles = _once([*articles, *db.session.scalars(query.order_by(Article.id)).unique()])[:MOST]
    return trace


def _incidents_of(viewer: Any, found: list[Problem]) -> list[Incident]:
    query = (
        select(Incident)
        .join(ProblemLink)
        .where(ProblemLink.problem_id.in_([problem.id for problem in found]), incident_visible(viewer))
        .order_by(Incident.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query).unique()) if found else []


def _articles_on(viewer: Any, incidents: list[Incident]) -> list[Article]:
    query = (
        select(Article)
        .join(ArticleUse)
        .where(
            ArticleUse.incident_id.in_([incident.id for incident in incidents]),
            ArticleUse.unlinked_at.is_(None),
            article_visible(viewer),
        )
        .order_by(Article.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query).unique())


def _once(records: Iterable[Any]) -> list[Any]:
    return list({record.id: record for record in records}.values())
