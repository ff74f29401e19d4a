"""Who may see an incident: one rule, as SQL and as a predicate; a test holds that the two agree."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from portal.accounts.system import System
from portal.incidents.models import Incident


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """Agents see all but other teams' restricted incidents; everybody else sees what they reported."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_signed_in:
        return false()
    return or_(own_clause(viewer), at_work_clause(viewer))


def at_work_clause(viewer: Any) -> ColumnElement[bool]:
    """What *viewer* may read from within, notes and all: having reported it is not enough for that."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_signed_in or not viewer.is_staff:
        return false()
    mine = Incident.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    # Nearly all are open. Written so, SQLite does not walk through all of them by the index of that column, but first
    # looks for what else is asked.
    return or_(func.coalesce(Incident.restricted_to_id, 0) == 0, mine)


def own_clause(viewer: Any) -> ColumnElement[bool]:
    """What *viewer* reported."""
    return and_(Incident.reporter_id.is_not(None), Incident.reporter_id == viewer.id)


def readable(viewer: Any, incident: Incident) -> bool:
    """The same rule for one incident at hand."""
    if isinstance(viewer, System):
        return True
    if not viewer.is_signed_in:
        return False
    if incident.reporter_id is not None and incident.reporter_id == viewer.id:
        return True
    return at_work(viewer, incident)


def at_work(viewer: Any, incident: Incident) -> bool:
    """The rule about what is within, for one incident at hand."""
    if isinstance(viewer, System):
        return True
    return bool(viewer.is_staff) and (incident.restricted_to_id is None or incident.restricted_to_id in viewer.team_ids)
