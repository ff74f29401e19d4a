"""The life of a review, from the draft to the last action (domain 5.4, V1 to V11, without the meeting): one table."""

from enum import StrEnum
from typing import Any

from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# Words may be changed.
WRITABLE = frozenset({State.DRAFT, State.IN_REVIEW, State.REVIEWED})
OPEN = WRITABLE | {State.APPROVED}


def _unchanged(sources: frozenset[State]) -> tuple[frozenset[State], Rule[State]]:
    def the_same(review: Any) -> State:
        return State(review.state)

    return sources, Rule("unchanged", sources, the_same)


REVIEW = Lifecycle(
    start=State.DRAFT,
    moves={
        Verb.SUBMIT_REVIEW: ({State.DRAFT}, State.IN_REVIEW),
        Verb.RETURN_REVIEW: ({State.IN_REVIEW}, State.DRAFT),
        Verb.CONCLUDE_REVIEW: ({State.IN_REVIEW}, State.REVIEWED),
        Verb.APPROVE_REVIEW: ({State.REVIEWED}, State.APPROVED),
        Verb.REJECT_REVIEW: ({State.REVIEWED}, State.DRAFT),
        Verb.PUBLISH_REVIEW: ({State.APPROVED}, State.PUBLISHED),
        Verb.CLOSE_REVIEW: ({State.APPROVED, State.PUBLISHED}, State.CLOSED),
        Verb.REOPEN_REVIEW: ({State.CLOSED, State.PUBLISHED}, State.DRAFT),
        Verb.WAIVE_REVIEW: ({State.DRAFT}, State.CANCELLED),
        Verb.ANSWER_REVIEW: _unchanged(WRITABLE),
        Verb.APPOINT_REVIEWERS: _unchanged(OPEN),
        Verb.HAND_OVER_CAUSE: _unchanged(frozenset({State.REVIEWED, State.APPROVED, State.PUBLISHED})),
    },
)
