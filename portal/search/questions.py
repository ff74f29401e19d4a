"""The search log: what people asked in a search field, how often nothing was found, and what was opened.

Nobody is named. A question stands there by its words only once it was asked `OFTEN` times (domain 6.3) and tells no
address, number or password; rarer ones are counted and nothing else. What came upon a record that the viewer may not
see did not happen, so whether something was found never tells of one.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, not_, select

from portal.articles.audience import visible_clause
from portal.articles.models import Article
from portal.articles.standard import personal
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.text import fold
from portal.search.documents import KINDS
from portal.search.models import Asking, Deed, SearchEvent, SuggestionEvent

PERIODS = (7, 30, 90)
OFTEN = 3
# Typed in a search field; what is told at an intake or in a report is no question, but somebody's case.
SURFACES = (Asking.SEARCH, Asking.FAQ)
MOST = 50_000  # the newest so many are looked at


@dataclass(frozen=True)
class Question:
    """Askings of the same words, whatever their case and width. `opened` and `rank` are of the search for people who
    are signed in: elsewhere nobody knows what was opened."""

    text: str
    times: int
    without_result: int
    unopened: int
    ranks: Sequence[int]
    last: datetime

    @property
    def opened(self) -> int:
        return len(self.ranks)

    @property
    def rank(self) -> float | None:
        """The mean place of the first result opened; None where none was."""
        return sum(self.ranks) / len(self.ranks) if self.ranks else None


@dataclass(frozen=True)
class Log:
    """Everything asked in the period. `rare`: how many askings are only counted; `cut`: there were more than `MOST`."""

    questions: Sequence[Question] = ()
    times: int = 0
    without_result: int = 0
    answered: int = 0  # askings of which it is known whether something was opened, and that found something
    ranks: Sequence[int] = ()
    rare: int = 0
    cut: bool = False

    @property
    def rank(self) -> float | None:
        return sum(self.ranks) / len(self.ranks) if self.ranks else None


@dataclass
class _Asking:
    """One person's question on one day, however often it was sent."""

    text: str
    at: datetime
    is_followed: bool
    found: bool = False
    rank: int | None = None


def log(viewer: Any, days: int, surfaces: Sequence[Asking] = SURFACES) -> Log:
    """What was asked in the last so many days, as far as it concerns only what *viewer* may see."""
    since = clock.now() - timedelta(days=days)
    query = (
        select(SearchEvent.id, SearchEvent.asking, SearchEvent.surface, SearchEvent.text, SearchEvent.at)
        .add_columns(SearchEvent.results, SearchEvent.top)
        .where(SearchEvent.at >= since, SearchEvent.surface.in_(surfaces), not_(SearchEvent.degraded))
        .order_by(SearchEvent.id.desc())
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    hidden = _hidden(viewer)
    askings: dict[str, _Asking] = {}
    withheld: set[str] = set()
    for row in rows:
        name = row.asking or f"#{row.id}"
        if not hidden.isdisjoint(row.top):
            withheld.add(name)
        kept = askings.setdefault(name, _Asking(row.text, row.at, row.surface is Asking.SEARCH))
        kept.found = kept.found or row.results > 0
    for name in withheld:
        del askings[name]
    for name, rank in _first_opened(viewer, since):
        if name in askings:
            askings[name].rank = rank
    return _told(list(askings.values()), cut=len(rows) == MOST)


def _told(askings: Sequence[_Asking], *, cut: bool) -> Log:
    groups: defaultdict[str, list[_Asking]] = defaultdict(list)
    for asking in askings:
        groups[fold(asking.text)].append(asking)
    often = [
        group for group in groups.values() if len(group) >= OFTEN and not any(personal(asking.text) for asking in group)
    ]
    questions = [_question(group) for group in often]
    answered = [asking for asking in askings if asking.is_followed and asking.found]
    return Log(
        sorted(questions, key=lambda question: (-question.times, question.text)),
        len(askings),
        sum(not asking.found for asking in askings),
        len(answered),
        [asking.rank for asking in answered if asking.rank is not None],
        len(askings) - sum(question.times for question in questions),
        cut,
    )


def _question(group: Sequence[_Asking]) -> Question:
    followed = [asking for asking in group if asking.is_followed and asking.found]
    return Question(
        Counter(asking.text for asking in group).most_common(1)[0][0],
        len(group),
        sum(not asking.found for asking in group),
        sum(asking.rank is None for asking in followed),
        [asking.rank for asking in followed if asking.rank is not None],
        max(asking.at for asking in group),
    )


def _hidden(viewer: Any) -> frozenset[str]:
    """The numbers of all records that *viewer* may not see; few."""
    found: set[str] = set()
    for kind in KINDS.values():
        found |= set(db.session.scalars(select(kind.model.number).where(not_(kind.visible_clause(viewer)))))
    return frozenset(found)


def _first_opened(viewer: Any, since: datetime) -> list[tuple[str, int]]:
    """For each asking the foremost place that was opened."""
    query = (
        select(SuggestionEvent.asking, func.min(SuggestionEvent.rank))
        .join(Article, Article.id == SuggestionEvent.article_id)
        .where(SuggestionEvent.deed == Deed.OPENED, SuggestionEvent.at >= since, visible_clause(viewer))
        .group_by(SuggestionEvent.asking)
    )
    return [(name, rank) for name, rank in db.session.execute(query)]
