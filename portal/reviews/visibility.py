"""Who may see a review: whoever may see its incident at the desk, now; one rule, as SQL and as a predicate."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from portal.accounts.system import System
from portal.incidents.models import Incident
from portal.reviews.models import Review


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """An incident that is restricted later takes its review along."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_staff:
        return false()
    mine = Incident.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    return Review.incident_id.in_(select(Incident.id).where(or_(Incident.restricted_to_id.is_(None), mine)))


def readable(viewer: Any, review: Review) -> bool:
    """The same rule for one review at hand."""
    if isinstance(viewer, System):
        return True
    team_id = review.incident.restricted_to_id
    return bool(viewer.is_staff) and (team_id is None or team_id in viewer.team_ids)
