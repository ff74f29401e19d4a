"""Every state × verb × role of reviews: what table and posts allow happens, the rest is refused with a sentence."""

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.reviews import answering, handover, operations
from portal.reviews.answering import Posts
from portal.reviews.kinds import Section
from portal.reviews.lifecycle import REVIEW, State
from tests.chain import ANSWERS, Chain


def _posts(review):
    return Posts(review.owner, review.facilitator, review.reviewer, review.approver, review.attendees)


DEEDS = {
    Verb.SUBMIT_REVIEW: operations.submit,
    Verb.RETURN_REVIEW: lambda actor, review: operations.send_back(actor, review, reason="the timeline"),
    Verb.CONCLUDE_REVIEW: operations.conclude,
    Verb.APPROVE_REVIEW: operations.approve,
    Verb.REJECT_REVIEW: lambda actor, review: operations.reject(actor, review, reason="no date"),
    Verb.PUBLISH_REVIEW: operations.publish,
    Verb.CLOSE_REVIEW: operations.close,
    Verb.REOPEN_REVIEW: lambda actor, review: operations.reopen(actor, review, reason="it is back"),
    Verb.WAIVE_REVIEW: lambda actor, review: operations.waive(actor, review, reason="an exercise"),
    Verb.ANSWER_REVIEW: lambda actor, review: answering.answer(
        actor, review.part(Section.LEARNED), answers=ANSWERS[Section.LEARNED]
    ),
    Verb.APPOINT_REVIEWERS: lambda actor, review: answering.appoint(actor, review, posts=_posts(review)),
    Verb.HAND_OVER_CAUSE: lambda actor, review: handover.hand_over(actor, review, statement="Tests are too short"),
}
# Nakano owns it, Endo leads it, Mori reviews it, Imai approves it and is incident manager.
OWN = {Verb.SUBMIT_REVIEW, Verb.PUBLISH_REVIEW, Verb.CLOSE_REVIEW}
LEADING = {Verb.SUBMIT_REVIEW, Verb.RETURN_REVIEW, Verb.CONCLUDE_REVIEW, Verb.APPOINT_REVIEWERS, Verb.HAND_OVER_CAUSE}
MAY = {
    "abe": set(),
    "mori": {Verb.ANSWER_REVIEW, Verb.RETURN_REVIEW},
    "nakano": {Verb.ANSWER_REVIEW, Verb.APPOINT_REVIEWERS, Verb.HAND_OVER_CAUSE} | OWN,
    "endo": {Verb.ANSWER_REVIEW} | LEADING,
    "imai": {Verb.ANSWER_REVIEW, Verb.APPROVE_REVIEW, Verb.REJECT_REVIEW, Verb.PUBLISH_REVIEW, Verb.WAIVE_REVIEW}
    | LEADING,
    "okada": {Verb.ANSWER_REVIEW, Verb.CLOSE_REVIEW, Verb.REOPEN_REVIEW, Verb.WAIVE_REVIEW} | LEADING,
    "sato": {Verb.ANSWER_REVIEW},
    "ono": set(),
    "kato": set(),
}


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
