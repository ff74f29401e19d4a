"""How reports are found; every query begins from what the viewer may see."""

from typing import Any

from sqlalchemy import Select, select

from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line
from portal.reports.kinds import ReportState
from portal.reports.models import Report
from portal.reports.visibility import visible_clause


def visible(viewer: Any) -> Select[Report]:
    return select(Report).where(visible_clause(viewer), Report.state != ReportState.DISCARDED)


def of_incident(viewer: Any, number: str) -> list[Report]:
    """All versions that *viewer* may read, the first one first; `NotFound` where there is none."""
    wanted = clean_line(number).upper()
    query = visible(viewer).join(Incident).where(Incident.number == wanted).order_by(Report.sequence)
    if found := list(db.session.scalars(query).unique()):
        return found
    raise NotFound(_("There is nothing here."))


def versions(viewer: Any, incident: Incident) -> list[Report]:
    """The versions of an incident's report that *viewer* may read, the first one first; perhaps none."""
    query = visible(viewer).where(Report.incident_id == incident.id).order_by(Report.sequence)
    return list(db.session.scalars(query).unique())


def get(viewer: Any, number: str, sequence: int | None = None) -> Report:
    """One version; None: the one that counts, else the newest."""
    found = of_incident(viewer, number)
    if sequence is not None:
        found = [report for report in found if report.sequence == sequence]
    counting = [report for report in found if report.state is ReportState.ISSUED]
    if not found:
        raise NotFound(_("There is nothing here."))
    return (counting or found)[-1]


def listed(viewer: Any) -> Select[Report]:
    """What was issued and counts, newest first."""
    return visible(viewer).where(Report.state == ReportState.ISSUED).order_by(Report.issued_at.desc(), Report.id.desc())


def waiting(viewer: Any) -> Select[Report]:
    """Drafts that wait for whoever may issue them."""
    return visible(viewer).where(Report.state == ReportState.DRAFT).order_by(Report.id)
