"""Every state × verb of actions, who may, what is a promise, and words that promise nothing."""

from datetime import timedelta

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.actions import operations, queries, wording
from portal.actions.lifecycle import ACTION, State
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from tests.actions.deeds import DEEDS, MAY
from tests.chain import Chain


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def put(chain, review, state):
    action = chain.action(review)
    with transaction():
        action.state, action.accepted_at = state, None if state is State.PROPOSED else clock.now()
    return action


def targets(verb):
    target = ACTION.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


@pytest.mark.parametrize("state", State)
def test_an_action_goes_where_the_table_says_and_nowhere_else(chain, state):
    review = chain.review(answered=False)
    assert set(DEEDS) == set(ACTION.moves)
    for verb, deed in DEEDS.items():
        action = put(chain, review, state)
        if verb in ACTION.open_verbs(state):
            deed(THE_SYSTEM, action)
            assert action.state in targets(verb), verb
        else:
            with pytest.raises(InvalidTransition):
                deed(THE_SYSTEM, action)
            assert action.state is state, verb


@pytest.mark.parametrize("login", MAY)
def test_who_may_what(chain, cast, login):
    person = getattr(cast, login, None) or getattr(chain, login)
    review = chain.review(answered=False)
    for verb, deed in DEEDS.items():
        action = put(chain, review, State.OPEN if State.OPEN in ACTION.moves[verb][0] else min(ACTION.moves[verb][0]))
        if verb in MAY[login]:
            deed(person, action)
        else:
            with pytest.raises(PermissionDenied):
                deed(person, action)


@pytest.mark.parametrize(("change", "field"), [({"owner": None}, "owner"), ({"due_on": None}, "due_on")])
def test_a_promise_needs_one_person_and_a_real_date(chain, change, field):
    action = chain.action(chain.review(answered=False), **change)

    with pytest.raises(Invalid) as refused:
        operations.accept(chain.okada, action)

    assert refused.value.field == field


def test_after_two_moves_of_the_date_the_problem_manager_decides(chain, cast):
    action = put(chain, chain.review(answered=False), State.OPEN)
    for _time in range(2):
        DEEDS[Verb.EXTEND_ACTION](cast.sato, action)

    with pytest.raises(PermissionDenied, match="problem manager"):
        DEEDS[Verb.EXTEND_ACTION](cast.sato, action)
    DEEDS[Verb.EXTEND_ACTION](chain.okada, action)

    assert len(action.extensions) == 3


def test_an_action_is_overdue_from_the_day_after_its_date(chain, cast):
    action = put(chain, chain.review(answered=False), State.OPEN)
    assert not action.is_overdue
    with clock.telling(clock.now() + timedelta(days=12)):
        assert action.is_overdue
        overdue = queries.listed(cast.mori, queries.Filters(group="overdue"))
        assert list(db.session.scalars(overdue).unique()) == [action]
    assert list(db.session.scalars(queries.waiting_for(cast.sato)).unique()) == [action]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("リリース時は十分に注意するよう周知する", ["注意する", "周知"]),
        ("Remind everybody to be careful", ["Remind", "be careful"]),
        ("負荷テストにメモリの8時間の推移を追加する", []),
        ("Add eight hours of memory use to the load test", []),
    ],
)
def test_words_that_promise_nothing_are_found(text, found):
    assert wording.vague(text) == found
