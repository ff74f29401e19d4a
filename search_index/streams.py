"""What an index keeps of a document: counted terms by stream, word forms, tags and plain numbers."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from search_index import analysis
from search_index.document import Document
from search_index.folding import clean, fold
from search_index.ranking import STREAMS, prior

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """A document ready to be kept.

    `counts` holds a stream only where it has terms, `forms` the words as written (for completions), `tags` the
    kind, language and filters as name=value, `text` what phrases are checked against, `tie` a number made of the key
    that puts documents with equal score and age into one lasting order.
    """

    key: str
    kind: str
    version: int
    counts: Mapping[str, Mapping[str, int]]
    forms: frozenset[str]
    tags: tuple[str, ...]
    text: str
    updated: float
    prior: float
    tie: float


def flat(text: str) -> str:
    """Folded text with every white space as one blank: what phrases are compared in."""
    return _BLANKS.sub(" ", fold(text)).strip()


def tag(name: str, value: str) -> str:
    """How a kind, language or filter value is written in an index."""
    return f"{name}={clean(value)}"


def tie_of(key: str) -> float:
    """Six bytes of the key's BLAKE2 hash: exact in a double, the same in every index and process."""
    return float(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big"))


def tags_of(document: Document) -> dict[str, str]:
    """What a document can be filtered and counted by."""
    return {**document.filters, "kind": document.kind, "language": document.language}


def record_of(document: Document) -> Record:
    """Analyse a document."""
    words: dict[str, list[str]] = {}
    pairs: dict[str, list[str]] = {}
    forms: set[str] = set()
    for name, text in document.fields.items():
        folded = fold(text)
        found = analysis.tokens(folded)
        words[name] = [token.term for token in found]
        pairs[name] = analysis.pairs(folded)
        forms.update(token.form for token in found)
    counts: dict[str, Mapping[str, int]] = {}
    for stream in STREAMS:
        source = pairs if stream.pairs else words
        counted = Counter(term for name in stream.sources for term in source.get(name, ()))
        if counted:
            counts[stream.name] = counted
    return Record(
        key=document.key,
        kind=document.kind,
        version=document.version,
        counts=counts,
        forms=frozenset(forms),
        tags=tuple(sorted(tag(name, value) for name, value in tags_of(document).items())),
        text="\n".join(flat(text) for text in document.fields.values()),
        updated=document.updated if math.isfinite(document.updated) else 0.0,
        prior=prior(document.boosts),
        tie=tie_of(document.key),
    )
