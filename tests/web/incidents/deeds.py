"""Every verb of an incident as it is sent from a page, with values that pass its guards."""

from types import SimpleNamespace
from typing import Any

from portal.incidents.lifecycle import INCIDENT
from portal.kernel.verbs import Verb

REASON = {"reason": "For a good reason"}
GRADED = {"impact": "small", "urgency": "low"}
# The reporter's own deeds have pages of their own.
OF_THE_REPORTER = {Verb.CONFIRM_INCIDENT, Verb.WITHDRAW_INCIDENT}


def bodies(world: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Endpoint → what a person with a good reason would send; *world* names a team, a person and an incident."""
    return {
        "incidents.take": {},
        "incidents.make_mine": {},
        "incidents.investigate": {},
        "incidents.accept": {},
        "incidents.resume": {},
        "incidents.undo": {},
        "incidents.part": {},
        "incidents.assign": {"person": "", "team": world.team},
        "incidents.prioritize": {**GRADED, "category": world.category},
        "incidents.escalate": {"team": world.team, "vendor": "", "tried": "A new password", **REASON},
        "incidents.escalate_upwards": {"person": world.manager, **REASON},
        "incidents.restore": {"plan": "Restart the gateway"},
        "incidents.resolve": {**GRADED, "category": world.category, "resolution": "Restarted", "code": "workaround"},
        "incidents.close": {"confirmation": "proxy", "cause_unknown": "y", "decision": "create"},
        "incidents.contradict": REASON,
        "incidents.reopen": REASON,
        "incidents.hold": {"why": "awaiting_user", "note": "On holiday"},
        "incidents.cancel": {"why": "mistake", "parent": "", **REASON},
        "incidents.declare_major": REASON,
        "incidents.join": {"parent": world.other_incident},
        "incidents.restrict": {"team": "", **REASON},
        "incidents.revise": {
            "symptom": "It says 691",
            "subject": "",
            "kind": "incident",
            "reporter_name": "Tanaka",
            "reporter_contact": "ext. 3421",
            "service": "",
            "category": "",
        },
        "incidents.write": {"target": "within", "text": "Looked at it", "kind": "finding"},
        "incidents.correct": {"text": "Looked at the other one"},
        "incidents.star": {"starred": "1"},
    }


# The address of each verb of the table, below that of the incident.
PATHS = {
    Verb.TAKE_INCIDENT: "take",
    Verb.PRIORITIZE_INCIDENT: "prioritize",
    Verb.INVESTIGATE_INCIDENT: "investigate",
    Verb.ESCALATE_INCIDENT: "escalate",
    Verb.ACCEPT_INCIDENT: "accept",
    Verb.RESTORE_INCIDENT: "restore",
    Verb.RESOLVE_INCIDENT: "resolve",
    Verb.UNDO_RESOLUTION: "undo",
    Verb.CLOSE_INCIDENT: "close",
    Verb.CONTRADICT_RESOLUTION: "not-fixed",
    Verb.REOPEN_INCIDENT: "reopen",
    Verb.HOLD_INCIDENT: "hold",
    Verb.RESUME_INCIDENT: "resume",
    Verb.CANCEL_INCIDENT: "cancel",
    Verb.ESCALATE_UPWARDS: "call-in",
    Verb.DECLARE_MAJOR: "declare-major",
    Verb.REVISE_INCIDENT: "edit",
    Verb.ASSIGN_INCIDENT: "assign",
    Verb.JOIN_INCIDENT: "join",
    Verb.PART_INCIDENT: "part",
}
assert set(PATHS) == set(INCIDENT.moves) - OF_THE_REPORTER
