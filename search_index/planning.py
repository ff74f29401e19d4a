"""From a question to a plan: which terms are looked for where, and what each counts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from search_index import analysis, japanese, ranking
from search_index.document import Group, Question
from search_index.folding import fold, katakana
from search_index.plan import Option, Phrase, Plan, View, Wish
from search_index.question import Asked, read
from search_index.ranking import PAIR_STREAMS, STREAMS, WORD_STREAMS, Stream
from search_index.spelling import correctable
from search_index.streams import flat
from search_index.synonyms import Synonyms

LARGEST_PAGE = 100
DEEPEST = 10_000
# More distinct terms than this are not even counted: the rest of such a text says nothing new.
_MOST_WORDS, _MOST_PAIRS = 400, 600

_LAST = re.compile("(?:[\u30a1-\u30fcー]+|[\u3041-\u3096ー]+|[\u3005\u3400-\u9fff]+|[^\\W_][\\w.\\-@]*)$")
_HAS_HIRAGANA = re.compile("[\u3041-\u3096]")


@dataclass(slots=True)
class _Draft:
    """A wish before its weights are known.

    Options are (terms, factor, reason); of a phrase the rarest term is looked for, beside all the others.
    """

    asked: str
    share: float
    typed: bool = True  # else a synonym or a reading, which nobody has to meet
    times: int = 1
    options: list[tuple[tuple[str, ...], float, str]] = field(default_factory=list)
    weights: list[tuple[str, float, str, tuple[str, ...]]] = field(default_factory=list)
    strength: float = 0.0
    frequency: int = 0


class _Statistics:
    """Document frequencies summed over exactly the views that are asked."""

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views
        self.documents = sum(view.size() for view in views)
        self.averages: dict[str, float] = {}
        for stream in STREAMS:
            sums = [view.lengths(stream.name) for view in views]
            holders = sum(have for _, have in sums)
            self.averages[stream.name] = ranking.settled(sum(total for total, _ in sums) / holders if holders else 0.0)
        self._filled = {
            pairs: [s for s in streams if any(view.lengths(s.name)[1] for view in views)]
            for pairs, streams in ((False, WORD_STREAMS), (True, PAIR_STREAMS))
        }

    def streams(self, pairs: bool) -> list[Stream]:
        """The streams that any document has."""
        return self._filled[pairs]

    def frequency(self, term: str, pairs: bool) -> int:
        """In how many documents the term is, in the stream where it is commonest."""
        counts = (sum(view.frequency(s.name, term) for view in self._views) for s in self._filled[pairs])
        return max(counts, default=0)

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Word forms that begin with the prefix, commonest first, over all views."""
        counted: Counter[str] = Counter()
        for view in self._views:
            counted.update(dict(view.completions(prefix, limit)))
        return [form for form, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]]

    def spellings(self, word: str) -> list[str]:
        """Word forms with as few errors as any, commonest first, over all views."""
        counted: Counter[str] = Counter()
        errors: dict[str, int] = {}
        for view in self._views:
            for form, distance, documents in view.spellings(word):
                counted[form] += documents
                errors[form] = distance
        fewest = min(errors.values(), default=0)
        found = [form for form in counted if errors[form] == fewest]
        return sorted(found, key=lambda form: (-counted[form], form))[: ranking.SPELLINGS]


def last_word(text: str) -> tuple[str, str]:
    """A folded text before its last word, and that word as far as it is typed (empty after a blank)."""
    match = _LAST.search(text[-analysis.LONGEST :])
    last = match.group() if match else ""
    return text[: len(text) - len(last)], last


def completions(views: Sequence[View], text: str, limit: int) -> tuple[str, ...]:
    """The text with its last word completed in the commonest ways; nothing after a blank."""
    head, last = last_word(fold(text))
    if not last or (len(last) < 2 and last.isascii()):
        return ()
    found = _Statistics(views).completions(katakana(last), limit + 1)
    return tuple(head + form for form in found if form != last)[:limit]


def _word_drafts(text: str) -> dict[str, _Draft]:
    """The words of a text, each once, with how often it stands there."""
    drafts: dict[str, _Draft] = {}
    for token in analysis.words(text):
        draft = drafts.get(token.term)
        if draft is not None:
            draft.times += 1
        elif len(drafts) < _MOST_WORDS:
            share = ranking.JAPANESE_WORD_SHARE if token.kind == "japanese" else 1.0
            reason = "code" if token.kind == "code" else "word"
            drafts[token.term] = _Draft(token.form, share, options=[((token.term,), 1.0, reason)])
    return drafts


def _prefix_draft(prefix: str, statistics: _Statistics) -> _Draft:
    """Whatever begins with the prefix; the word as typed, where it is one, counts in full."""
    draft = _Draft(prefix, 1.0)
    for form in statistics.completions(katakana(fold(prefix)), ranking.COMPLETIONS):
        tokens = analysis.words(form)
        if tokens:
            whole = form == prefix
            reason = ("code" if tokens[0].kind == "code" else "word") if whole else "prefix"
            draft.options.append(((tokens[0].term,), 1.0 if whole else ranking.PREFIX_FACTOR, reason))
    return draft


def _drafts(asked: Asked, question: Question, statistics: _Statistics, synonyms: Synonyms) -> list[_Draft]:
    text = "\n".join((asked.text, *asked.phrases))
    prefixes = list(asked.prefixes)
    if question.mode == "prefix" and not asked.phrases:
        head, last = last_word(fold(asked.text))
        if len(last) >= 2 or (last and not last.isascii()):
            text = head
            prefixes.append(last)
    drafts = _word_drafts(text)
    for caller, _, terms in synonyms.of(tuple(drafts), japanese=analysis.is_japanese(text)):
        # A synonym has no pairs beside it, so its share is made up for.
        drafts[caller].options.append((terms, synonyms.weight / drafts[caller].share, "synonym"))
    for written, reading in japanese.katakana_readings(fold(text)):
        for token in analysis.words(reading):
            draft = drafts.setdefault(f"\n{token.term}", _Draft(written, 1.0, typed=False))
            draft.options.append(((token.term,), ranking.SPELLING_FACTOR, "spelling"))
    found = list(drafts.values())
    for prefix in prefixes:
        draft = _prefix_draft(prefix, statistics)
        found.extend([draft] if draft.options else _word_drafts(prefix).values())
    return found


def _put_right(drafts: Iterable[_Draft], statistics: _Statistics) -> dict[str, str]:
    """Let words that no document has stand for known ones that are spelled nearly so; gives the likeliest of each."""
    found: dict[str, str] = {}
    unknown = (
        draft
        for draft in drafts
        if draft.typed
        and correctable(draft.asked)
        and not any(statistics.frequency(term, pairs=False) for terms, _, _ in draft.options for term in terms)
    )
    for draft in islice(unknown, ranking.MISSPELLED_WORDS):
        for form in statistics.spellings(draft.asked):
            for token in analysis.words(form)[:1]:
                draft.options.append(((token.term,), ranking.SPELLING_FACTOR, "spelling"))
                found.setdefault(draft.asked, form)
    return found


def _pair_drafts(asked: Asked) -> list[_Draft]:
    counted = Counter(analysis.pairs(fold("\n".join((asked.text, *asked.phrases, *asked.prefixes)))))
    share = ranking.JAPANESE_PAIR_SHARE
    few = list(counted.items())[:_MOST_PAIRS]
    return [_Draft(pair, share, times=times, options=[((pair,), 1.0, "word")]) for pair, times in few]


def _weigh(drafts: Iterable[_Draft], statistics: _Statistics, pairs: bool) -> list[_Draft]:
    """The drafts that any document meets, most telling first."""
    kept = []
    for draft in drafts:
        own = 0.0
        for terms, factor, reason in dict.fromkeys(draft.options):
            frequency, term = min((statistics.frequency(term, pairs), term) for term in terms)
            if not frequency:
                continue
            telling = ranking.idf(statistics.documents, frequency)
            weight = telling * factor * draft.share * ranking.damped(draft.times)
            if reason == "synonym" and own:
                # Rare as it may be, it counts at most as the word asked for, and does not tell how telling that is.
                weight = min(weight, own / draft.share)
            else:
                draft.strength = max(draft.strength, weight)
                draft.frequency = max(draft.frequency, frequency)
                own = 0.0 if reason == "synonym" else max(own, weight)
            draft.weights.append((term, weight, reason, tuple(one for one in terms if one != term)))
        if draft.weights:
            kept.append(draft)
            continue
        draft.strength = ranking.idf(statistics.documents, 0) * draft.share * ranking.damped(draft.times)
    kept.sort(key=lambda draft: (-draft.strength, draft.weights[0][0]))
    return kept


def _wishes(drafts: Sequence[_Draft], statistics: _Statistics, pairs: bool) -> list[Wish]:
    """Term choice: every term on short streams; on long ones all of few, else the most telling of many."""
    most_short = ranking.SHORT_PAIRS if pairs else ranking.SHORT_WORDS
    all_up_to = ranking.ALL_PAIRS_UP_TO if pairs else ranking.ALL_WORDS_UP_TO
    most_long = ranking.TELLING_PAIRS if pairs else ranking.TELLING_WORDS
    streams = statistics.streams(pairs)
    long = list(drafts)
    if len(drafts) > all_up_to:
        bound = ranking.too_common(statistics.documents)
        long = ([draft for draft in drafts if draft.frequency <= bound] or list(drafts[:3]))[:most_long]
    telling = {id(draft) for draft in long}
    wishes = []
    for draft in drafts[:most_short]:
        asked_of = [stream for stream in streams if stream.short or id(draft) in telling]
        options = tuple(
            Option(term, reason, tuple((stream.name, weight * stream.weight) for stream in asked_of), beside)
            for term, weight, reason, beside in draft.weights
        )
        wishes.append(Wish(draft.asked, options, pairs))
    return wishes


def _phrases(texts: Iterable[str], always_text: bool) -> tuple[Phrase, ...]:
    found = []
    for text in texts:
        terms = analysis.terms(text)
        if terms:
            found.append(Phrase(text.strip(), terms, flat(text) if always_text or " " in text.strip() else ""))
    return tuple(found)


def plan(question: Question, views: Sequence[View], synonyms: Synonyms) -> Plan:
    """Read the question and settle everything that needs to know all indexes that take part."""
    asked = read(question.text, question.mode)
    statistics = _Statistics(views)
    all_words = _drafts(asked, question, statistics, synonyms)
    spellings = _put_right(all_words, statistics)
    words = _weigh(all_words, statistics, pairs=False)
    all_pairs = _pair_drafts(asked)
    pairs = _weigh(all_pairs, statistics, pairs=True)
    conditions: list[tuple[str, tuple[str, ...]]] = [(name, (value,)) for name, value in asked.filters]
    conditions += [(name, tuple(values)) for name, values in question.filters.items()]
    if question.kinds:
        conditions.append(("kind", question.kinds))
    nothing_asked = not (asked.text.strip() or asked.phrases or asked.prefixes)
    # Words that no document has count too: what is found is measured by everything that was asked.
    strengths = sum(draft.strength for draft in (*all_words, *all_pairs) if draft.typed)
    terms = [one for draft in words for term, _, _, beside in draft.weights for one in (term, *beside)]
    bound = ranking.too_common(statistics.documents)
    shown_pairs = [draft.asked for draft in pairs if not _HAS_HIRAGANA.search(draft.asked)]
    size = min(max(question.size, 1), LARGEST_PAGE)
    return Plan(
        wishes=(*_wishes(words, statistics, pairs=False), *_wishes(pairs, statistics, pairs=True)),
        averages=statistics.averages,
        wanted=min(max(question.page, 1) * size, DEEPEST),
        phrases=_phrases(asked.phrases, always_text=True),
        without=_phrases(asked.without, always_text=False),
        conditions=tuple(conditions),
        prefer=tuple(question.prefer.items()),
        facets=question.facets,
        since=question.since,
        ages=question.ages,
        listing=nothing_asked and bool(conditions),
        pairs_alone=ranking.PAIRS_ALONE * sum(draft.strength for draft in all_pairs),
        ceiling=strengths * ranking.CEILING,
        asked=sum(draft.typed for draft in all_words),
        spellings=spellings,
        words=tuple(dict.fromkeys((*terms, *shown_pairs))),
        telling=frozenset(weight[0] for draft in words if draft.frequency <= bound for weight in draft.weights),
    )


def narrowed(plan: Plan, group: Group) -> Plan:
    """The same plan for one list of a group's kinds and filters."""
    conditions = [*plan.conditions, *((name, tuple(values)) for name, values in group.filters.items())]
    if group.kinds:
        conditions.append(("kind", group.kinds))
    return replace(plan, conditions=tuple(conditions), wanted=min(max(group.size, 1), LARGEST_PAGE))
