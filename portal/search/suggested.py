"""What a suggestion is: the shapes that pages draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.articles.models import Article, Revision
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from search_index import Reason

Pieces = list[tuple[str, bool]]


class Band(StrEnum):
    """How well a suggestion fits: no percentage, three words (ux 6.5)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


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
    """The pane. `asking` names this answer in the ledger; `degraded`: by plain SQL; `refused`: why there is nothing;
    `spellings`: words as typed that stand nowhere, each with the known one that was looked for."""

    fixes: Sequence[Suggestion] = ()
    known_errors: Sequence[Suggestion] = ()
    majors: Sequence[Incident] = ()
    open_alike: Sequence[Alike] = ()
    resolved_alike: Sequence[Alike] = ()
    words: Sequence[Word] = ()
    spellings: Sequence[tuple[str, str]] = ()
    guess: Guess = field(default_factory=Guess)
    asking: str = ""
    seconds: float = 0.0
    degraded: bool = False
    refused: str = ""

    @property
    def cards(self) -> list[Suggestion]:
        """All of them as they stand below each other: a known error on the same service goes before the fixes."""
        return sorted((*self.fixes, *self.known_errors), key=lambda card: card.rank)

    @property
    def errors_lead(self) -> bool:
        """Whether the known errors stand before the fixes."""
        return bool(self.known_errors) and self.known_errors[0].rank == 1

    @property
    def count(self) -> int:
        return len(self.fixes) + len(self.known_errors)
