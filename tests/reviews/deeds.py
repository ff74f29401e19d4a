"""Every verb of reviews with values that pass its guards, and who may."""

from portal.kernel.verbs import Verb
from portal.reviews import answering, handover, operations
from portal.reviews.answering import Posts
from portal.reviews.kinds import Section
from tests.chain import ANSWERS


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
