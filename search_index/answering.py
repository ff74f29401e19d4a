"""Answering a question over one or several indexes as if they were one."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search_index import planning
from search_index.document import Answer, Group, Hit, Index, Question
from search_index.plan import Found, Place, Plan, View
from search_index.synonyms import NONE, Synonyms

# The work is the interpreter's: threads that did it side by side would only take it from each other, term by term, at
# twice the cost for all of them.
_TURN = threading.Lock()


def search_many(indexes: Sequence[Index], question: Question, synonyms: Synonyms | None = None) -> Answer:
    """Answer over exactly these indexes: document frequencies, totals and facets are their sums.

    A key that stands in several (a record on its way from one to another) is shown once, in its newest state.
    Refuses as the indexes do (`IndexUnavailable`) and with `QuestionTooLong`.
    """
    return answer([index.view(question.excluded) for index in indexes], question, synonyms)


def suggest_many(
    indexes: Sequence[Index], text: str, *, limit: int = 8, excluded: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Complete the last word of a text with words of documents in exactly these indexes."""
    return planning.completions([index.view(excluded) for index in indexes], text, limit)


def answer(views: Sequence[View], question: Question, synonyms: Synonyms | None = None) -> Answer:
    """Plan once, carry out everywhere, merge."""
    size = min(max(question.size, 1), planning.LARGEST_PAGE)
    first = (max(question.page, 1) - 1) * size
    with _TURN:
        plan = planning.plan(question, views, synonyms or NONE)
        [found] = _merged([view.find_each([plan]) for view in views], [plan])
        hits = _describe(found.places[first : min(first + size, plan.wanted)], plan, views)
    return _answer(found, hits, plan, views)


def search_groups(
    indexes: Sequence[Index], question: Question, groups: Mapping[str, Group], synonyms: Synonyms | None = None
) -> dict[str, Answer]:
    """Fill several lists with one question: it is read, planned and scored once.

    What the question itself is narrowed to holds for all of them; its page and size do not count.
    """
    views = [index.view(question.excluded) for index in indexes]
    with _TURN:
        plan = planning.plan(question, views, synonyms or NONE)
        plans = [planning.narrowed(plan, group) for group in groups.values()]
        found = _merged([view.find_each(plans) for view in views], plans)
        # What stands in several lists is described once.
        places = {(number, place.where): (place, number) for one in found for place, number in one.places}
        hits = dict(zip(places, _describe(list(places.values()), plan, views), strict=True))
    return {
        name: _answer(one, tuple(hits[number, place.where] for place, number in one.places), plan, views)
        for name, one in zip(groups, found, strict=True)
    }


class _Merged(NamedTuple):
    """What all views found for one plan: the places in order, each with the number of its view."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    places: list[tuple[Place, int]]


def _merged(found: Sequence[Sequence[Found]], plans: Sequence[Plan]) -> list[_Merged]:
    merged = []
    for at, plan in enumerate(plans):
        facets: dict[str, Counter[str]] = {name: Counter() for name in plan.facets}
        for of_view in found:
            for name, counts in of_view[at].facets.items():
                facets[name].update(counts)
        places = sorted(
            ((place, number) for number, of_view in enumerate(found) for place in of_view[at].best),
            key=lambda pair: pair[0].order(),
        )
        kept = _once(places) if len(found) > 1 else places
        total = sum(of_view[at].total for of_view in found) - (len(places) - len(kept))
        counted = {name: dict(counts) for name, counts in facets.items()}
        merged.append(_Merged(total, counted, kept[: plan.wanted]))
    return merged


def _answer(found: _Merged, hits: tuple[Hit, ...], plan: Plan, views: Sequence[View]) -> Answer:
    return Answer(
        hits=hits,
        total=found.total,
        facets=found.facets,
        words=plan.words,
        generation="+".join(view.generation for view in views),
        ceiling=plan.ceiling,
        telling=plan.telling,
        asked=plan.asked,
        spellings=plan.spellings,
    )


def _once(places: list[tuple[Place, int]]) -> list[tuple[Place, int]]:
    newest: dict[float, float] = {}
    for place, _ in places:
        newest[place.tie] = max(place.updated, newest.get(place.tie, place.updated))
    seen: set[float] = set()
    kept = []
    for place, number in places:
        if place.tie not in seen and place.updated == newest[place.tie]:
            seen.add(place.tie)
            kept.append((place, number))
    return kept


def _describe(page: list[tuple[Place, int]], plan: Plan, views: Sequence[View]) -> tuple[Hit, ...]:
    described: dict[tuple[int, object], Hit] = {}
    for number, view in enumerate(views):
        places = [place for place, of in page if of == number]
        if places:
            hits = view.describe(plan, places)
            described.update({(number, place.where): hit for place, hit in zip(places, hits, strict=True)})
    return tuple(described[number, place.where] for place, number in page)
