"""A group of synonyms tried on the portal's own past before it is saved: where the article that helped would stand."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.incidents.models import Incident
from portal.search import replay, synonyms
from portal.search.models import CountsFor, Direction, SynonymGroup
from portal.search.wording import readable
from search_index import Synonyms, analysis

LOOKED_AT = 300  # solved incidents, newest first
MOST_ASKED = 50  # of those that have one of the words
LONGEST = 3.0  # seconds


@dataclass(frozen=True)
class Moved:
    """An incident whose article stands elsewhere with the group; None: it is not found."""

    incident: Incident
    article: str
    before: int | None
    after: int | None


@dataclass
class Trial:
    """What the group changes. `solved` incidents with an article were looked at; for `asked` of them it counts."""

    solved: int = 0
    asked: int = 0
    improved: list[Moved] = field(default_factory=list)
    worse: list[Moved] = field(default_factory=list)
    cut: bool = False  # there were more than could be asked in time

    @property
    def unchanged(self) -> int:
        return self.solved - len(self.improved) - len(self.worse)


def of_group(
    viewer: Any, group: SynonymGroup | None, *, words: list[str], direction: Direction, counts_for: CountsFor
) -> Trial:
    """What changes when *group* (None: a new one) reads like this and is in use.

    Of incidents and articles only those that *viewer* may see. Refuses what could not be saved, and while there is no
    index. Bounded in questions and time.
    """
    others = synonyms.in_use(without=group.id if group else None)
    wanted = Synonyms([*others, synonyms.group_of(readable(words), direction, counts_for)])
    return _compared(viewer, synonyms.house_list(), wanted)


def _compared(viewer: Any, before: Synonyms, after: Synonyms) -> Trial:
    incidents, solved = replay.newest(viewer, LOOKED_AT)
    incidents = [incident for incident in incidents if solved.get(incident.id)]
    trial, until = Trial(), time.monotonic() + LONGEST
    for incident in incidents:
        counts = _differ(incident.symptom, before, after)
        if counts and (trial.asked == MOST_ASKED or time.monotonic() > until):
            trial.cut = True
            break
        trial.solved += 1
        if not counts:
            continue
        trial.asked += 1
        articles = solved[incident.id]
        places = [_place(replay.ranking(viewer, incident, words), articles.keys()) for words in (before, after)]
        if places[0][0] != places[1][0]:
            number = articles[places[1][1] or places[0][1] or next(iter(articles))]
            moved = Moved(incident, number, places[0][0], places[1][0])
            (trial.improved if _order(moved.after) < _order(moved.before) else trial.worse).append(moved)
    return trial


def _differ(text: str, before: Synonyms, after: Synonyms) -> bool:
    """Whether the two lists make different questions of this text."""
    terms = analysis.terms(text)
    in_japanese = analysis.is_japanese(text)
    return set(before.of(terms, japanese=in_japanese)) != set(after.of(terms, japanese=in_japanese))


def _place(ranking: Sequence[Any], articles: Any) -> tuple[int | None, int | None]:
    """Where the first of these articles stands, and its id."""
    found = ((place, one.article_id) for place, one in enumerate(ranking, start=1) if one.article_id in articles)
    return next(found, (None, None))


def _order(place: int | None) -> float:
    return float("inf") if place is None else place
