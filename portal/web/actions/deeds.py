"""What can be done with an action now: its verbs in the order of its life, each with its address."""

from collections.abc import Mapping
from typing import Any

from portal.actions.lifecycle import State
from portal.actions.models import Action
from portal.kernel.verbs import Verb
from portal.web.records import Deed

DEEDS = (
    Deed(Verb.ACCEPT_ACTION, "actions.accept", "check"),
    Deed(Verb.START_ACTION, "actions.start", "right", asks=False),
    Deed(Verb.COMPLETE_ACTION, "actions.complete", "check"),
    Deed(Verb.VERIFY_ACTION, "actions.verify", "target"),
    Deed(Verb.CONTRADICT_ACTION, "actions.contradict", "repeat"),
    Deed(Verb.REVISE_ACTION, "actions.edit", "edit", key="e"),
    Deed(Verb.EXTEND_ACTION, "actions.extend", "clock"),
    Deed(Verb.TRANSFER_ACTION, "actions.transfer", "ext"),
    Deed(Verb.REJECT_ACTION, "actions.reject", "close"),
    Deed(Verb.CANCEL_ACTION, "actions.cancel", "close", kind="danger"),
)

# What usually comes next.
_NEXT: Mapping[State, tuple[Verb, ...]] = {
    State.PROPOSED: (Verb.ACCEPT_ACTION,),
    State.OPEN: (Verb.START_ACTION,),
    State.IN_PROGRESS: (Verb.COMPLETE_ACTION,),
    State.DONE: (Verb.VERIFY_ACTION,),
}


def possible(viewer: Any, action: Action) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do; first the one that usually comes next."""
    found = [deed for deed in DEEDS if deed.verb in action.open_verbs and viewer.may(deed.verb, action)]
    return sorted(found, key=lambda deed: not comes_next(action, deed))


def comes_next(action: Action, deed: Deed) -> bool:
    """Whether *deed* is what usually comes next."""
    return deed.verb in _NEXT.get(action.state, ())
