"""Postings of an index on disk as arrays: read block by block, kept while they are asked for."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import SegmentReader, TermNotFound

from search_index.document import UPDATED, IndexUnavailable
from search_index.folding import katakana
from search_index.layout import FACTS, SCHEMA, Storage, engine
from search_index.ranking import K1, OTHER_STREAMS, STREAMS, B, Stream
from search_index.spelling import Lexicon
from search_index.streams import tag

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

NO_IDS: Ids = np.empty(0, np.int32)
NO_NUMBERS: Numbers = np.empty(0, np.float32)

# What all postings that are kept may take, and what an entry takes beside its arrays.
KEPT_BYTES = 48_000_000
_ENTRY_BYTES = 500

_Name = tuple[str, str, str]  # segment, field, term

_COLUMN_OF = {stream.name: number for number, stream in enumerate(STREAMS)}


class Postings:
    """Who has a term, and how often."""

    __slots__ = ("ids", "times")

    def __init__(self, ids: Ids, times: Numbers) -> None:
        self.ids = ids
        self.times = times

    def impacts(self, lengths: Numbers, average: float) -> Numbers:
        """The BM25 impacts (`ranking.impact`) at an average length."""
        norms = K1 * (1 - B) + (K1 * B / average) * lengths[self.ids]
        return (self.times * (K1 + 1) / (self.times + norms)).astype(np.float32)

    @property
    def bytes(self) -> int:
        return self.ids.nbytes + self.times.nbytes


class Segment:
    """One immutable part of an index, read whole; deletions are the snapshot's matter."""

    def __init__(self, storage: Storage, described: Any) -> None:
        self.id = str(described.segment_id())
        self.size = int(described.doc_count_all())
        self._lock = threading.Lock()
        self._reader = SegmentReader(storage, SCHEMA, described)
        rows = b"".join(self._reader.column_reader("facts"))
        facts = np.frombuffer(rows, dtype=FACTS)
        if len(facts) != self.size:
            raise IndexUnavailable("damaged", "facts do not fit the documents")
        self.updated: npt.NDArray[np.float64] = facts["updated"].copy()
        self.tie: npt.NDArray[np.float64] = facts["tie"].copy()
        self.prior: Numbers = facts["prior"].copy()
        self._lengths = {name: facts["lengths"][:, at].astype(np.float32) for name, at in _COLUMN_OF.items()}
        self._texts = self._reader.column_reader("text")
        # Whoosh opens the stored fields when they are first asked for; by then a merge may have removed the file.
        self._reader.stored_fields(0)
        self._values: dict[str, tuple[list[str], Ids]] = {}
        self._forms: tuple[list[tuple[str, str]], Ids] | None = None
        self._lexicon: Lexicon | None = None

    def lengths(self, stream: str) -> Numbers:
        """The length of every document in a stream, 0 where it has none."""
        return self._lengths[stream]

    def decode(self, field: str, term: str) -> Postings:
        """Read a term's postings block by block.

        `_read_ids`, `_read_weights` and `_next_block` of Whoosh's leaf matcher spare ten interpreted calls a posting;
        a term with one posting is kept in the term table and comes as another matcher, read by the public way.
        """
        ids: list[int] = []
        times: list[float] = []
        with self._lock, engine():
            try:
                matcher = self._reader.postings(field, term.encode())
            except TermNotFound:
                return Postings(NO_IDS, NO_NUMBERS)
            matcher = getattr(matcher, "child", matcher)
            blocks = hasattr(matcher, "_read_ids")
            while matcher.is_active():
                if blocks:
                    matcher._read_ids()
                    matcher._read_weights()
                    ids.extend(matcher._ids)
                    times.extend(matcher._weights)
                    matcher._next_block()
                else:
                    ids.append(matcher.id())
                    times.append(matcher.weight())
                    matcher.next()
        found = np.array(ids, np.int32)
        if len(found) and not 0 <= found[0] <= found[-1] < self.size:
            raise IndexUnavailable("damaged", "postings beyond the documents")
        return Postings(found, np.array(times, np.float32))

    def frequency(self, field: str, term: str) -> int:
        """How many documents, deleted ones among them, have a term."""
        with self._lock, engine():
            try:
                return int(self._reader.doc_frequency(field, term.encode()))
            except TermNotFound:
                return 0

    def metas(self, numbers: Iterable[int]) -> list[tuple[str, str, int]]:
        """Key, kind and version of some documents."""
        with self._lock, engine():
            metas = (self._reader.stored_fields(number)["meta"] for number in numbers)
            return [(str(key), str(kind), int(version)) for key, kind, version in metas]

    def text(self, number: int) -> str:
        """The flat text of a document."""
        with self._lock, engine():
            return bytes(self._texts[number]).decode()

    def _terms(self, field: str, prefix: str = "") -> list[str]:
        with self._lock, engine():
            return [bytes(term).decode() for term in self._reader.expand_prefix(field, prefix.encode())]

    def values(self, name: str) -> tuple[list[str], Ids]:
        """The values of a filter in this segment, and for each document the number of its value (-1 for none)."""
        if name not in self._values:
            start = tag(name, "")
            values = [term[len(start) :] for term in self._terms("tags", start)]
            numbers = np.full(self.size, -1, np.int32)
            for number, value in enumerate(values):
                numbers[self.decode("tags", tag(name, value)).ids] = number
            self._values[name] = (values, numbers)
        return self._values[name]

    def counts(self, name: str, ids: Ids, ages: Mapping[str, float]) -> Iterator[tuple[str, int]]:
        """How many of these documents have each value of a filter, or were updated since each of *ages*."""
        if name == UPDATED:
            updated = self.updated[ids]
            counted = {age: int(np.count_nonzero(updated >= since)) for age, since in ages.items()}
        else:
            values, numbers = self.values(name)
            of_ids = numbers[ids]
            found = np.bincount(of_ids[of_ids >= 0], minlength=len(values)).tolist()
            counted = dict(zip(values, found, strict=True))
        return ((value, count) for value, count in counted.items() if count)

    def forms(self) -> tuple[list[tuple[str, str]], Ids]:
        """All word forms with their katakana reading, in its order, and how many documents have each."""
        if self._forms is None:
            forms = sorted((katakana(form), form) for form in self._terms("forms"))
            counts = np.array([self.frequency("forms", form) for _, form in forms], np.int32)
            self._forms = (forms, counts)
        return self._forms

    def lexicon(self) -> Lexicon:
        """The word forms that others may be misspellings of."""
        if self._lexicon is None:
            self._lexicon = Lexicon(self._terms("forms"))
        return self._lexicon

    def forms_from(self, prefix: str, limit: int) -> list[str]:
        """The forms that begin with a katakana-folded prefix, commonest first."""
        forms, counts = self.forms()
        begin = bisect_left(forms, (prefix, ""))
        end = bisect_left(forms, (prefix + "\U0010ffff", ""))
        order = np.lexsort((np.arange(begin, end), -counts[begin:end]))[:limit]
        return [forms[begin + int(place)][1] for place in order]


class Worth:
    """Who has a term in any of some streams, and what it is worth there at a weight of 1 (`ranking.over_streams`)."""

    __slots__ = ("_averages", "ids", "points")

    def __init__(self, found: list[tuple[Ids, Numbers]], size: int, averages: tuple[float, ...]) -> None:
        self._averages = averages
        self.ids, self.points = found[0] if found else (NO_IDS, NO_NUMBERS)
        if len(found) > 1:
            having = np.zeros(size, np.bool_)
            best, total = np.zeros(size, np.float32), np.zeros(size, np.float32)
            for ids, points in found:
                having[ids] = True
                best[ids] = np.maximum(best[ids], points)
                total[ids] += points
            self.ids = np.flatnonzero(having).astype(np.int32)
            best, total = best[self.ids], total[self.ids]
            self.points = best + np.float32(OTHER_STREAMS) * (total - best)

    def holds_for(self, averages: tuple[float, ...]) -> bool:
        return self._averages == averages

    @property
    def bytes(self) -> int:
        return self.ids.nbytes + self.points.nbytes


class PostingsCache:
    """The postings asked for of late, of all segments, up to about so many bytes.

    Nothing is locked to look something up: many threads do so hundreds of times a question, and would queue. What was
    asked for stands in `_young`; when that is half of the capacity it becomes `_old`, which is given up the next time.
    """

    def __init__(self, capacity: int = KEPT_BYTES) -> None:
        self._young: dict[_Name, Postings | Worth] = {}
        self._old: dict[_Name, Postings | Worth] = {}
        self._size = 0  # bytes of what is young
        self._capacity = capacity
        self._lock = threading.Lock()

    def get(self, segment: Segment, field: str, term: str) -> Postings:
        """A term's postings in a segment, seldom decoded twice while they are kept."""
        name = (segment.id, field, term)
        found = self._known(name)
        if not isinstance(found, Postings):
            found = segment.decode(field, term)
            self._keep(name, found)
        return found

    def worth(self, segment: Segment, streams: tuple[Stream, ...], term: str, averages: Mapping[str, float]) -> Worth:
        """What a term is worth in the documents of a segment; put together once while it is kept."""
        name = (segment.id, "+".join([stream.name for stream in streams]), f" {term}")
        settled = tuple([averages[stream.name] for stream in streams])
        worth = self._known(name)
        if not isinstance(worth, Worth) or not worth.holds_for(settled):
            found = []
            for stream in streams:
                postings = self.get(segment, stream.name, term)
                if len(postings.ids):
                    impacts = postings.impacts(segment.lengths(stream.name), averages[stream.name])
                    found.append((postings.ids, impacts * np.float32(stream.weight)))
            worth = Worth(found, segment.size, settled)
            self._keep(name, worth)
        return worth

    def worth_beside(
        self,
        segment: Segment,
        streams: tuple[Stream, ...],
        term: str,
        beside: tuple[str, ...],
        averages: Mapping[str, float],
    ) -> tuple[Ids, Numbers]:
        """The same for the documents that have all of `beside` too, each in any of the streams."""
        worth = self.worth(segment, streams, term, averages)
        ids, points = worth.ids, worth.points
        for other in beside:
            both = np.isin(ids, self.worth(segment, streams, other, averages).ids, assume_unique=True)
            ids, points = ids[both], points[both]
        return ids, points

    def _known(self, name: _Name) -> "Postings | Worth | None":
        found = self._young.get(name)
        if found is None:
            found = self._old.get(name)
            if found is not None:
                self._keep(name, found)
        return found

    def _keep(self, name: _Name, found: "Postings | Worth") -> None:
        with self._lock:
            before = self._young.get(name)
            self._size += _bytes(found) - (_bytes(before) if before is not None else 0)
            self._young[name] = found
            if self._size > self._capacity // 2:
                self._old, self._young, self._size = self._young, {}, 0

    def keep_only(self, segments: frozenset[str]) -> None:
        """Forget the postings of segments that are gone."""
        with self._lock:
            self._old = {name: found for name, found in self._old.items() if name[0] in segments}
            self._young = {name: found for name, found in self._young.items() if name[0] in segments}
            self._size = sum(map(_bytes, self._young.values()))


def _bytes(found: "Postings | Worth") -> int:
    """About what one entry takes, its name and the dictionary's place included."""
    return found.bytes + _ENTRY_BYTES
