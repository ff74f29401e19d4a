"""Every state × verb × role of reviews: what table and posts allow happens, the rest is refused with a sentence."""

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.reviews import answering
from portal.reviews.kinds import Section
from portal.reviews.lifecycle import REVIEW, State
from tests.chain import Chain
from tests.reviews.deeds import DEEDS, MAY


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def put(chain, state):
    """A review in this state, without a walk, with all that the guards ask for."""
    review = chain.review()
    answering.answer(THE_SYSTEM, review.part(Section.ACTIONS), answers={"no_actions": "Nothing to change"})
    answering.answer(THE_SYSTEM, review.part(Section.REPORT), answers={"no_problem": "Told the vendor"})
    with transaction():
        review.state = state
        review.reviewed_at = clock.now()
    return review


def targets(verb):
    target = REVIEW.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


@pytest.mark.parametrize("state", State)
def test_a_review_goes_where_the_table_says_and_nowhere_else(chain, state):
    assert set(DEEDS) == set(REVIEW.moves)
    for verb, deed in DEEDS.items():
        review = put(chain, state)
        if verb in REVIEW.open_verbs(state):
            deed(THE_SYSTEM, review)
            assert review.state in targets(verb), verb
        else:
            with pytest.raises(InvalidTransition):
                deed(THE_SYSTEM, review)
            assert review.state is state, verb


@pytest.mark.parametrize("login", MAY)
def test_who_may_what(chain, login):
    person = db.session.query(User).filter_by(login=login).one()
    for verb, deed in DEEDS.items():
        review = put(chain, min(REVIEW.moves[verb][0]))
        if verb in MAY[login]:
            deed(person, review)
        else:
            with pytest.raises(PermissionDenied) as refused:
                deed(person, review)
            assert refused.value.sentence
