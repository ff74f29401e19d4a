"""Plain rankings to be held against: BM25 over character pairs, BM25 over words, and SQLite's FTS5 over words.

BM25 with k1 1.2 and b 0.75, the title counted twice, every term of a question once. Words are lower case with light
endings cut off where they are English and those of the dictionary where they are Japanese; pairs are pairs of Japanese
characters beside whole Latin words, or pairs within words where the question is English. `YARDSTICK` is what another
implementation of the same formula measured on the public questions: who does not come near it measures something else.
"""

import math
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.exchange.records import Record
from portal.ops.evaluate.measures import CUT
from portal.ops.evaluate.questions import Judged
from search_index import analysis

K1, B = 1.2, 0.75
NAMES = ("pairs", "words", "fts5")
FIELDS = ("issue", "environment", "resolution", "cause", "summary", "more")

# Per set of questions, language and number of questions: success@1, @5, @10, MRR@10. Issues were left out everywhere.
YARDSTICK = {
    ("webapps", "en", 84): (0.44, 0.62, 0.69, 0.51),
    ("kcs-symptom", "en", 90): (0.86, 0.94, 0.94, 0.89),
    ("jaquad", "ja", 120): (0.88, 0.98, 1.00, 0.93),
    ("ms-faq", "ja", 80): (0.58, 0.85, 0.88, 0.67),
    ("kcs-symptom", "ja", 60): (0.87, 0.98, 1.00, 0.92),
}
NEAR = 0.02
LEFT_OUT = frozenset({"issue"})

_LATIN = re.compile(r"[a-z0-9]+")
_RUNS = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff]+|[a-z0-9]+")
_ENDINGS = ("ing", "ed", "es", "s")

Terms = Callable[[str], list[str]]


def yardstick_terms(language: str) -> Terms:
    """What the yardstick was measured with: words in English, pairs in Japanese."""
    return _pairs if language == "ja" else _english_words


def terms(name: str, language: str) -> Terms:
    if name == "pairs":
        return _pairs if language == "ja" else _english_pairs
    return _japanese_words if language == "ja" else _english_words


class Ranker:
    """The records of an evaluation, less the fields that were left out, ready to be asked."""

    def __init__(self, records: Sequence[Record], without: frozenset[str]) -> None:
        legible = [record for record in records if not record.trouble]
        self._keys = [str(record.fields.get("id") or "") for record in legible]
        self._texts = [_text(record.fields, without) for record in legible]
        self._built: dict[Terms, _Bm25] = {}
        self._fts5: dict[Terms, sqlite3.Connection] = {}

    def ranking(self, name: str, question: Judged) -> list[str]:
        """The keys of the best ten by this baseline."""
        cut = terms(name, question.language)
        if name == "fts5":
            return [self._keys[number] for number in self._by_fts5(cut, question.text)]
        return self.by_bm25(cut, question)

    def by_bm25(self, cut: Terms, question: Judged) -> list[str]:
        if cut not in self._built:
            self._built[cut] = _Bm25([cut(text) for text in self._texts])
        return [self._keys[number] for number in self._built[cut].best(cut(question.text))]

    def _by_fts5(self, cut: Terms, text: str) -> list[int]:
        if cut not in self._fts5:
            database = self._fts5[cut] = sqlite3.connect(":memory:")
            database.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize='unicode61')")
            rows = ((number, " ".join(cut(text))) for number, text in enumerate(self._texts))
            database.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", rows)
        asked = " OR ".join('"{}"'.format(term.replace('"', '""')) for term in dict.fromkeys(cut(text)))
        query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts), rowid LIMIT ?"
        return [row[0] for row in self._fts5[cut].execute(query, (asked, CUT))] if asked else []

    def close(self) -> None:
        for database in self._fts5.values():
            database.close()


def opened(records: Sequence[Record], without: frozenset[str]) -> "closing[Ranker]":
    return closing(Ranker(records, without))


class _Bm25:
    """Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, term after term as it is written there."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._count = len(texts)
        self._lengths = np.array([len(text) for text in texts], np.float64)
        self._average = float(self._lengths.mean()) if texts else 1.0
        having: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(texts):
            for term, times in Counter(text).items():
                having[term].append((number, times))
        self._having = {term: np.array(pairs, np.int64).T for term, pairs in having.items()}

    def best(self, asked: Sequence[str]) -> list[int]:
        scores: npt.NDArray[np.float64] = np.zeros(self._count)
        for term in dict.fromkeys(asked):
            if term in self._having:
                numbers, times = self._having[term]
                idf = math.log(1 + (self._count - len(numbers) + 0.5) / (len(numbers) + 0.5))
                norm = 1 - B + B * self._lengths[numbers] / self._average
                scores[numbers] += idf * times * (K1 + 1) / (times + K1 * norm)
        order = np.argsort(-scores, kind="stable")[:CUT].tolist()
        return [number for number in order if scores[number] > 0]


def interval(differences: Sequence[float], *, rounds: int = 10_000, seed: int = 20261122) -> tuple[float, float, float]:
    """Mean of paired differences and its 95 % bootstrap interval (Efron and Tibshirani, 1993); the same every time."""
    values = np.array(differences, np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(values), (rounds, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return round(float(values.mean()), 4), round(float(low), 4), round(float(high), 4)


def _text(fields: Mapping[str, Any], without: frozenset[str]) -> str:
    return "\n".join([str(fields.get("title") or "")] * 2 + list(_parts(fields, without)))


def _parts(fields: Mapping[str, Any], without: frozenset[str]) -> Iterator[str]:
    for name in FIELDS:
        if name not in without:
            value = fields.get(name) or ""
            yield " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _english_words(text: str) -> list[str]:
    return [_cut(word) for word in _LATIN.findall(_folded(text))]


def _cut(word: str) -> str:
    """A word of four letters or more without its ending, of which three stay."""
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= 3), "")
    return word.removesuffix(ending)


def _english_pairs(text: str) -> list[str]:
    return [pair for word in _LATIN.findall(_folded(text)) for pair in _neighbours(word) or [word]]


def _japanese_words(text: str) -> list[str]:
    return [token.term for token in analysis.words(text)]


def _pairs(text: str) -> list[str]:
    runs = _RUNS.findall(_folded(text))
    return [term for run in runs for term in ([run] if run.isascii() else _neighbours(run))]


def _neighbours(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
