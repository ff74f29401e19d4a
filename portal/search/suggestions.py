"""Known fixes for what somebody is about to report, each with the reason why it is shown (search design 0.2)."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.accounts.models import User
from portal.articles.models import Article, Revision
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.search.models import Asking
from portal.search.results import Asked, Pieces, ask
from search_index import Reason

MOST_FIXES = 3
MOST_RANKED = 10


class Band(StrEnum):
    """How well a suggestion fits: no percentage, three words (ux 6.5)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Situation:
    """What is known while somebody types.

    `dropped` and `added` are words taken out of and put into the search by hand, `dismissed` the numbers of articles
    that were said not to fit, `caller` whoever the agent speaks with (None: the viewer is the one in trouble, or the
    caller is unknown), `visit` a random word of this sitting.
    """

    text: str
    surface: Asking
    service: Service | None = None
    category: Category | None = None
    caller: User | None = None
    incident: Incident | None = None
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    visit: str = ""


@dataclass(frozen=True)
class Word:
    """One word of the search as a chip: as it was typed, and whether it takes part."""

    text: str
    used: bool = True


@dataclass(frozen=True)
class Suggestion:
    """One article that may be the fix. `rank` counts from 1; `solved` in the last 90 days, `tried` with any outcome."""

    article: Article
    revision: Revision
    rank: int
    band: Band
    score: float
    title: Pieces
    excerpt: Pieces
    reasons: Sequence[Reason] = ()
    solved: int = 0
    tried: int = 0
    for_caller: bool = True  # whether the caller may read it, and so whether it can be sent


@dataclass(frozen=True)
class Alike:
    """An incident that reads alike, open or resolved of late."""

    incident: Incident
    band: Band
    reasons: Sequence[Reason] = ()
    solved_with: Article | None = None


@dataclass(frozen=True)
class Guess:
    """Service and category as the text has them, each with the word that says so; None where it says nothing."""

    service: Service | None = None
    category: Category | None = None
    because: Mapping[str, str] = field(default_factory=dict)  # "service" or "category" → the word


@dataclass(frozen=True)
class Suggested:
    """The pane. `asking` names this answer in the ledger; `degraded`: by plain SQL; `refused`: why there is nothing."""

    fixes: Sequence[Suggestion] = ()
    known_errors: Sequence[Suggestion] = ()
    majors: Sequence[Incident] = ()
    open_alike: Sequence[Alike] = ()
    resolved_alike: Sequence[Alike] = ()
    words: Sequence[Word] = ()
    guess: Guess = field(default_factory=Guess)
    asking: str = ""
    seconds: float = 0.0
    degraded: bool = False
    refused: str = ""

    @property
    def count(self) -> int:
        return len(self.fixes) + len(self.known_errors)


def suggest(viewer: Any, situation: Situation) -> Suggested:
    """What may help in this situation, as far as *viewer* may know of it; never fails for the index's sake."""
    began = time.perf_counter()
    found = ask(viewer, Asked(situation.text, size=MOST_FIXES, surface=situation.surface))
    fixes = [
        Suggestion(
            item.article, item.revision, rank, Band.LOW, item.score, item.title, item.excerpt, tuple(item.reasons)
        )
        for rank, item in enumerate(found.items, start=1)
    ]
    return Suggested(
        fixes=fixes,
        asking=secrets.token_hex(8),
        seconds=time.perf_counter() - began,
        degraded=found.degraded,
        refused=found.refused,
    )
