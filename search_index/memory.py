"""An index in memory: the plain statement of what an index does."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from search_index import planning, ranking
from search_index.answering import answer
from search_index.document import UPDATED, Answer, Document, Hit, IndexUnavailable, Question, Reason
from search_index.folding import katakana
from search_index.matching import has_phrase, reasoned, shown_reasons
from search_index.plan import Found, Option, Phrase, Place, Plan, Wish
from search_index.ranking import WORD_STREAMS
from search_index.spelling import Lexicon
from search_index.streams import Record, record_of, tag
from search_index.synonyms import Synonyms

_NOBODY: dict[str, dict[str, int]] = {}


class MemoryView:
    """The documents of one moment, and who has which term."""

    def __init__(self, records: Mapping[str, Record], generation: str) -> None:
        self._records = records
        self.generation = generation
        postings: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        forms: Counter[str] = Counter()
        for key, record in records.items():
            forms.update(record.forms)
            for stream, counts in record.counts.items():
                for term, times in counts.items():
                    postings[stream][term][key] = times
        self._postings: dict[str, dict[str, dict[str, int]]] = dict(postings)
        self._lengths = {
            stream.name: {
                key: sum(own.values()) for key, record in records.items() if (own := record.counts.get(stream.name))
            }
            for stream in ranking.STREAMS
        }
        self.forms: Mapping[str, int] = forms
        self._sorted_forms = sorted((katakana(form), form) for form in forms)
        self._lexicon: Lexicon | None = None

    def size(self) -> int:
        return len(self._records)

    def lengths(self, stream: str) -> tuple[int, int]:
        lengths = self._lengths[stream]
        return sum(lengths.values()), len(lengths)

    def _having(self, stream: str, term: str) -> Mapping[str, int]:
        return self._postings.get(stream, _NOBODY).get(term, {})

    def frequency(self, stream: str, term: str) -> int:
        return len(self._having(stream, term))

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        begin = bisect_left(self._sorted_forms, (prefix, ""))
        found = []
        for folded, form in self._sorted_forms[begin:]:
            if not folded.startswith(prefix):
                break
            found.append((form, self.forms[form]))
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def spellings(self, word: str) -> list[tuple[str, int, int]]:
        if self._lexicon is None:
            self._lexicon = Lexicon(list(self.forms))
        return [(form, errors, self.forms[form]) for form, errors in self._lexicon.near(word).items()]

    def _points(self, option: Option, plan: Plan) -> dict[str, float]:
        """What each document gets for a term: its BM25 impacts in the streams, weighted and put together."""
        points: defaultdict[str, list[float]] = defaultdict(list)
        for stream, weight in option.weights:
            lengths, average = self._lengths[stream], plan.averages[stream]
            for key, times in self._having(stream, option.term).items():
                points[key].append(weight * ranking.impact(times, lengths[key], average))
        return {
            key: ranking.over_streams(of_streams)
            for key, of_streams in points.items()
            if all(any(key in self._having(stream, term) for stream, _ in option.weights) for term in option.beside)
        }

    def _scores(self, plan: Plan) -> dict[str, float]:
        scores = self._sum(plan, [wish for wish in plan.wishes if not wish.pair])
        for key, points in self._sum(plan, [wish for wish in plan.wishes if wish.pair]).items():
            if key in scores or points >= plan.pairs_alone:
                scores[key] += points
        for name, value in plan.prefer:
            for key in scores:
                if tag(name, value) in self._records[key].tags:
                    scores[key] *= ranking.preference(name)
        return {key: score * self._records[key].prior for key, score in scores.items()}

    def _sum(self, plan: Plan, wishes: Iterable[Wish]) -> defaultdict[str, float]:
        scores: defaultdict[str, float] = defaultdict(float)
        for wish in wishes:
            best: dict[str, float] = {}
            for option in wish.options:
                for key, points in self._points(option, plan).items():
                    best[key] = max(points, best.get(key, 0.0))
            for key, points in best.items():
                scores[key] += points
        return scores

    def _has(self, key: str, phrase: Phrase) -> bool:
        return all(any(key in self._having(s.name, term) for s in WORD_STREAMS) for term in phrase.terms) and (
            not phrase.text or has_phrase(self._records[key].text, phrase.text)
        )

    def _meets(self, key: str, plan: Plan, ignored: str | None = None) -> bool:
        record = self._records[key]
        if ignored != UPDATED and plan.since and record.updated < plan.since:
            return False
        tags = record.tags
        return all(
            name == ignored or any(tag(name, value) in tags for value in values) for name, values in plan.conditions
        )

    def find(self, plan: Plan) -> Found:
        scores = dict.fromkeys(self._records, 0.0) if plan.listing else self._scores(plan)
        for phrase in plan.phrases:
            scores = {key: score for key, score in scores.items() if self._has(key, phrase)}
        for phrase in plan.without:
            scores = {key: score for key, score in scores.items() if not self._has(key, phrase)}
        found = Found()
        for name in plan.facets:
            records = [self._records[key] for key in scores if self._meets(key, plan, name)]
            if name == UPDATED:
                counted = {age: sum(record.updated >= since for record in records) for age, since in plan.ages.items()}
                found.facets[name] = {age: count for age, count in counted.items() if count}
                continue
            values = (t.partition("=") for record in records for t in record.tags)
            found.facets[name] = dict(Counter(value for of, _, value in values if of == name))
        places = [
            Place(round(score, ranking.SCORE_DIGITS), self._records[key].updated, self._records[key].tie, key)
            for key, score in scores.items()
            if self._meets(key, plan)
        ]
        found.total = len(places)
        found.best = sorted(places, key=Place.order)[: plan.wanted]
        return found

    def find_each(self, plans: Sequence[Plan]) -> list[Found]:
        return [self.find(plan) for plan in plans]

    def describe(self, plan: Plan, places: Sequence[Place]) -> list[Hit]:
        keys = [str(place.where) for place in places]
        points: dict[str, list[tuple[float, Reason]]] = {key: [] for key in keys}
        for option, reason in reasoned(plan):
            given = self._points(option, plan)
            for key in keys:
                if key in given:
                    points[key].append((given[key], reason))
        hits = []
        for key, place in zip(keys, places, strict=True):
            record = self._records[key]
            shared = [Reason(name, value, value) for name, value in plan.prefer if tag(name, value) in record.tags]
            best_first = sorted(points[key], key=lambda item: -item[0])
            reasons = shown_reasons((reason for _, reason in best_first), plan, shared)
            hits.append(Hit(key, record.kind, record.version, place.score, reasons))
        return hits


class MemoryIndex:
    """Keeps an index in dictionaries; for tests and as the measure of every other index."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._changes = 0
        self._whole: MemoryView | None = None
        self._closed = False

    def add(self, documents: Iterable[Document]) -> None:
        self.apply(documents, ())

    def remove(self, keys: Iterable[str]) -> None:
        self.apply((), keys)

    def apply(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        self._check()
        gone = set(remove)
        records = {key: record for key, record in self._records.items() if key not in gone}
        records.update({document.key: record_of(document) for document in add})
        self._replace(records)

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> None:
        self._check()
        records = {}
        for count, document in enumerate(documents, 1):
            records[document.key] = record_of(document)
            if progress:
                progress(count)
        self._replace(records)

    def _replace(self, records: dict[str, Record]) -> None:
        self._records, self._whole = records, None
        self._changes += 1

    def _check(self) -> None:
        if self._closed:
            raise IndexUnavailable("closed")

    def view(self, excluded: frozenset[str] = frozenset()) -> MemoryView:
        self._check()
        if excluded.isdisjoint(self._records):
            if self._whole is None:
                self._whole = MemoryView(self._records, self.generation())
            return self._whole
        shown = {key: record for key, record in self._records.items() if key not in excluded}
        return MemoryView(shown, self.generation())

    def search(self, question: Question, synonyms: Synonyms | None = None) -> Answer:
        return answer([self.view(question.excluded)], question, synonyms)

    def suggest(self, text: str, *, limit: int = 8, excluded: frozenset[str] = frozenset()) -> tuple[str, ...]:
        return planning.completions([self.view(excluded)], text, limit)

    def terms(self) -> Mapping[str, int]:
        return self.view().forms

    def size(self) -> int:
        return self.view().size()

    def keys_and_versions(self) -> dict[str, int]:
        self._check()
        return {key: record.version for key, record in self._records.items()}

    def generation(self) -> str:
        return str(self._changes)

    def close(self) -> None:
        self._closed = True
