"""What goes into an index, what is asked of it and what comes back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from search_index.plan import View
    from search_index.synonyms import Synonyms

Mode = Literal["words", "symptom", "prefix"]
Trouble = Literal["missing", "damaged", "locked", "outdated", "closed"]

FIELDS = ("title", "issue", "environment", "resolution", "cause", "codes", "keywords", "vocabulary")
LONGEST_KEY = 200
# What the time of the last update is called among the facets.
UPDATED = "updated"


class IndexUnavailable(Exception):
    """The index cannot answer or take changes now; `reason` says why.

    `missing`, `damaged` and `outdated` end with a rebuild, `locked` by waiting.
    """

    def __init__(self, reason: Trouble, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Trouble = reason


class QuestionTooLong(ValueError):
    """The question has more characters than its mode allows (`limit`)."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"a question may have at most {limit} characters")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Document:
    """One record as the index sees it.

    `fields` holds plain text under the names in `FIELDS` (any other name is refused), `filters` one value
    a name, `boosts` factors that lift or lower the record whatever is asked (see `ranking.prior`), `updated` seconds
    since 1970. A later document with the same key takes the place of the earlier.
    """

    key: str
    kind: str
    language: str
    fields: Mapping[str, str]
    filters: Mapping[str, str] = field(default_factory=dict)
    boosts: Mapping[str, float] = field(default_factory=dict)
    version: int = 0
    updated: float = 0.0

    def __post_init__(self) -> None:
        unknown = set(self.fields) - set(FIELDS)
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        if not self.key or len(self.key.encode()) > LONGEST_KEY:
            raise ValueError(f"a key has 1 to {LONGEST_KEY} bytes")


@dataclass(frozen=True, slots=True)
class Question:
    """What someone asks.

    `words` is read with the grammar of `question.py`, `symptom` as plain text of any shape, `prefix` as
    words whose last one is still being typed. `excluded` names keys that count as absent: in hits, totals, facets,
    document frequencies and completions. `prefer` lifts records whose filter has the given value (same service).
    `filters` values of one name are alternatives; different names must all hold. `since` leaves only what was updated
    then or later (seconds since 1970; 0: ever). Asked for as a facet, `UPDATED` counts for each name in `ages` what
    was updated since.
    """

    text: str
    mode: Mode = "words"
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    prefer: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    size: int = 20
    facets: tuple[str, ...] = ()
    since: float = 0.0
    ages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """One of several lists that one question is to fill: records of these kinds that meet these filters."""

    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    size: int = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document was found.

    `kind` is code, word, phrase, prefix, spelling, synonym or the name of a preferred filter
    (service, category, …); `term` is what was asked, `matched` what stands in the index.
    """

    kind: str
    term: str
    matched: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, best reasons first."""

    key: str
    kind: str
    version: int
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, with counts over everything that matched.

    `facets` counts values of the asked names; the counts of a name ignore the
    question's own choice within that name, so that the other values stay choosable. `words` are the terms that were
    looked for, most telling first, as `excerpt` takes them; `telling` are those among them that few documents have.
    `ceiling` is about the score of a document that has everything that was asked, words that no document has among
    it: a measure to tell a good hit from noise. `asked` is how many different words the question has.
    `spellings` gives for folded words that no document has the likeliest that was meant; it was looked for too.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    generation: str = ""
    ceiling: float = 0.0
    telling: frozenset[str] = frozenset()
    asked: int = 0
    spellings: Mapping[str, str] = field(default_factory=dict)


class Index(Protocol):
    """What every index does; `MemoryIndex` says it plainly, `DiskIndex` keeps it on disk."""

    def add(self, documents: Iterable[Document]) -> None:
        """Take documents in, in one batch."""

    def remove(self, keys: Iterable[str]) -> None:
        """Forget documents, in one batch; unknown keys are fine."""

    def apply(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        """Remove, then add, as one change: a reader sees all of it or nothing."""

    def search(self, question: Question, synonyms: "Synonyms | None" = None) -> Answer:
        """Answer a question from this index alone."""

    def suggest(self, text: str, *, limit: int = 8, excluded: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Complete the last word of `text` with words of documents that are there, commonest first."""

    def terms(self) -> Mapping[str, int]:
        """Every word form of the index with the number of documents that have it."""

    def size(self) -> int:
        """How many documents there are."""

    def keys_and_versions(self) -> dict[str, int]:
        """What is in the index, for comparing it with the records."""

    def generation(self) -> str:
        """A word that changes with every change of the index."""

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> None:
        """Put the documents in the place of everything, while searching goes on.

        Read `documents` lazily: changes applied after the rebuild began are kept.
        """

    def view(self, excluded: frozenset[str] = frozenset()) -> "View":
        """The index as it stands now, without the excluded keys; answers stay consistent while it changes."""

    def close(self) -> None:
        """Let go of files and memory."""
