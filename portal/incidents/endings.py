"""How an incident ends: resolved, undone, confirmed, closed, and opened again (domain 5.2, I4 and I10 to I13)."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.catalog.models import Category
from portal.incidents.kinds import Confirmation, Decision, ResolutionCode
from portal.incidents.lifecycle import FIRST_CONTACT, State
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.incidents.states import set_priority
from portal.kernel import clock
from portal.kernel.db import expect
from portal.kernel.errors import Invalid, InvalidTransition, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb


@dataclass(frozen=True)
class Fix:
    """How it was resolved; `restored_at` None: now; `category`, impact and urgency None: as they stand.

    `introduced_at`: when what caused it came in, if that is known.
    """

    resolution: str
    code: ResolutionCode
    restored_at: datetime | None = None
    temporary_measure: str = ""
    direct_cause: str = ""
    introduced_at: datetime | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    category: Category | None = None


@dataclass(frozen=True)
class Closing:
    """The final record: who confirmed, the cause, and what becomes knowledge of it."""

    confirmation: Confirmation
    decision: Decision
    decision_reason: str = ""
    direct_cause: str = ""
    cause_unknown: bool = field(default=False)


@operation(Verb.RESOLVE_INCIDENT)
def resolve(actor: Actor, incident: Incident, /, *, fix: Fix, version: int | None = None) -> Incident:
    """I4 and I10: it works again, and whoever reported it is asked to confirm. Children are resolved with it."""
    expect(incident, version, resolution=incident.resolution, resolution_code=incident.resolution_code)
    incident.category = fix.category or incident.category
    if incident.category is None:
        raise Invalid(_("Choose a category first."), "category")
    insist(fix.resolution, "resolution", _("Write what solved it."))
    impact, urgency = fix.impact or incident.impact, fix.urgency or incident.urgency
    if impact is None or urgency is None:
        raise Invalid(_("Choose impact and urgency, so that there is a priority."), "impact")
    now = clock.now()
    restored = fix.restored_at or now
    if restored < incident.occurred_at or restored > now:
        raise Invalid(_("It was restored after it occurred, and not later than now."), "restored_at")
    if fix.introduced_at is not None and fix.introduced_at > incident.occurred_at:
        raise Invalid(_("What caused it came in before it occurred."), "introduced_at")
    first_contact = incident.state in FIRST_CONTACT and incident.escalated_at is None
    incident.move(Verb.RESOLVE_INCIDENT)
    set_priority(incident, impact, urgency)
    incident.first_contact, incident.resolved_at, incident.restored_at = first_contact, now, restored
    incident.resolution, incident.resolution_code = clean_text(fix.resolution), fix.code
    incident.temporary_measure = clean_text(fix.temporary_measure) or incident.temporary_measure
    incident.direct_cause = clean_text(fix.direct_cause) or incident.direct_cause
    incident.introduced_at = fix.introduced_at or incident.introduced_at
    for child in incident.children:
        if Verb.RESOLVE_INCIDENT in child.open_verbs and actor.may(Verb.RESOLVE_INCIDENT, child):
            child.category = child.category or incident.category
            resolve(
                actor,
                child,
                fix=Fix(fix.resolution, fix.code, max(restored, child.occurred_at), impact=impact, urgency=urgency),
            )
    return incident


@operation(Verb.UNDO_RESOLUTION)
def undo(actor: Actor, incident: Incident, /) -> Incident:
    """Take a resolution of the last seconds back, with the article that was linked for it; nothing is counted."""
    resolved_at = incident.resolved_at
    if incident.is_past_undoing:
        raise InvalidTransition(_("It is too late to undo this. Say that it is not fixed instead."))
    incident.move(Verb.UNDO_RESOLUTION)
    for child in incident.children:
        if child.state is State.RESOLVED and child.resolved_at and resolved_at and child.resolved_at >= resolved_at:
            undo(actor, child)
    for use in incident.active_uses:
        if use.linked_at == resolved_at:
            use.unlinked_at, use.unlinked_by_id, use.unlink_reason = clock.now(), actor.id, _("Undone")
    incident.resolved_at = incident.restored_at = None
    incident.resolution, incident.resolution_code, incident.first_contact = "", None, False
    return incident


@operation(Verb.CONFIRM_INCIDENT)
def confirm(actor: Actor, incident: Incident, /) -> Incident:
    """I11: whoever reported it says that it works."""
    incident.move(Verb.CONFIRM_INCIDENT)
    _close(incident, Closing(Confirmation.USER, Decision.NOT_DECIDED, cause_unknown=not incident.direct_cause))
    incident.user_confirmed_at = incident.closed_at
    return incident


@operation(Verb.CLOSE_INCIDENT)
def close(actor: Actor, incident: Incident, /, *, closing: Closing, version: int | None = None) -> Incident:
    """I11: the final record is complete, and somebody has confirmed."""
    expect(incident, version, direct_cause=incident.direct_cause, decision=incident.decision)
    if not (closing.direct_cause.strip() or incident.direct_cause or closing.cause_unknown):
        raise Invalid(_("Write the direct cause, or say that it is not known."), "direct_cause")
    if closing.decision is Decision.NONE:
        insist(closing.decision_reason, "decision_reason", _("Say why no article is needed."))
    if closing.decision is Decision.LINK and not incident.active_uses:
        raise Invalid(_("No article is linked yet. Link one, or choose something else."), "decision")
    incident.move(Verb.CLOSE_INCIDENT)
    _close(incident, closing)
    if closing.confirmation is Confirmation.USER:
        incident.user_confirmed_at = incident.closed_at
    return incident


@operation(Verb.CONTRADICT_RESOLUTION)
def contradict(actor: Actor, incident: Incident, /, *, reason: str) -> Incident:
    """I12: it does not work after all."""
    insist(reason, "reason", _("Say what still does not work."))
    incident.move(Verb.CONTRADICT_RESOLUTION)
    _back_to_work(incident)
    return incident


@operation(Verb.REOPEN_INCIDENT)
def reopen(actor: Actor, incident: Incident, /, *, reason: str) -> Incident:
    """I13: within 30 days of the close; later a new incident tells it better."""
    insist(reason, "reason", _("Say why it is opened again."))
    if incident.is_past_reopening:
        raise InvalidTransition(
            _("It was closed more than 30 days ago. Record a new incident and name this one in it.")
        )
    incident.move(Verb.REOPEN_INCIDENT)
    _back_to_work(incident)
    incident.closed_at = incident.user_confirmed_at = incident.confirmation = incident.decision = None
    return incident


def _close(incident: Incident, closing: Closing) -> None:
    incident.closed_at, incident.confirmation = clock.now(), closing.confirmation
    incident.direct_cause = clean_text(closing.direct_cause) or incident.direct_cause
    incident.cause_unknown = closing.cause_unknown
    incident.decision, incident.decision_reason = closing.decision, clean_text(closing.decision_reason)


def _back_to_work(incident: Incident) -> None:
    incident.reopened += 1
    incident.resolved_at = incident.restored_at = None
    incident.first_contact = False
