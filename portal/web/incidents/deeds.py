"""What can be done with an incident now: its verbs in the order of its life, each with its address."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.incidents.lifecycle import INCIDENT, State
from portal.incidents.models import Incident
from portal.kernel.verbs import Verb
from portal.web.records import Deed

DEEDS = (
    Deed(Verb.TAKE_INCIDENT, "incidents.take", "user", asks=False, key="a"),
    Deed(Verb.RESUME_INCIDENT, "incidents.resume", "right", asks=False),
    Deed(Verb.PRIORITIZE_INCIDENT, "incidents.prioritize", "sortup"),
    Deed(Verb.INVESTIGATE_INCIDENT, "incidents.investigate", "search", asks=False),
    Deed(Verb.ACCEPT_INCIDENT, "incidents.accept", "check", asks=False),
    Deed(Verb.RESTORE_INCIDENT, "incidents.restore", "bolt"),
    Deed(Verb.RESOLVE_INCIDENT, "incidents.resolve", "check", key="r"),
    Deed(Verb.CLOSE_INCIDENT, "incidents.close", "clip"),
    Deed(Verb.CONTRADICT_RESOLUTION, "incidents.contradict", "repeat"),
    Deed(Verb.REOPEN_INCIDENT, "incidents.reopen", "undo"),
    Deed(Verb.ESCALATE_INCIDENT, "incidents.escalate", "route", key="e"),
    Deed(Verb.ESCALATE_UPWARDS, "incidents.escalate_upwards", "up"),
    Deed(Verb.ASSIGN_INCIDENT, "incidents.assign", "users"),
    Deed(Verb.REVISE_INCIDENT, "incidents.revise", "edit"),
    Deed(Verb.HOLD_INCIDENT, "incidents.hold", "pause"),
    Deed(Verb.JOIN_INCIDENT, "incidents.join", "merge"),
    Deed(Verb.PART_INCIDENT, "incidents.part", "copy", asks=False),
    Deed(Verb.DECLARE_MAJOR, "incidents.declare_major", "mega", kind="danger"),
    Deed(Verb.RESTRICT_INCIDENT, "incidents.restrict", "lock"),
    Deed(Verb.CANCEL_INCIDENT, "incidents.cancel", "close", kind="danger"),
)

# What usually comes next, first choice first.
_NEXT: Mapping[State, tuple[Verb, ...]] = {
    State.NEW: (Verb.TAKE_INCIDENT,),
    State.TRIAGE: (Verb.PRIORITIZE_INCIDENT,),
    State.PRIORITIZED: (Verb.INVESTIGATE_INCIDENT, Verb.RESOLVE_INCIDENT),
    State.INVESTIGATING: (Verb.RESOLVE_INCIDENT,),
    State.ESCALATED: (Verb.ACCEPT_INCIDENT, Verb.RESOLVE_INCIDENT),
    State.RESTORING: (Verb.RESOLVE_INCIDENT,),
    State.RESOLVED: (Verb.CLOSE_INCIDENT,),
    State.ON_HOLD: (Verb.RESUME_INCIDENT,),
}

# What the table leaves to the record itself.
_BESIDES: Mapping[Verb, Callable[[Incident], bool]] = {
    Verb.INVESTIGATE_INCIDENT: lambda incident: incident.assignee is not None or incident.team is not None,
    Verb.JOIN_INCIDENT: lambda incident: incident.parent_id is None and not incident.children,
    Verb.PART_INCIDENT: lambda incident: incident.parent_id is not None,
    Verb.DECLARE_MAJOR: lambda incident: not incident.is_major,
    Verb.RESTRICT_INCIDENT: lambda incident: incident.parent_id is None and not incident.children,
    Verb.CANCEL_INCIDENT: lambda incident: not incident.leads_others,
    Verb.REOPEN_INCIDENT: lambda incident: not incident.is_past_reopening,
    Verb.UNDO_RESOLUTION: lambda incident: not incident.is_past_undoing,
}


def is_open(verb: Verb, incident: Incident) -> bool:
    """Whether state and record have *verb* open now; verbs without a state are open always."""
    in_table = verb not in INCIDENT.moves or verb in incident.open_verbs
    return in_table and (verb not in _BESIDES or _BESIDES[verb](incident))


def possible(viewer: Any, incident: Incident) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do; first the one that usually comes next."""
    found = [deed for deed in DEEDS if is_open(deed.verb, incident) and viewer.may(deed.verb, incident)]
    wanted = _NEXT.get(incident.state, ())
    return sorted(found, key=lambda deed: wanted.index(deed.verb) if deed.verb in wanted else len(wanted))


def comes_next(incident: Incident, deed: Deed) -> bool:
    """Whether *deed* is what usually comes next."""
    return deed.verb in _NEXT.get(incident.state, ())
