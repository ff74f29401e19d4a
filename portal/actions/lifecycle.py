"""The life of an action, from the proposal to its checked effect (domain 5.5, T1 to T10): one table."""

from enum import StrEnum
from typing import Any

from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb


class State(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    REJECTED = "rejected"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


# Somebody has to do something about it.
DUE = frozenset({State.OPEN, State.IN_PROGRESS})
# Nothing more will come of it.
SETTLED = frozenset({State.VERIFIED, State.REJECTED, State.TRANSFERRED, State.CANCELLED})


def _the_same(action: Any) -> State:
    return State(action.state)


ACTION = Lifecycle(
    start=State.PROPOSED,
    moves={
        Verb.ACCEPT_ACTION: ({State.PROPOSED}, State.OPEN),
        Verb.REJECT_ACTION: ({State.PROPOSED}, State.REJECTED),
        Verb.START_ACTION: ({State.OPEN}, State.IN_PROGRESS),
        Verb.COMPLETE_ACTION: (DUE, State.DONE),
        Verb.VERIFY_ACTION: ({State.DONE}, State.VERIFIED),
        Verb.CONTRADICT_ACTION: ({State.DONE}, State.IN_PROGRESS),
        Verb.EXTEND_ACTION: (DUE, Rule("unchanged", DUE, _the_same)),
        Verb.TRANSFER_ACTION: (DUE, State.TRANSFERRED),
        Verb.CANCEL_ACTION: (DUE | {State.PROPOSED}, State.CANCELLED),
        Verb.REVISE_ACTION: (
            DUE | {State.PROPOSED},
            Rule("unchanged", DUE | {State.PROPOSED}, _the_same),
        ),
    },
)
