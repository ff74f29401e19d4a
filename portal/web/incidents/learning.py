"""What was learned from an incident: its reviews, problems, reports and actions, and the ways to the next of them."""

from typing import Any

from flask import g

from portal.actions import queries as actions
from portal.actions.kinds import Source
from portal.incidents.models import Incident
from portal.kernel.verbs import Verb
from portal.problems import queries as problems
from portal.reports import queries as reports
from portal.reviews import opening
from portal.reviews import queries as reviews


def beside(incident: Incident) -> dict[str, Any]:
    """What the page of an incident shows of it; a way is drawn only where it leads on."""
    may = g.user.may
    ended = incident.resolved_at is not None
    return {
        "reviews": reviews.of_incident(g.user, incident),
        "problems": problems.of_incident(g.user, incident),
        "reports": reports.versions(g.user, incident),
        "actions": actions.of(g.user, Source.INCIDENT, incident.id),
        "may_raise_problem": may(Verb.RAISE_PROBLEM),
        "may_open_review": may(Verb.OPEN_REVIEW, incident) and ended and opening.standing(incident) is None,
        "may_report": may(Verb.DRAFT_REPORT, incident),
        "may_propose": may(Verb.PROPOSE_ACTION),
    }
