"""Which events a person may read, of every kind of record: what is restricted to a team is for that team alone."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from portal.accounts.system import System
from portal.actions.models import Action
from portal.actions.visibility import visible_clause as action_visible
from portal.incidents import trail
from portal.kernel.events import Event, not_about
from portal.problems.models import Change, Problem
from portal.problems.visibility import visible_clause as problem_visible
from portal.reports.models import Report
from portal.reports.visibility import visible_clause as report_visible
from portal.reviews.models import Part, Review, Row
from portal.reviews.visibility import visible_clause as review_visible


def readable_events(viewer: Any) -> ColumnElement[bool]:
    """The rule as SQL, for subject and object alike."""
    if isinstance(viewer, System):
        return Event.id.is_not(None)
    problems = select(Problem.id).where(~problem_visible(viewer))
    reviews = select(Review.id).where(~review_visible(viewer))
    return and_(
        trail.readable_events(viewer),
        not_about(
            {
                "problems": problems,
                "problem_changes": select(Change.id).where(Change.problem_id.in_(problems)),
                "reviews": reviews,
                "review_parts": select(Part.id).where(Part.review_id.in_(reviews)),
                "review_rows": select(Row.id).where(Row.review_id.in_(reviews)),
                "reports": select(Report.id).where(~report_visible(viewer)),
                "actions": select(Action.id).where(~action_visible(viewer)),
            }
        ),
    )
