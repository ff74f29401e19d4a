"""How a report stands, in the words of whoever made it."""

from portal.incidents.kinds import CancelReason
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark

IN_WORK = mark("Being worked on")
WORDS: dict[State, str] = {
    State.NEW: mark("Received"),
    State.TRIAGE: IN_WORK,
    State.PRIORITIZED: IN_WORK,
    State.INVESTIGATING: IN_WORK,
    State.ESCALATED: IN_WORK,
    State.RESTORING: IN_WORK,
    State.RESOLVED: mark("Does it work again?"),
    State.CLOSED: mark("Finished"),
    State.ON_HOLD: mark("Waiting for something else"),
    State.CANCELLED: mark("Ended by the desk"),
}


def standing(incident: Incident) -> str:
    """One short phrase for the badge."""
    if incident.awaits_reporter:
        return _("Waiting for your answer")
    if incident.cancel_reason is CancelReason.WITHDRAWN:
        return _("Taken back")
    return _(WORDS[incident.state])


def look(incident: Incident) -> str:
    """The shape and colour of that badge (`components/badges.css`)."""
    if waits(incident):
        return "hold"
    return {State.NEW: "new", State.CLOSED: "closed", State.CANCELLED: "archived", State.ON_HOLD: "hold"}.get(
        incident.state, "in_progress"
    )


def waits(incident: Incident) -> bool:
    """Whether the next step is the reporter's."""
    return incident.awaits_reporter or incident.state is State.RESOLVED
