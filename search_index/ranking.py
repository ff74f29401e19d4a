"""How near counts: every weight of the engine, in one table, and the formula that uses them."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# BM25: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, with the usual k1. The usual b of 0.75 is
# for texts in one field. Here each field has its own norm, and what makes one longer than another is wordiness alone:
# the norm counts whole. docs/decisions/0006-length-norms.md says what was tried.
K1 = 1.2
B = 1.0


@dataclass(frozen=True, slots=True)
class Stream:
    """One list of terms a document has, with its own length norm.

    `short` streams are asked for every term, long ones only for the telling terms of a long question.
    """

    name: str
    sources: tuple[str, ...]
    weight: float
    pairs: bool = False
    short: bool = True


STREAMS = (
    Stream("title", ("title",), 1.5),
    Stream("issue", ("issue",), 1.5),
    Stream("body", ("environment", "resolution", "cause"), 1.45, short=False),
    Stream("codes", ("codes",), 4.0),
    Stream("keywords", ("keywords",), 1.5),
    Stream("vocabulary", ("vocabulary",), 1.0),
    Stream("title_pairs", ("title",), 1.5, pairs=True),
    Stream("issue_pairs", ("issue",), 1.5, pairs=True),
    Stream(
        "body_pairs", ("environment", "resolution", "cause", "keywords", "vocabulary"), 1.45, pairs=True, short=False
    ),
)
STREAM_OF = {stream.name: stream for stream in STREAMS}
WORD_STREAMS = tuple(stream for stream in STREAMS if not stream.pairs)
PAIR_STREAMS = tuple(stream for stream in STREAMS if stream.pairs)

# Japanese counts half by words and half by character pairs.
JAPANESE_WORD_SHARE = 0.5
JAPANESE_PAIR_SHARE = 0.5

# Pairs alone make a match only when they bring this share of what all pairs of the question could: one pair (バー of
# サーバー, ドライバー) says nothing.
PAIRS_ALONE = 0.4

# A reading or spelling that is not what was typed counts less than what was. Words that no document has are looked up
# as misspelled, so many of a question; long ones may have two errors in them.
SPELLING_FACTOR = 0.7
MISSPELLED_WORDS = 4
SPELLINGS = 3
LONG_WORD = 8
SYNONYM_FACTOR = 0.55
PREFIX_FACTOR = 0.8

# Which terms of a long question are looked for. A short question needs all its words everywhere; a long text is better
# and faster without its common words in the long fields.
ALL_WORDS_UP_TO = 12
TELLING_WORDS = 16
ALL_PAIRS_UP_TO = 24
TELLING_PAIRS = 32
SHORT_WORDS = 64
SHORT_PAIRS = 96
COMMON_SHARE = 0.10
COMMON_AT_LEAST = 50

# Below this number of documents, that most of them have a word does not make it a common word.
FEWEST_DOCUMENTS = 500

COMPLETIONS = 20
PHRASE_CANDIDATES = 500
# Reasons are looked for among the most telling wishes, and so many are shown.
REASONED_WISHES = 24
REASONS = 6

# A term counts where it is worth most; what it brings in the document's other streams is added with this share. Were
# all of it added, a text that is all body (a short help text, an answer) would stand behind every longer record.
OTHER_STREAMS = 0.15

# What the asker's own surroundings are worth.
PREFERENCES = {"service": 1.3, "category": 1.1, "kind": 1.2}
OTHER_PREFERENCE = 1.05
LOWEST_PRIOR, HIGHEST_PRIOR = 0.3, 2.0

SCORE_DIGITS = 4
# About what a term gives a document that has it in title and issue, at an impact of 1.
CEILING = 1.5


def idf(documents: int, frequency: int) -> float:
    """How telling a term is that `frequency` of `documents` have; few documents do not tell what is common."""
    documents = max(documents, FEWEST_DOCUMENTS)
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def damped(times: int) -> float:
    """What a term counts that stands several times in the question: 1, 1.33, 1.5, … below 2."""
    return 2 * times / (times + 1)


def settled(average: float) -> float:
    """An average length on a grid of 2 % steps, so that impacts stay valid while an index grows by single documents."""
    return 2 ** (round(math.log2(average) * 32) / 32) if average > 0 else 1.0


def impact(times: float, length: float, average: float) -> float:
    """What a term that stands `times` times in a stream of `length` terms adds, before weights (BM25)."""
    return times * (K1 + 1) / (times + K1 * (1 - B + B * length / average))


def over_streams(points: Collection[float]) -> float:
    """What a term is worth that brings so many points in the streams of a document."""
    best = max(points)
    return best + OTHER_STREAMS * (sum(points) - best)


def prior(boosts: Mapping[str, float]) -> float:
    """The factor of a document whatever is asked: the product of its boosts, within bounds."""
    product = math.prod(boosts.values())
    return min(HIGHEST_PRIOR, max(LOWEST_PRIOR, product)) if math.isfinite(product) else 1.0


def preference(name: str) -> float:
    """The factor of a document that shares the asker's service, category or other filter."""
    return PREFERENCES.get(name, OTHER_PREFERENCE)


def too_common(documents: int) -> float:
    """The number of documents above which a term of a long question is not looked for in long fields."""
    return max(COMMON_AT_LEAST, documents * COMMON_SHARE)
