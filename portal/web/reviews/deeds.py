"""What can be done with a review now: its verbs in the order of its life, each with its address."""

from typing import Any

from portal.kernel.verbs import Verb
from portal.reviews.models import Review
from portal.web.records import Deed

DEEDS = (
    Deed(Verb.SUBMIT_REVIEW, "reviews.submit", "send", asks=False, kind="primary"),
    Deed(Verb.CONCLUDE_REVIEW, "reviews.conclude", "check", asks=False, kind="primary"),
    Deed(Verb.APPROVE_REVIEW, "reviews.approve", "check", asks=False, kind="primary"),
    Deed(Verb.PUBLISH_REVIEW, "reviews.publish", "mega", asks=False, kind="primary"),
    Deed(Verb.CLOSE_REVIEW, "reviews.close", "clip", asks=False),
    Deed(Verb.HAND_OVER_CAUSE, "reviews.hand_over", "route"),
    Deed(Verb.RETURN_REVIEW, "reviews.send_back", "undo"),
    Deed(Verb.REJECT_REVIEW, "reviews.reject", "undo"),
    Deed(Verb.REOPEN_REVIEW, "reviews.reopen", "repeat"),
    Deed(Verb.WAIVE_REVIEW, "reviews.waive", "close", kind="danger"),
)


def possible(viewer: Any, review: Review) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do."""
    return [deed for deed in DEEDS if deed.verb in review.open_verbs and viewer.may(deed.verb, review)]
