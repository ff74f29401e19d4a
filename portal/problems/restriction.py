"""A restricted incident takes along what came of it: its problem, the articles that tell of it, the actions."""

from sqlalchemy import select

from portal.accounts.models import Team
from portal.accounts.system import THE_SYSTEM
from portal.actions.kinds import Source
from portal.actions.operations import restrict_those_of
from portal.articles import operations as articles
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article
from portal.incidents.kinds import LinkKind
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.problems.models import Problem, ProblemLink


def incident_restricted(event: Event) -> None:
    """Heard in the transaction that restricts an incident, or lifts that."""
    incident = db.session.get(Incident, event.subject_id)
    if incident is None:
        return
    team = incident.restricted_to
    found = [use.article for use in incident.active_uses if use.kind is LinkKind.CREATED_FROM]
    problems = db.session.scalars(select(Problem).join(ProblemLink).where(ProblemLink.incident_id == incident.id))
    for problem in problems.unique():
        if all(link.incident_id == incident.id for link in problem.links):
            problem.restricted_to = team
            found += [problem.article] if problem.article is not None else []
            restrict_those_of(Source.PROBLEM, problem.id, team)
        elif team is not None:
            # Others' incidents come from it too: it stays theirs, and no longer tells of this one.
            problem.links = [link for link in problem.links if link.incident_id != incident.id]
    restrict_those_of(Source.INCIDENT, incident.id, team)
    if team is not None:
        _restrict_articles(found, team)


def _restrict_articles(found: list[Article], team: Team) -> None:
    for article in found:
        if article.restricted_to_id != team.id and article.confidence is not Confidence.DISCARDED:
            articles.restrict(THE_SYSTEM, article, team=team, reason=_("Its incident is restricted."))
