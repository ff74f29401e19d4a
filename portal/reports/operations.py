"""Write, issue, discard: what is done with the report of an incident (domain 4.2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience
from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.events import Event
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb
from portal.reports import facts, fields
from portal.reports.kinds import ReportKind, ReportState
from portal.reports.models import Report, Stamp
from portal.reviews.models import Review

LONGEST_WORDS = 4_000
MOST_LINES = 60


@operation(Verb.DRAFT_REPORT)
def draft(
    actor: Actor,
    incident: Incident,
    /,
    *,
    kind: ReportKind,
    reporter: User | None,
    audience: Audience = Audience.WITHIN,
) -> Report:
    """Begin the next version; the day of the first one stays the report's day."""
    if any(report.state is ReportState.DRAFT for report in versions(incident)):
        raise InvalidTransition(_("A version is being written already. Issue or discard it first."))
    earlier = [report for report in versions(incident) if report.state is not ReportState.DISCARDED]
    last = db.session.scalar(select(func.max(Report.sequence)).where(Report.incident_id == incident.id)) or 0
    report = Report(incident=incident, sequence=last + 1, kind=kind, reporter=reporter, audience=audience)
    report.reported_on = earlier[0].reported_on if earlier else site_day(clock.now())
    report.words = dict(earlier[-1].words) if earlier else {}
    db.session.add(report)
    db.session.flush()
    return report


@operation(Verb.REVISE_REPORT)
def revise(
    actor: Actor,
    report: Report,
    /,
    *,
    language: str,
    words: Mapping[str, Any],
    next_report_at: datetime | None = None,
    audience: Audience | None = None,
    version: int | None = None,
) -> Report:
    """Write over the words of record and review for readers of *language*; what is left empty comes from there."""
    expect(report, version, **report.words.get(language, {}))
    report.move(Verb.REVISE_REPORT)
    if language not in LANGUAGES:
        raise Invalid(_("Choose a language."), "language")
    written = {name: _cleaned(name, value) for name, value in words.items()}
    report.words = {**report.words, language: {name: value for name, value in written.items() if value}}
    report.next_report_at = next_report_at
    report.audience = audience or report.audience
    return report


@operation(Verb.ISSUE_REPORT)
def issue(actor: Actor, report: Report, /, *, version: int | None = None) -> Report:
    """It counts from now on, under the name of whoever issues it; the version before is taken over."""
    expect(report, version)
    if report.incident.restricted_to_id is not None and report.audience is not Audience.WITHIN:
        raise Invalid(_("The incident is restricted, so its report is for its team alone."), "audience")
    found = facts.gather(report)
    if report.kind is ReportKind.FINAL and (lacking := fields.missing(found)):
        raise Invalid(_("Still missing: %(what)s.", what=_(", ").join(lacking)))
    report.move(Verb.ISSUE_REPORT)
    report.facts, report.issued_at = found, clock.now()
    report.stamps.append(Stamp(person_id=actor.id, at=report.issued_at))
    for other in versions(report.incident):
        if other.id != report.id and other.state is ReportState.ISSUED:
            supersede(THE_SYSTEM, other)
    db.session.flush()
    return report


@operation(Verb.SUPERSEDE_REPORT)
def supersede(actor: Actor, report: Report, /) -> Report:
    """A later version takes its place; it stays to be read."""
    report.move(Verb.SUPERSEDE_REPORT)
    return report


@operation(Verb.DISCARD_REPORT)
def discard(actor: Actor, report: Report, /) -> Report:
    """It was begun and is not needed."""
    report.move(Verb.DISCARD_REPORT)
    return report


def versions(incident: Incident) -> list[Report]:
    """All versions of an incident's report, the first one first."""
    return list(db.session.scalars(select(Report).where(Report.incident_id == incident.id).order_by(Report.sequence)))


def review_published(event: Event) -> None:
    """Heard in the transaction that publishes a review: the final report is issued, or waits for who may."""
    review = db.session.get(Review, event.subject_id)
    publisher = db.session.get(User, event.actor_id) if event.actor_id is not None else None
    if review is None:
        return
    report = next((found for found in versions(review.incident) if found.state is ReportState.DRAFT), None)
    if report is None:
        report = draft(THE_SYSTEM, review.incident, kind=ReportKind.FINAL, reporter=review.owner)
    report.kind, report.audience = ReportKind.FINAL, review.audience
    if publisher is not None and publisher.may(Verb.ISSUE_REPORT, report):
        issue(publisher, report)


def _cleaned(name: str, value: Any) -> Any:
    if name not in (*facts.WRITABLE, *facts.BY_PLACE):
        raise Invalid(_("There is no such field."), name)
    if name in facts.LISTS or name in facts.BY_PLACE:
        lines = [clean_line(str(line)) for line in value][:MOST_LINES]
        return lines if name in facts.BY_PLACE else [line for line in lines if line]
    words = clean_text(str(value or ""))
    if len(words) > LONGEST_WORDS:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_WORDS), name)
    return words
