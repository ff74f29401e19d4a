"""Every state × verb × role: what table and grants allow happens, what they do not is refused with a sentence."""

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.incidents.lifecycle import INCIDENT, STEPS, State, step_of
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.verbs import Verb
from tests.incidents.deeds import DEEDS

# Written down once more, so that a grant given by mistake is seen: who besides may what, on an incident of Abe's
# that lies with the network team.
OWN = {Verb.CONFIRM_INCIDENT, Verb.CONTRADICT_RESOLUTION, Verb.WITHDRAW_INCIDENT}
HANDLING = set(INCIDENT.moves) - {Verb.CONFIRM_INCIDENT, Verb.WITHDRAW_INCIDENT} - {
    Verb.CANCEL_INCIDENT, Verb.RESTORE_INCIDENT, Verb.DECLARE_MAJOR, Verb.REOPEN_INCIDENT, Verb.ACCEPT_INCIDENT,
}  # fmt: skip
MAY = {
    "abe": OWN,
    "emily": set(),
    "mori": HANDLING | {Verb.CANCEL_INCIDENT},
    "nakano": HANDLING | {Verb.RESTORE_INCIDENT, Verb.ACCEPT_INCIDENT},
    "imai": set(INCIDENT.moves) - {Verb.CONFIRM_INCIDENT, Verb.WITHDRAW_INCIDENT},
    "ueda": set(),
    "ono": set(),
    "kato": set(),
}


def targets(verb):
    target = INCIDENT.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


def test_every_verb_of_the_table_has_its_deed():
    assert set(DEEDS) == set(INCIDENT.moves)


@pytest.mark.parametrize("state", State)
def test_an_incident_goes_where_the_table_says_and_nowhere_else(make, state):
    for verb, deed in DEEDS.items():
        incident = make.incident(state=state)
        if verb in INCIDENT.open_verbs(state):
            deed(THE_SYSTEM, incident)
            assert incident.state in targets(verb), verb
        else:
            with pytest.raises(InvalidTransition):
                deed(THE_SYSTEM, incident)
            assert incident.state is state, verb


@pytest.mark.parametrize("login", MAY)
def test_who_may_what(make, cast, login):
    person = getattr(cast, login)
    for verb, deed in DEEDS.items():
        state = min(INCIDENT.moves[verb][0])
        incident = make.incident(state=state)
        if verb in MAY[login]:
            deed(person, incident)
        else:
            with pytest.raises(PermissionDenied) as refused:
                deed(person, incident)
            assert len(str(refused.value)) > len("You may not do this. ")
            assert incident.state is state, verb


def test_the_rail_has_seven_steps_and_holding_is_none():
    assert len(STEPS) == 7
    assert {state for states in STEPS for state in states} == set(State) - {State.ON_HOLD, State.CANCELLED}
    assert step_of(State.RESTORING) == step_of(State.RESOLVED) == 6
    assert step_of(State.ON_HOLD) is None
