"""What an index is asked to do for a question: terms with their final weights, and conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from search_index.document import Hit


@dataclass(frozen=True, slots=True)
class Option:
    """One term that may stand for what was asked, with its weight in each stream it is looked for in.

    Only a document that has each of `beside` in these streams too gets it: a phrase is more than one of its words.
    """

    term: str
    reason: str
    weights: tuple[tuple[str, float], ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing asked for; a document gets the best of the options, not their sum."""

    asked: str
    options: tuple[Option, ...]
    pair: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """All `terms` must stand somewhere in the word streams and, where there is one, `text` in the flat text."""

    asked: str
    terms: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A question ready to be carried out.

    `conditions` are (name, values): each must hold, as must an update at or after `since`. `listing` asks for
    everything that meets the conditions, newest first. `averages` are the settled average lengths over all indexes
    that take part. A document without any of the words matches when its pairs bring at least `pairs_alone`.
    """

    wishes: tuple[Wish, ...]
    averages: Mapping[str, float]
    wanted: int
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    prefer: tuple[tuple[str, str], ...] = ()
    facets: tuple[str, ...] = ()
    since: float = 0.0
    ages: Mapping[str, float] = field(default_factory=dict)
    listing: bool = False
    ceiling: float = 0.0
    pairs_alone: float = 0.0
    words: tuple[str, ...] = ()
    telling: frozenset[str] = frozenset()
    asked: int = 0
    spellings: Mapping[str, str] = field(default_factory=dict)


class Place(NamedTuple):
    """A document found, in the view's own terms (`where`), with all that the order of hits depends on."""

    score: float
    updated: float
    tie: float
    where: tuple[int, int] | str

    def order(self) -> tuple[float, float, float]:
        """Best first, then newest, then a lasting order of the keys."""
        return (-self.score, -self.updated, self.tie)


@dataclass(slots=True)
class Found:
    """What one view found: the total, the counts, and the best places in order (at most as many as wanted)."""

    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    best: list[Place] = field(default_factory=list)


class View(Protocol):
    """One state of one index, without the excluded keys."""

    @property
    def generation(self) -> str:
        """The generation this view shows."""

    def size(self) -> int:
        """How many documents the view shows."""

    def lengths(self, stream: str) -> tuple[int, int]:
        """The sum of the stream's lengths, and how many documents have it."""

    def frequency(self, stream: str, term: str) -> int:
        """How many documents have the term in the stream."""

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The commonest word forms that begin with the prefix, with the number of documents that have them."""

    def spellings(self, word: str) -> list[tuple[str, int, int]]:
        """Word forms that this may be a misspelling of, with their errors and how many documents have each."""

    def find(self, plan: Plan) -> Found:
        """Carry the plan out."""

    def find_each(self, plans: Sequence[Plan]) -> list[Found]:
        """Carry out plans that differ in conditions, facets and numbers only; what they share is done once."""

    def describe(self, plan: Plan, places: Sequence[Place]) -> list[Hit]:
        """The documents at the places, each with its reasons."""
