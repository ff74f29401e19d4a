"""Every state × verb × role of problems: what table and grants allow happens, the rest is refused with a sentence."""

from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.problems.kinds import ChangeState
from portal.problems.lifecycle import PROBLEM, State
from portal.problems.models import Change
from tests.chain import Chain
from tests.problems.deeds import MAY, deeds


def _someone(login):
    return db.session.query(User).filter_by(login=login).one()


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
