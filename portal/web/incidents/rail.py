"""The seven steps of an incident: where it is, when each began, and which did not apply."""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from portal.incidents.kinds import EscalationKind
from portal.incidents.lifecycle import State, step_of
from portal.incidents.models import Incident
from portal.incidents.words import STEP_NAMES
from portal.kernel.i18n import gettext as _
from portal.web.helpers import short_when

ESCALATION, LAST = 5, 7


def steps_of(incident: Incident) -> list[dict[str, Any]]:
    """Each step with its name, its state (done, current, skip or todo) and when, or why not."""
    return [
        {"label": _(name), "state": _state(incident, step), "note": _note(incident, step)}
        for step, name in enumerate(STEP_NAMES, start=1)
    ]


def _at(incident: Incident) -> int:
    """The step at which it stands or stood last; beyond the last one once it is closed."""
    if incident.state is State.CLOSED:
        return LAST + 1
    if incident.state is State.CANCELLED:
        return max((step for step in range(1, LAST) if _began(incident, step)), default=1) + 1
    state = incident.state_before if incident.state is State.ON_HOLD and incident.state_before else incident.state
    return step_of(state) or 1


def _state(incident: Incident, step: int) -> str:
    at, began = _at(incident), _began(incident, step) is not None
    if step == at and incident.state is not State.CANCELLED:
        return "current"
    if step < at or (step == ESCALATION and began):
        return "done" if began else "skip"
    return "skip" if incident.state is State.CANCELLED else "todo"


def _note(incident: Incident, step: int) -> Markup | str:
    state, began = _state(incident, step), _began(incident, step)
    if state == "skip":
        return _("Resolved at the first contact") if incident.first_contact and step > 3 else _("Did not apply")
    if began is None or state == "todo":
        return ""
    if step == ESCALATION and (receiver := _receiver(incident)):
        return Markup("{} {}").format(receiver, short_when(began))
    return short_when(began)


def _began(incident: Incident, step: int) -> datetime | None:
    return (
        incident.logged_at,
        incident.acknowledged_at,
        incident.prioritized_at,
        incident.investigation_started_at,
        incident.escalated_at,
        incident.resolved_at,
        incident.closed_at,
    )[step - 1]


def _receiver(incident: Incident) -> str:
    """To whom it was handed over last."""
    handed = [row for row in incident.escalations if row.kind is EscalationKind.FUNCTIONAL]
    if not handed:
        return ""
    return handed[-1].team.name if handed[-1].team else handed[-1].vendor
