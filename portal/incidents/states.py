"""What moves an incident from state to state (domain 5.2); each deed says who and when, and refuses with a sentence."""

from datetime import date

from portal.accounts.models import Team, User
from portal.catalog.models import Category
from portal.incidents import operations
from portal.incidents.kinds import CancelReason, EscalationKind, HoldReason
from portal.incidents.models import Escalation, Hold, Incident
from portal.incidents.priority import Impact, PriorityPolicy, Urgency, priority
from portal.kernel import clock, policies
from portal.kernel.db import expect
from portal.kernel.errors import Invalid, InvalidTransition, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb


@operation(Verb.TAKE_INCIDENT)
def take(actor: Actor, incident: Incident, /, *, person: User) -> Incident:
    """I2: the first answer; from now on somebody is in charge."""
    incident.move(Verb.TAKE_INCIDENT)
    incident.assignee, incident.acknowledged_at = person, clock.now()
    return incident


@operation(Verb.PRIORITIZE_INCIDENT)
def prioritize(
    actor: Actor,
    incident: Incident,
    /,
    *,
    impact: Impact,
    urgency: Urgency,
    category: Category | None = None,
    version: int | None = None,
) -> Incident:
    """I3: impact and urgency give the priority; `category` None leaves the one that stands."""
    expect(incident, version, impact=incident.impact, urgency=incident.urgency, category=incident.category)
    incident.category = category or incident.category
    if incident.category is None:
        raise Invalid(_("Choose a category first."), "category")
    incident.move(Verb.PRIORITIZE_INCIDENT)
    set_priority(incident, impact, urgency)
    return incident


@operation(Verb.INVESTIGATE_INCIDENT)
def investigate(actor: Actor, incident: Incident, /) -> Incident:
    """I5: somebody looks for the cause."""
    if incident.assignee is None and incident.team is None:
        raise Invalid(_("Give it to a person or a team first."), "person")
    incident.move(Verb.INVESTIGATE_INCIDENT)
    incident.investigation_started_at = incident.investigation_started_at or clock.now()
    return incident


@operation(Verb.ESCALATE_INCIDENT)
def escalate(
    actor: Actor, incident: Incident, /, *, team: Team | None, vendor: str = "", reason: str, tried: str
) -> Incident:
    """I6: hand it over to those who know more, with what was tried."""
    if team is None and not vendor.strip():
        raise Invalid(_("Choose a team, or write the name of the vendor."), "team")
    insist(reason, "reason", _("Say why it is handed over."))
    insist(tried, "tried", _("Say what was tried, so that nobody tries it again."))
    incident.move(Verb.ESCALATE_INCIDENT)
    row = Escalation(kind=EscalationKind.FUNCTIONAL, by_id=actor.id, team=team, vendor=clean_line(vendor))
    row.reason, row.tried, row.at = clean_text(reason), clean_text(tried), clock.now()
    incident.escalations.append(row)
    incident.escalated_at = incident.escalated_at or row.at
    if team is not None:
        incident.team, incident.assignee = team, None
    return incident


@operation(Verb.ESCALATE_UPWARDS)
def escalate_upwards(actor: Actor, incident: Incident, /, *, person: User, reason: str) -> Incident:
    """I7: call in somebody who decides more; the state stays."""
    insist(reason, "reason", _("Say why."))
    if not person.is_staff:
        raise Invalid(_("Choose somebody who works with the desk."), "person")
    if incident.restricted_to_id is not None and incident.restricted_to_id not in person.team_ids:
        raise Invalid(_("%(name)s cannot work on this incident.", name=person.name), "person")
    incident.move(Verb.ESCALATE_UPWARDS)
    incident.escalations.append(
        Escalation(
            kind=EscalationKind.HIERARCHICAL, by_id=actor.id, person=person, reason=clean_text(reason), at=clock.now()
        )
    )
    return incident


@operation(Verb.ACCEPT_INCIDENT)
def accept(actor: Actor, incident: Incident, /, *, person: User) -> Incident:
    """I8: the team that it was handed to takes it up."""
    incident.move(Verb.ACCEPT_INCIDENT)
    now = clock.now()
    for row in incident.escalations:
        if row.kind is EscalationKind.FUNCTIONAL and row.accepted_at is None:
            row.accepted_at = now
    incident.assignee = person
    incident.investigation_started_at = incident.investigation_started_at or now
    return incident


@operation(Verb.RESTORE_INCIDENT)
def restore(actor: Actor, incident: Incident, /, *, plan: str, cause_known: bool = False) -> Incident:
    """I9: it is clear what to do, and it is being done."""
    insist(plan, "plan", _("Write what will be done."))
    incident.move(Verb.RESTORE_INCIDENT)
    incident.temporary_measure = clean_text(plan)
    if cause_known:
        incident.identified_at = incident.identified_at or clock.now()
    return incident


@operation(Verb.HOLD_INCIDENT)
def hold(
    actor: Actor, incident: Incident, /, *, why: HoldReason, note: str = "", resume_on: date | None = None
) -> Incident:
    """I14: nothing can be done for now."""
    if resume_on is not None and resume_on < site_day(clock.now()):
        raise Invalid(_("This day is over. Choose a later one."), "resume_on")
    incident.move(Verb.HOLD_INCIDENT)
    incident.holds.append(Hold(reason=why, note=clean_text(note), resume_on=resume_on, began_at=clock.now()))
    return incident


@operation(Verb.RESUME_INCIDENT)
def resume(actor: Actor, incident: Incident, /) -> Incident:
    """I14: work goes on where it stopped."""
    incident.move(Verb.RESUME_INCIDENT)
    _end_holds(incident)
    return incident


@operation(Verb.CANCEL_INCIDENT)
def cancel(
    actor: Actor, incident: Incident, /, *, why: CancelReason, parent: Incident | None = None, reason: str = ""
) -> Incident:
    """I15: it was none. A duplicate names the incident that it repeats, here or before."""
    if why is CancelReason.DUPLICATE and parent is not None and parent.id != incident.parent_id:
        operations.join(actor, incident, parent)
    if why is CancelReason.DUPLICATE and incident.parent_id is None:
        raise Invalid(_("Choose the incident that it repeats."), "parent")
    _cancel(incident, Verb.CANCEL_INCIDENT, why)
    return incident


@operation(Verb.WITHDRAW_INCIDENT)
def withdraw(actor: Actor, incident: Incident, /, *, reason: str = "") -> Incident:
    """Whoever reported it does not need it any more."""
    _cancel(incident, Verb.WITHDRAW_INCIDENT, CancelReason.WITHDRAWN)
    return incident


@operation(Verb.DECLARE_MAJOR)
def declare_major(actor: Actor, incident: Incident, /, *, reason: str) -> Incident:
    """I16: everybody is told, and a review will follow."""
    insist(reason, "reason", _("Say why."))
    if incident.is_major:
        raise InvalidTransition(_("It is a major incident already."))
    incident.move(Verb.DECLARE_MAJOR)
    incident.is_major, incident.declared_at = True, clock.now()
    return incident


def weigh(incident: Incident, impact: Impact, urgency: Urgency) -> None:
    """Write down what impact and urgency give; the step itself is another thing."""
    incident.impact, incident.urgency = impact, urgency
    incident.priority = priority(impact, urgency, policies.read(PriorityPolicy).matrix)


def set_priority(incident: Incident, impact: Impact, urgency: Urgency) -> None:
    now = clock.now()
    weigh(incident, impact, urgency)
    incident.categorized_at = incident.categorized_at or now
    incident.prioritized_at = incident.prioritized_at or now


def _cancel(incident: Incident, verb: Verb, why: CancelReason) -> None:
    if incident.leads_others:
        raise Invalid(_("Other incidents are handled with this one. Part them first."))
    incident.move(verb)
    _end_holds(incident)
    incident.cancel_reason = why


def _end_holds(incident: Incident) -> None:
    for row in incident.holds:
        row.ended_at = row.ended_at or clock.now()
