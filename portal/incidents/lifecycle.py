"""The life of an incident, from report to close (domain 5.2, I1 to I16): one table."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb

REOPEN_WITHIN = timedelta(days=30)
UNDO_WITHIN = timedelta(seconds=15)  # ten on the page, and the way there and back


class State(StrEnum):
    NEW = "new"
    TRIAGE = "triage"
    PRIORITIZED = "prioritized"
    INVESTIGATING = "investigating"
    ESCALATED = "escalated"
    RESTORING = "restoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


# Being worked on: everything between the report and the resolution, held or not.
AT_WORK = frozenset({State.NEW, State.TRIAGE, State.PRIORITIZED, State.INVESTIGATING, State.ESCALATED, State.RESTORING})
OPEN = AT_WORK | {State.ON_HOLD}
ENDED = frozenset({State.CLOSED, State.CANCELLED})
# From here a known fix ends it at the first contact.
FIRST_CONTACT = frozenset({State.TRIAGE, State.PRIORITIZED})


def _the_same(incident: Any) -> State:
    return State(incident.state)


def _the_one_before(incident: Any) -> State:
    return State(incident.state_before)


def _unchanged(sources: frozenset[State]) -> tuple[frozenset[State], Rule[State]]:
    return sources, Rule("unchanged", sources, _the_same)


INCIDENT = Lifecycle(
    start=State.NEW,
    moves={
        Verb.TAKE_INCIDENT: ({State.NEW}, State.TRIAGE),
        # Set again later, it changes the priority and nothing else.
        Verb.PRIORITIZE_INCIDENT: (
            AT_WORK - {State.NEW},
            Rule(
                "prioritized from triage, else unchanged",
                AT_WORK - {State.NEW, State.TRIAGE},
                lambda incident: State.PRIORITIZED if incident.state is State.TRIAGE else _the_same(incident),
            ),
        ),
        Verb.INVESTIGATE_INCIDENT: ({State.PRIORITIZED}, State.INVESTIGATING),
        Verb.ESCALATE_INCIDENT: ({State.TRIAGE, State.PRIORITIZED, State.INVESTIGATING}, State.ESCALATED),
        Verb.ACCEPT_INCIDENT: ({State.ESCALATED}, State.INVESTIGATING),
        Verb.RESTORE_INCIDENT: ({State.INVESTIGATING}, State.RESTORING),
        Verb.RESOLVE_INCIDENT: (AT_WORK - {State.NEW}, State.RESOLVED),
        Verb.UNDO_RESOLUTION: (
            {State.RESOLVED},
            Rule("the state before", FIRST_CONTACT | (AT_WORK - {State.NEW}), _the_one_before),
        ),
        Verb.CONFIRM_INCIDENT: ({State.RESOLVED}, State.CLOSED),
        Verb.CLOSE_INCIDENT: ({State.RESOLVED}, State.CLOSED),
        Verb.CONTRADICT_RESOLUTION: ({State.RESOLVED}, State.INVESTIGATING),
        Verb.REOPEN_INCIDENT: ({State.CLOSED}, State.INVESTIGATING),
        Verb.HOLD_INCIDENT: (AT_WORK, State.ON_HOLD),
        Verb.RESUME_INCIDENT: ({State.ON_HOLD}, Rule("the state before", AT_WORK, _the_one_before)),
        Verb.CANCEL_INCIDENT: (OPEN, State.CANCELLED),
        Verb.WITHDRAW_INCIDENT: (OPEN, State.CANCELLED),
        Verb.ESCALATE_UPWARDS: _unchanged(OPEN),
        Verb.DECLARE_MAJOR: _unchanged(OPEN),
        Verb.REVISE_INCIDENT: _unchanged(OPEN | {State.RESOLVED}),
        Verb.ASSIGN_INCIDENT: _unchanged(OPEN),
        Verb.JOIN_INCIDENT: _unchanged(OPEN | {State.RESOLVED}),
        Verb.PART_INCIDENT: _unchanged(OPEN | {State.RESOLVED}),
    },
)

# Where a rule belongs that does not stand yet; until then the verb does not ask.
SEAMS: tuple[tuple[Verb, str], ...] = (
    (Verb.CLOSE_INCIDENT, "Whether a review is required, waived or optional is not asked for (I11)."),
    (Verb.CLOSE_INCIDENT, "Nobody closes by the clock when the caller does not answer (I11)."),
    (Verb.ESCALATE_INCIDENT, "No clock of a service level hands an incident over (I6)."),
    (Verb.ESCALATE_UPWARDS, "No clock of a service level calls anybody in (I7)."),
    (Verb.HOLD_INCIDENT, "There is no clock that a hold could stop (I14)."),
    (Verb.PRIORITIZE_INCIDENT, "A priority sets no targets, and the highest calls nobody (I3)."),
)

# The seven steps, as the rail shows them: the state that stands for each.
STEPS: tuple[tuple[State, ...], ...] = (
    (State.NEW,),
    (State.TRIAGE,),
    (State.PRIORITIZED,),
    (State.INVESTIGATING,),
    (State.ESCALATED,),
    (State.RESTORING, State.RESOLVED),
    (State.CLOSED,),
)


def step_of(state: State) -> int | None:
    """The step, 1 to 7, in which an incident of this state is; None on hold or cancelled."""
    return next((place for place, states in enumerate(STEPS, start=1) if state in states), None)
