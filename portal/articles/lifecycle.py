"""The three axes of an article, and the life of a flag; each is one table (after KCS v6, technique 5.2)."""

from enum import StrEnum
from typing import Any

from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb


class Confidence(StrEnum):
    """How sure we are of structure and content."""

    WIP = "wip"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"
    DISCARDED = "discarded"


class Audience(StrEnum):
    """Who may read, from few to all: agents, partners too, everybody signed in, everybody."""

    WITHIN = "within"
    PARTNER = "partner"
    CUSTOMER = "customer"
    PUBLIC = "public"

    @property
    def breadth(self) -> int:
        return list(Audience).index(self)


class Governance(StrEnum):
    """Who may change it: everyone with a licence, or a named team only."""

    EXPERIENCE = "experience"
    COMPLIANCE = "compliance"


class FlagState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"
    REJECTED = "rejected"
    MERGED = "merged"


def _first_state(contents: Any) -> Confidence:
    return Confidence.NOT_VALIDATED if contents.resolution else Confidence.WIP


LIVE = frozenset({Confidence.WIP, Confidence.NOT_VALIDATED, Confidence.VALIDATED})
START = Rule(
    "not validated with a resolution, else in progress",
    frozenset({Confidence.WIP, Confidence.NOT_VALIDATED}),
    _first_state,
)

CONFIDENCE = Lifecycle(
    start=Confidence.WIP,
    moves={
        Verb.FINISH_ARTICLE: ({Confidence.WIP}, Confidence.NOT_VALIDATED),
        Verb.VALIDATE_ARTICLE: ({Confidence.WIP, Confidence.NOT_VALIDATED}, Confidence.VALIDATED),
        Verb.RECHECK_ARTICLE: ({Confidence.VALIDATED}, Confidence.NOT_VALIDATED),
        Verb.REVISE_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
        Verb.ARCHIVE_ARTICLE: (LIVE, Confidence.ARCHIVED),
        Verb.MERGE_ARTICLE: (LIVE, Confidence.ARCHIVED),
        Verb.RESTORE_ARTICLE: ({Confidence.ARCHIVED}, Confidence.NOT_VALIDATED),
        Verb.DISCARD_ARTICLE: ({Confidence.WIP}, Confidence.DISCARDED),
        Verb.WIDEN_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
        Verb.PULL_BACK_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
        Verb.RESTRICT_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
        Verb.GOVERN_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
        Verb.FLAG_ARTICLE: (LIVE, Rule("unchanged", LIVE, lambda article: article.confidence)),
    },
)

AUDIENCE = Lifecycle(
    start=Audience.WITHIN,
    moves={
        Verb.WIDEN_ARTICLE: (
            {Audience.WITHIN, Audience.PARTNER, Audience.CUSTOMER},
            Rule("a wider one", frozenset(Audience) - {Audience.WITHIN}, lambda wanted: wanted),
        ),
        Verb.PULL_BACK_ARTICLE: (
            {Audience.PARTNER, Audience.CUSTOMER, Audience.PUBLIC},
            Rule("a narrower one", frozenset(Audience) - {Audience.PUBLIC}, lambda wanted: wanted),
        ),
        Verb.RESTORE_ARTICLE: (frozenset(Audience), Audience.WITHIN),
        Verb.RESTRICT_ARTICLE: (frozenset(Audience), Audience.WITHIN),
    },
)

GOVERNANCE = Lifecycle(
    start=Governance.EXPERIENCE,
    moves={
        Verb.GOVERN_ARTICLE: (
            frozenset(Governance),
            Rule("the chosen one", frozenset(Governance), lambda wanted: wanted),
        )
    },
)

FLAG = Lifecycle(
    start=FlagState.OPEN,
    moves={
        Verb.TAKE_FLAG: ({FlagState.OPEN}, FlagState.IN_PROGRESS),
        Verb.FIX_FLAG: ({FlagState.OPEN, FlagState.IN_PROGRESS}, FlagState.FIXED),
        Verb.REJECT_FLAG: ({FlagState.OPEN, FlagState.IN_PROGRESS}, FlagState.REJECTED),
        Verb.MERGE_ARTICLE: ({FlagState.OPEN, FlagState.IN_PROGRESS}, FlagState.MERGED),
        Verb.REOPEN_FLAG: ({FlagState.FIXED, FlagState.REJECTED}, FlagState.OPEN),
    },
)
