"""Answering a question over one or several indexes as if they were one."""

from collections import Counter
from collections.abc import Sequence

from search_index import planning
from search_index.document import Answer, Hit, Index, Question
from search_index.plan import Place, Plan, View
from search_index.synonyms import NONE, Synonyms


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
    plan = planning.plan(question, views, synonyms or NONE)
    generation = "+".join(view.generation for view in views)
    found = [view.find(plan) for view in views]
    facets: dict[str, Counter[str]] = {name: Counter() for name in plan.facets}
    for one in found:
        for name, counts in one.facets.items():
            facets[name].update(counts)
    merged = sorted(
        ((place, number) for number, one in enumerate(found) for place in one.best), key=lambda pair: pair[0].order()
    )
    best = _once(merged) if len(views) > 1 else merged
    size = min(max(question.size, 1), planning.LARGEST_PAGE)
    first = (max(question.page, 1) - 1) * size
    return Answer(
        hits=_describe(best[first : min(first + size, plan.wanted)], plan, views),
        total=sum(one.total for one in found) - (len(merged) - len(best)),
        facets={name: dict(counts) for name, counts in facets.items()},
        words=plan.words,
        generation=generation,
        ceiling=plan.ceiling,
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
