"""Carrying a plan out over segments: term after term, impacts are added up in an array."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search_index import ranking
from search_index.describing import best_first, holding
from search_index.document import UPDATED, Hit, Reason
from search_index.matching import has_phrase, reasoned, shown_reasons
from search_index.plan import Found, Option, Phrase, Place, Plan, Wish
from search_index.postings import Ids, Mask, Numbers, Postings, PostingsCache, Segment
from search_index.ranking import STREAM_OF, WORD_STREAMS
from search_index.streams import tag

_MOST_FREQUENCIES = 200_000

Scores = npt.NDArray[np.float64]


class Part(NamedTuple):
    """A segment with its documents that are there (None: all of them)."""

    segment: Segment
    live: Mask | None


class DiskView:
    """One state of an index on disk; every method may be called from several threads."""

    def __init__(self, parts: Sequence[Part], cache: PostingsCache, generation: str) -> None:
        self._parts = parts
        self._cache = cache
        self.generation = generation
        self._frequencies: dict[tuple[str, str], int] = {}
        self._lengths: dict[str, tuple[int, int]] = {}
        self._guard = threading.Lock()
        self._size = sum(part.segment.size if part.live is None else int(part.live.sum()) for part in parts)

    def without(self, excluded: Iterable[str]) -> "DiskView":
        """The same state without some keys."""
        names = [key for key in excluded if key.isprintable()]
        parts = []
        for part in self._parts:
            live = part.live
            for key in names:
                ids = self._postings(part.segment, "key", key).ids
                if len(ids):
                    live = np.ones(part.segment.size, np.bool_) if live is None else live.copy()
                    live[ids] = False
            parts.append(Part(part.segment, live))
        return DiskView(parts, self._cache, self.generation)

    def size(self) -> int:
        return self._size

    def lengths(self, stream: str) -> tuple[int, int]:
        if stream not in self._lengths:
            total = holders = 0
            for segment, live in self._parts:
                lengths = segment.lengths(stream) if live is None else segment.lengths(stream)[live]
                total += int(lengths.sum(dtype=np.float64))
                holders += int(np.count_nonzero(lengths))
            self._lengths[stream] = (total, holders)
        return self._lengths[stream]

    def _postings(self, segment: Segment, field: str, term: str) -> Postings:
        return self._cache.get(segment, field, term)

    def frequency(self, stream: str, term: str) -> int:
        name = (stream, term)
        found = self._frequencies.get(name)
        if found is None:
            found = sum(self._frequency(part, stream, term) for part in self._parts)
            with self._guard:
                if len(self._frequencies) >= _MOST_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[name] = found
        return found

    def _frequency(self, part: Part, field: str, term: str) -> int:
        if part.live is None:
            return part.segment.frequency(field, term)
        return int(np.count_nonzero(part.live[self._postings(part.segment, field, term).ids]))

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        # Twice as many as asked, since some may stand only in documents that are gone.
        forms = {form for part in self._parts for form in part.segment.forms_from(prefix, 2 * limit)}
        counted = ((form, self.frequency("forms", form)) for form in forms)
        return sorted((item for item in counted if item[1]), key=lambda item: (-item[1], item[0]))[:limit]

    def spellings(self, word: str) -> list[tuple[str, int, int]]:
        near = {form: errors for part in self._parts for form, errors in part.segment.lexicon().near(word).items()}
        counted = ((form, errors, self.frequency("forms", form)) for form, errors in near.items())
        return [item for item in counted if item[2]]

    def forms(self) -> dict[str, int]:
        """All word forms with the number of documents that have them."""
        counted: Counter[str] = Counter()
        for segment, live in self._parts:
            forms, counts = segment.forms()
            gone = 0 if live is None else segment.size - int(live.sum())
            for (_, form), count in zip(forms, counts.tolist(), strict=True):
                counted[form] += self._frequency(Part(segment, live), "forms", form) if gone else count
        return {form: count for form, count in counted.items() if count}

    def keys_and_versions(self) -> dict[str, int]:
        """The key and version of every document."""
        found: dict[str, int] = {}
        for segment, live in self._parts:
            there = range(segment.size) if live is None else np.flatnonzero(live).tolist()
            found.update((key, version) for key, _kind, version in segment.metas(there))
        return found

    def _worth(self, option: Option, plan: Plan, segment: Segment) -> tuple[Ids, Numbers, float]:
        """The documents that have a term, what it is worth there, and the factor that makes it points."""
        streams = tuple([STREAM_OF[name] for name, _ in option.weights])
        ids, points = self._cache.worth_beside(segment, streams, option.term, option.beside, plan.averages)
        return ids, points, option.weights[0][1] / streams[0].weight

    def _scores(self, plan: Plan, segment: Segment) -> Scores:
        scores = self._sum(plan, segment, [wish for wish in plan.wishes if not wish.pair])
        by_pairs = self._sum(plan, segment, [wish for wish in plan.wishes if wish.pair])
        by_pairs[(scores == 0) & (by_pairs < plan.pairs_alone)] = 0
        scores += by_pairs
        for name, value in plan.prefer:
            scores[self._postings(segment, "tags", tag(name, value)).ids] *= ranking.preference(name)
        scores *= segment.prior
        return scores

    def _sum(self, plan: Plan, segment: Segment, wishes: Iterable[Wish]) -> Scores:
        alone = []
        several = []
        for wish in wishes:
            options = [self._worth(option, plan, segment) for option in wish.options]
            met = [option for option in options if len(option[0])]
            if len(met) == 1:
                alone.append(met[0])
            elif met:
                several.append(met)
        scores = _added(alone, segment.size)
        best = np.zeros(segment.size if several else 0, np.float64)
        for met in several:
            for ids, points, factor in met:
                best[ids] = np.maximum(best[ids], points * factor)
            for ids, _, _ in met:
                scores[ids] += best[ids]
                best[ids] = 0
        return scores

    def _having(self, segment: Segment, phrase: Phrase) -> Mask:
        having = np.ones(segment.size, np.bool_)
        for term in phrase.terms:
            one = np.zeros(segment.size, np.bool_)
            for stream in WORD_STREAMS:
                one[self._postings(segment, stream.name, term).ids] = True
            having &= one
        return having

    def _with_text(self, segment: Segment, ids: Ids, scores: Scores, text: str) -> Ids:
        """The documents of which the text holds the phrase; only so many are looked at, best first."""
        if len(ids) > ranking.PHRASE_CANDIDATES:
            ids = ids[np.argsort(-scores[ids], kind="stable")[: ranking.PHRASE_CANDIDATES]]
        return np.array([number for number in ids.tolist() if has_phrase(segment.text(number), text)], np.int32)

    def _candidates(self, plan: Plan, part: Part, scores: Scores) -> Ids:
        """The documents that match, before the conditions."""
        segment, live = part
        match = np.ones(segment.size, np.bool_) if plan.listing else scores > 0
        if live is not None:
            match &= live
        for phrase in plan.phrases:
            match &= self._having(segment, phrase)
            if phrase.text:
                kept = self._with_text(segment, _ids(match), scores, phrase.text)
                match = np.zeros(segment.size, np.bool_)
                match[kept] = True
        for phrase in plan.without:
            unwanted = self._having(segment, phrase) & match
            if phrase.text:
                ids = _ids(unwanted)
                looked_at = ids[np.argsort(-scores[ids], kind="stable")[: ranking.PHRASE_CANDIDATES]]
                holding = self._with_text(segment, looked_at, scores, phrase.text)
                unwanted[looked_at] = False
                unwanted[holding] = True
            match &= ~unwanted
        return _ids(match)

    def _meeting(self, segment: Segment, name: str, values: Sequence[str]) -> Mask:
        mask = np.zeros(segment.size, np.bool_)
        for value in values:
            mask[self._postings(segment, "tags", tag(name, value)).ids] = True
        return mask

    def find(self, plan: Plan) -> Found:
        return self.find_each([plan])[0]

    def find_each(self, plans: Sequence[Plan]) -> list[Found]:
        shared = plans[0]
        answers = [Found(facets={name: {} for name in plan.facets}) for plan in plans]
        for number, part in enumerate(self._parts):
            segment = part.segment
            scores = np.zeros(segment.size, np.float64) if shared.listing else self._scores(shared, segment)
            candidates = self._candidates(shared, part, scores)
            for plan, found in zip(plans, answers, strict=True):
                met = [(name, self._meeting(segment, name, values)[candidates]) for name, values in plan.conditions]
                if plan.since:
                    met.append((UPDATED, segment.updated[candidates] >= plan.since))
                for facet in plan.facets:
                    counts = found.facets[facet]
                    ids = candidates[_all(met, len(candidates), facet)]
                    for value, count in segment.counts(facet, ids, plan.ages):
                        counts[value] = counts.get(value, 0) + count
                ids = candidates[_all(met, len(candidates), None)]
                found.total += len(ids)
                found.best += _best(segment, number, ids, scores, plan.wanted)
        for plan, found in zip(plans, answers, strict=True):
            found.best = sorted(found.best, key=Place.order)[: plan.wanted]
        return answers

    def describe(self, plan: Plan, places: Sequence[Place]) -> list[Hit]:
        options = reasoned(plan)
        hits: dict[int, Hit] = {}
        for number, (segment, _) in enumerate(self._parts):
            here = [
                (at, doc) for at, place in enumerate(places) for in_part, doc in [_where(place)] if in_part == number
            ]
            if not here:
                continue
            docs = np.array([doc for _, doc in here], np.int32)
            words = best_first([(reason, self._worth(option, plan, segment)) for option, reason in options], docs)
            shared = [
                (Reason(name, value, value), holding(self._postings(segment, "tags", tag(name, value)).ids, docs))
                for name, value in plan.prefer
            ]
            metas = segment.metas(docs.tolist())
            for column, ((at, _), (key, kind, version)) in enumerate(zip(here, metas, strict=True)):
                reasons = shown_reasons(words[column], plan, [reason for reason, having in shared if having[column]])
                hits[at] = Hit(key, kind, version, places[at].score, reasons)
        return [hits[at] for at in range(len(places))]


def _added(terms: Sequence[tuple[Ids, Numbers, float]], size: int) -> Scores:
    """What the terms bring each document, added up in one go."""
    if not terms:
        return np.zeros(size, np.float64)
    ids = np.concatenate([ids for ids, _, _ in terms])
    points = np.empty(len(ids), np.float64)
    start = 0
    for _, of_term, factor in terms:
        end = start + len(of_term)
        np.multiply(of_term, factor, out=points[start:end])
        start = end
    return np.bincount(ids, points, size).astype(np.float64, copy=False)


def _ids(mask: Mask) -> Ids:
    return np.flatnonzero(mask).astype(np.int32)


def _where(place: Place) -> tuple[int, int]:
    if isinstance(place.where, str):
        raise TypeError("a place of another kind of index")
    return place.where


def _all(met: Sequence[tuple[str, Mask]], count: int, ignored: str | None) -> Mask:
    """Which of the candidates meet every condition but those on one name."""
    kept = np.ones(count, np.bool_)
    for name, mask in met:
        if name != ignored:
            kept &= mask
    return kept


def _best(segment: Segment, number: int, ids: Ids, scores: Scores, wanted: int) -> list[Place]:
    """The best of the documents; what ties with the last of them is ordered by age and key, not by chance."""
    rounded = np.round(scores[ids], ranking.SCORE_DIGITS)
    if len(ids) > wanted:
        bar = np.partition(rounded, len(ids) - wanted)[len(ids) - wanted]
        kept = rounded >= bar
        ids, rounded = ids[kept], rounded[kept]
    order = np.lexsort((segment.tie[ids], -segment.updated[ids], -rounded))[:wanted]
    return [
        Place(float(rounded[at]), float(segment.updated[ids[at]]), float(segment.tie[ids[at]]), (number, int(ids[at])))
        for at in order.tolist()
    ]
