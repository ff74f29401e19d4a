"""Who may see a report: staff as they see its incident; once issued for them, everybody who is signed in."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from portal.accounts.system import System
from portal.articles.lifecycle import Audience
from portal.incidents.models import Incident
from portal.reports.kinds import ReportState
from portal.reports.models import Report

_FOR_ALL = (Audience.CUSTOMER, Audience.PUBLIC)


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """A report of an incident that is restricted later is for its team alone again."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_signed_in:
        return false()
    unrestricted = Report.incident_id.in_(select(Incident.id).where(Incident.restricted_to_id.is_(None)))
    if not viewer.is_staff:
        return and_(unrestricted, Report.state == ReportState.ISSUED, Report.audience.in_(_FOR_ALL))
    mine = Incident.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    return or_(unrestricted, Report.incident_id.in_(select(Incident.id).where(mine)))


def readable(viewer: Any, report: Report) -> bool:
    """The same rule for one report at hand."""
    if isinstance(viewer, System):
        return True
    team_id = report.incident.restricted_to_id
    if not viewer.is_signed_in:
        return False
    if viewer.is_staff:
        return team_id is None or team_id in viewer.team_ids
    return team_id is None and report.state is ReportState.ISSUED and report.audience in _FOR_ALL
