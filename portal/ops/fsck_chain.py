"""What came of incidents holds together: what was issued says what it said, and what is linked by number is there."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from portal.actions.kinds import Source
from portal.actions.models import Action
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.ops.findings import Finding
from portal.problems.models import Problem
from portal.reports.kinds import ReportState
from portal.reports.models import Report, Stamp
from portal.reviews.kinds import Section
from portal.reviews.models import Part, Review

_SOURCES: dict[Source, Any] = {Source.INCIDENT: Incident, Source.PROBLEM: Problem, Source.REVIEW: Review}
_ISSUED = (ReportState.ISSUED, ReportState.SUPERSEDED)


def chain() -> Iterator[Finding]:
    """Reports, reviews and actions; references by key are looked at with the whole database."""
    yield from _reports()
    counted = select(Review.number, func.count(Part.id)).join(Part, isouter=True).group_by(Review.id)
    for number, count in db.session.execute(counted):
        if count != len(Section):
            yield Finding("I14", number, f"has {count} sections of {len(Section)}")
    for kind, record in _SOURCES.items():
        lost = select(Action.number).where(Action.source_kind == kind, Action.source_id.not_in(select(record.id)))
        for number in db.session.scalars(lost):
            yield Finding("I14", number, f"serves a {kind} that is not there")


def _reports() -> Iterator[Finding]:
    stamped = set(db.session.scalars(select(Stamp.report_id)))
    columns = (Report.id, Report.state, Report.issued_at, Report.facts)
    for report_id, state, issued_at, facts in db.session.execute(select(*columns)):
        record = f"reports:{report_id}"
        if (state in _ISSUED) != (issued_at is not None):
            yield Finding("I14", record, f"is {state}, issued at {issued_at}")
        elif state in _ISSUED and not (facts and report_id in stamped):
            yield Finding("I14", record, "was issued without its facts or without a stamp")
    several = select(Report.incident_id).where(Report.state == ReportState.ISSUED).group_by(Report.incident_id)
    for incident_id in db.session.scalars(several.having(func.count() > 1)):
        yield Finding("I14", f"incidents:{incident_id}", "has more than one report that counts")
