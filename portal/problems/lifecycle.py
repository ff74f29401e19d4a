"""The life of a problem, from the first suspicion to the close (domain 5.3, M1 to M12): one table."""

from enum import StrEnum
from typing import Any

from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb


class State(StrEnum):
    LOGGED = "logged"
    CATEGORIZED = "categorized"
    INVESTIGATING = "investigating"
    KNOWN_ERROR = "known_error"
    CHANGE_RAISED = "change_raised"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"


AT_WORK = frozenset({State.LOGGED, State.CATEGORIZED, State.INVESTIGATING, State.KNOWN_ERROR, State.CHANGE_RAISED})
OPEN = AT_WORK | {State.ON_HOLD}
ENDED = frozenset({State.CLOSED, State.CANCELLED, State.DUPLICATE})

# The columns of the board, in their order; on hold is a badge.
COLUMNS: tuple[tuple[State, ...], ...] = (
    (State.LOGGED, State.CATEGORIZED),
    (State.INVESTIGATING,),
    (State.KNOWN_ERROR,),
    (State.CHANGE_RAISED,),
    (State.RESOLVED,),
)


def _the_one_before(problem: Any) -> State:
    return State(problem.state_before)


def _back_from_change(problem: Any) -> State:
    return State.KNOWN_ERROR if problem.declared_at is not None else State.INVESTIGATING


def _unchanged(sources: frozenset[State]) -> tuple[frozenset[State], Rule[State]]:
    return sources, Rule("unchanged", sources, lambda problem: State(problem.state))


PROBLEM = Lifecycle(
    start=State.LOGGED,
    moves={
        Verb.ASSESS_PROBLEM: ({State.LOGGED}, State.CATEGORIZED),
        Verb.INVESTIGATE_PROBLEM: ({State.CATEGORIZED}, State.INVESTIGATING),
        Verb.DECLARE_KNOWN_ERROR: ({State.INVESTIGATING}, State.KNOWN_ERROR),
        Verb.RAISE_CHANGE: ({State.INVESTIGATING, State.KNOWN_ERROR}, State.CHANGE_RAISED),
        Verb.RETURN_CHANGE: (
            {State.CHANGE_RAISED},
            Rule(
                "known error, where one was declared, else investigating",
                frozenset({State.KNOWN_ERROR, State.INVESTIGATING}),
                _back_from_change,
            ),
        ),
        Verb.RESOLVE_PROBLEM: ({State.INVESTIGATING, State.KNOWN_ERROR, State.CHANGE_RAISED}, State.RESOLVED),
        Verb.CLOSE_PROBLEM: ({State.RESOLVED}, State.CLOSED),
        Verb.REANALYSE_PROBLEM: ({State.RESOLVED, State.CLOSED}, State.INVESTIGATING),
        Verb.HOLD_PROBLEM: (AT_WORK, State.ON_HOLD),
        Verb.RESUME_PROBLEM: ({State.ON_HOLD}, Rule("the state before", AT_WORK, _the_one_before)),
        Verb.MERGE_PROBLEM: ({State.LOGGED, State.CATEGORIZED}, State.DUPLICATE),
        Verb.CANCEL_PROBLEM: (OPEN, State.CANCELLED),
        Verb.REVISE_PROBLEM: _unchanged(OPEN | {State.RESOLVED}),
        Verb.NAME_CAUSE: _unchanged(OPEN | {State.RESOLVED}),
        Verb.WRITE_WORKAROUND: _unchanged(OPEN | {State.RESOLVED}),
        Verb.TELL_WORKAROUND: _unchanged(OPEN),
        Verb.SETTLE_CHANGE: _unchanged(frozenset({State.CHANGE_RAISED})),
        Verb.GATHER_INCIDENT: _unchanged(OPEN | {State.RESOLVED, State.CLOSED}),
        Verb.RELEASE_INCIDENT: _unchanged(OPEN | {State.RESOLVED}),
    },
)
