"""What can be done with a review now: its verbs in the order of its life, each with its address."""

from dataclasses import dataclass
from typing import Any

from portal.kernel.verbs import Verb
from portal.reviews.models import Review


@dataclass(frozen=True)
class Deed:
    """One verb as a button; without *asks* it is done at once."""

    verb: Verb
    endpoint: str
    glyph: str
    asks: bool = False
    kind: str = ""


DEEDS = (
    Deed(Verb.SUBMIT_REVIEW, "reviews.submit", "send", kind="primary"),
    Deed(Verb.CONCLUDE_REVIEW, "reviews.conclude", "check", kind="primary"),
    Deed(Verb.APPROVE_REVIEW, "reviews.approve", "check", kind="primary"),
    Deed(Verb.PUBLISH_REVIEW, "reviews.publish", "mega", kind="primary"),
    Deed(Verb.CLOSE_REVIEW, "reviews.close", "clip"),
    Deed(Verb.HAND_OVER_CAUSE, "reviews.hand_over", "route", asks=True),
    Deed(Verb.RETURN_REVIEW, "reviews.send_back", "undo", asks=True),
    Deed(Verb.REJECT_REVIEW, "reviews.reject", "undo", asks=True),
    Deed(Verb.REOPEN_REVIEW, "reviews.reopen", "repeat", asks=True),
    Deed(Verb.WAIVE_REVIEW, "reviews.waive", "close", asks=True, kind="danger"),
)


def possible(viewer: Any, review: Review) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do."""
    return [deed for deed in DEEDS if deed.verb in review.open_verbs and viewer.may(deed.verb, review)]
