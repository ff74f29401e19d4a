"""Every state × verb × role of problems: what table and grants allow happens, the rest is refused with a sentence."""

from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.problems import known_errors, operations, solving
from portal.problems.kinds import CauseKind, ChangeState, Method, ResolutionCode
from portal.problems.lifecycle import PROBLEM, State
from portal.problems.models import Change
from tests.chain import Chain


def _someone(login):
    return db.session.query(User).filter_by(login=login).one()


def _other(chain):
    return chain.problem()


def deeds(chain):
    """Every verb of the table with values that pass its guards."""
    return {
        Verb.ASSESS_PROBLEM: lambda actor, problem: operations.assess(
            actor, problem, category=chain.category, impact=Impact.SMALL, urgency=Urgency.LOW, owner=chain.inoue
        ),
        Verb.INVESTIGATE_PROBLEM: lambda actor, problem: operations.investigate(actor, problem, method=Method.OTHER),
        Verb.DECLARE_KNOWN_ERROR: known_errors.declare,
        Verb.RAISE_CHANGE: lambda actor, problem: solving.raise_change(
            actor, problem, proposal="Move the rule", reference="CHG-1"
        ),
        Verb.RETURN_CHANGE: lambda actor, problem: solving.return_change(actor, problem, reason="turned down"),
        Verb.RESOLVE_PROBLEM: lambda actor, problem: solving.resolve(
            actor, problem, solution=solving.Solution(ResolutionCode.OBSOLETE)
        ),
        Verb.CLOSE_PROBLEM: lambda actor, problem: solving.close(actor, problem, reason="known to hold"),
        Verb.REANALYSE_PROBLEM: lambda actor, problem: solving.reanalyse(actor, problem, reason="it is back"),
        Verb.HOLD_PROBLEM: lambda actor, problem: operations.hold(actor, problem, reason="waiting for the vendor"),
        Verb.RESUME_PROBLEM: operations.resume,
        Verb.MERGE_PROBLEM: lambda actor, problem: operations.merge(actor, problem, _other(chain)),
        Verb.CANCEL_PROBLEM: lambda actor, problem: operations.cancel(actor, problem, reason="a misunderstanding"),
        Verb.REVISE_PROBLEM: lambda actor, problem: operations.revise(
            actor, problem, outline=operations.Outline("Said better", symptoms="Error 691")
        ),
        Verb.NAME_CAUSE: lambda actor, problem: known_errors.name_cause(
            actor, problem, kind=CauseKind.DIRECT, text="The gateway was full"
        ),
        Verb.WRITE_WORKAROUND: lambda actor, problem: known_errors.write_workaround(
            actor, problem, workaround="Choose vpn1.", tested=True
        ),
        Verb.TELL_WORKAROUND: known_errors.tell_workaround,
        Verb.SETTLE_CHANGE: lambda actor, problem: solving.settle_change(actor, problem, problem.changes[-1]),
        Verb.GATHER_INCIDENT: lambda actor, problem: operations.gather(actor, problem, chain.make.incident()),
        Verb.RELEASE_INCIDENT: lambda actor, problem: operations.release(actor, problem, problem.links[0].incident),
    }


ANALYSING = {
    *(Verb.REVISE_PROBLEM, Verb.NAME_CAUSE, Verb.WRITE_WORKAROUND, Verb.GATHER_INCIDENT, Verb.RELEASE_INCIDENT),
}
COORDINATING = ANALYSING | {
    *(Verb.ASSESS_PROBLEM, Verb.INVESTIGATE_PROBLEM, Verb.TELL_WORKAROUND, Verb.RAISE_CHANGE, Verb.SETTLE_CHANGE),
    *(Verb.RETURN_CHANGE, Verb.RESOLVE_PROBLEM, Verb.HOLD_PROBLEM, Verb.RESUME_PROBLEM, Verb.MERGE_PROBLEM),
}
MAY = {
    "abe": set(),
    "mori": {Verb.GATHER_INCIDENT},
    "nakano": ANALYSING,
    "imai": ANALYSING,
    "inoue": COORDINATING,
    "okada": set(PROBLEM.moves),
    "endo": set(),
    "ueda": set(),
    "ono": set(),
    "kato": set(),
}


@pytest.fixture
def chain(cast, make):
    chain = Chain(cast, make)
    chain.category = make.incident().category
    return chain


def put(chain, state):
    """A problem in this state, without a walk, with all that the guards ask for."""
    problem = chain.problem(chain.make.incident())
    with transaction():
        problem.state, problem.state_before = state, State.INVESTIGATING
        problem.workaround, problem.workaround_tested = "Choose vpn1.", True
        problem.resolved_at = clock.now() if state in (State.RESOLVED, State.CLOSED) else None
        problem.watched_until = (clock.now() - timedelta(days=1)).date() if problem.resolved_at else None
        if state is State.CHANGE_RAISED:
            problem.changes.append(Change(reference="CHG-1", state=ChangeState.RAISED))
    return problem


def targets(verb):
    target = PROBLEM.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


@pytest.mark.parametrize("state", State)
def test_a_problem_goes_where_the_table_says_and_nowhere_else(chain, state):
    table = deeds(chain)
    assert set(table) == set(PROBLEM.moves)
    for verb, deed in table.items():
        problem = put(chain, state)
        if verb in PROBLEM.open_verbs(state):
            deed(THE_SYSTEM, problem)
            assert problem.state in targets(verb), verb
        else:
            if verb is Verb.SETTLE_CHANGE:
                with transaction():
                    problem.changes.append(Change(reference="CHG-1", state=ChangeState.RAISED))
            with pytest.raises(InvalidTransition):
                deed(THE_SYSTEM, problem)
            assert problem.state is state, verb


@pytest.mark.parametrize("login", MAY)
def test_who_may_what(chain, login):
    person = _someone(login)
    for verb, deed in deeds(chain).items():
        problem = put(chain, min(PROBLEM.moves[verb][0]))
        if verb in MAY[login]:
            deed(person, problem)
        else:
            with pytest.raises(PermissionDenied) as refused:
                deed(person, problem)
            assert refused.value.sentence
