"""How a review begins: by the rules when a grave incident is resolved, by hand for any; filled from the record."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.actions.kinds import Source
from portal.actions.operations import restrict_those_of
from portal.incidents.kinds import EntryKind
from portal.incidents.lifecycle import State as IncidentState
from portal.incidents.models import Entry, Incident
from portal.kernel import clock, policies
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import daily_number, site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb
from portal.reviews.kinds import Requirement, RowKind, Section
from portal.reviews.lifecycle import State
from portal.reviews.models import Part, Review, Row
from portal.reviews.policy import ReviewPolicy

_ROW_KINDS = {
    EntryKind.DETECTED: RowKind.DETECTED,
    EntryKind.NOTICE: RowKind.NOTICE,
    EntryKind.REPLY: RowKind.NOTICE,
    EntryKind.WORK: RowKind.WORK,
    EntryKind.FINDING: RowKind.FINDING,
    EntryKind.DECISION: RowKind.DECISION,
    EntryKind.RECOVERED: RowKind.RECOVERED,
}


def requirement_of(incident: Incident) -> Requirement:
    """Whether the rules ask for a review of this incident; one handled with another is reviewed with that."""
    limit = policies.read(ReviewPolicy).required_up_to
    grave = incident.is_major or (incident.priority is not None and incident.priority <= limit)
    # Whoever called about a grave incident is told of in its one review.
    return Requirement.REQUIRED if grave and incident.parent_id is None else Requirement.OPTIONAL


def standing(incident: Incident) -> Review | None:
    """The review of this incident that was not waived."""
    query = select(Review).where(Review.incident_id == incident.id, Review.state != State.CANCELLED)
    return db.session.scalar(query.order_by(Review.id.desc()))


def incident_resolved(event: Event) -> None:
    """Heard in the transaction that resolves: a required review begins with it (V1)."""
    incident = db.session.get(Incident, event.subject_id)
    if incident is None or incident.state is not IncidentState.RESOLVED:
        return
    if requirement_of(incident) is Requirement.REQUIRED and standing(incident) is None:
        open_review(THE_SYSTEM, incident, owner=incident.assignee)


def resolution_undone(event: Event) -> None:
    """Heard when a resolution of the last seconds is taken back: a review that nobody touched goes with it."""
    incident = db.session.get(Incident, event.subject_id)
    review = standing(incident) if incident is not None else None
    if review is None or review.state is not State.DRAFT or any(part.version > 1 for part in review.parts):
        return
    if incident is not None and review.opened_at >= clock.now() - timedelta(minutes=1):
        review.move(Verb.WAIVE_REVIEW)
        review.remark = _("The resolution was undone.")


def incident_restricted(event: Event) -> None:
    """Heard in the transaction that restricts an incident: the review follows by itself, its actions are told."""
    for review in db.session.scalars(select(Review).where(Review.incident_id == event.subject_id)):
        restrict_those_of(Source.REVIEW, review.id, review.incident.restricted_to)


@operation(Verb.OPEN_REVIEW)
def open_review(actor: Actor, incident: Incident, /, *, owner: User | None = None) -> Review:
    """V1: a draft with what the record knows already; due dates count from the resolution."""
    if incident.resolved_at is None:
        raise InvalidTransition(_("It is not resolved yet. A review begins when it is."))
    if standing(incident) is not None:
        raise InvalidTransition(_("It has a review already."))
    now, rules = clock.now(), policies.read(ReviewPolicy)
    review = Review(number=daily_number("PIR", site_day(now)), incident=incident, title=incident.subject)
    review.requirement, review.opened_at = requirement_of(incident), now
    review.review_due_on = site_day(incident.resolved_at + timedelta(days=rules.review_days))
    review.approve_due_on = review.review_due_on + timedelta(days=rules.approve_days)
    review.publish_due_on = review.approve_due_on + timedelta(days=rules.publish_days)
    review.owner = owner or incident.assignee
    db.session.add(review)
    known = _known(incident)
    for section in Section:
        review.parts.append(Part(section=section, answers=known.get(section, {}), changed_at=now))
    take_rows(review, milestones(incident))
    take_rows(review, [_row(entry) for entry in latest(incident) if entry.is_starred])
    db.session.flush()
    return review


def take_rows(review: Review, rows: list[Row]) -> int:
    """Put rows into the timeline that are not in it yet; says how many were new."""
    entries = {row.entry_id for row in review.rows if row.entry_id is not None}
    moments = {(row.at, row.kind) for row in review.rows}
    fresh = [
        row
        for row in rows
        if (row.entry_id not in entries if row.entry_id is not None else (row.at, row.kind) not in moments)
    ]
    review.rows.extend(fresh)
    return len(fresh)


def candidates(review: Review) -> list[Entry]:
    """Entries of the incident that are not in the timeline yet, starred ones first."""
    taken = {row.entry_id for row in review.rows}
    left = [entry for entry in latest(review.incident) if entry.id not in taken]
    return sorted(left, key=lambda entry: (not entry.is_starred, entry.at, entry.id))


def latest(incident: Incident) -> list[Entry]:
    """The entries as they stand after all corrections, in their order."""
    corrected = {entry.corrects_id for entry in incident.entries}
    return [entry for entry in incident.entries if entry.id not in corrected]


def row_of(entry: Entry, actor_id: int | None) -> Row:
    """An entry of the incident as a row of a review."""
    row = _row(entry)
    row.added_by_id = actor_id
    return row


def milestones(incident: Incident) -> list[Row]:
    """What came in before it and the occurrence as the first rows, where no entry tells of it."""
    return [*_change(incident), *_occurrence(incident)]


def _change(incident: Incident) -> list[Row]:
    if incident.introduced_at is None:
        return []
    return [Row(at=incident.introduced_at, kind=RowKind.CHANGE, text=_("What caused it came in."))]


def _occurrence(incident: Incident) -> list[Row]:
    if any(entry.kind is EntryKind.DETECTED and entry.at == incident.occurred_at for entry in incident.entries):
        return []
    row = Row(at=incident.occurred_at, is_about=incident.occurred_about, kind=RowKind.OCCURRED)
    row.text = incident.subject
    return [row]


def _row(entry: Entry) -> Row:
    row = Row(at=entry.at, kind=_ROW_KINDS.get(entry.kind, RowKind.NOTE), text=entry.text, entry_id=entry.id)
    row.who = entry.who
    return row


def _known(incident: Incident) -> dict[Section, dict[str, Any]]:
    service = [incident.service.name] if incident.service is not None else []
    team = [incident.team.name] if incident.team is not None else []
    return {
        Section.SUMMARY: {"summary": incident.symptom, "impact": service},
        Section.CAUSES: {"direct_cause": incident.direct_cause},
        Section.REPORT: {"temporary_measure": incident.temporary_measure, "handled_by": team},
    }
