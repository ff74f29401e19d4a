"""The search: hits that the viewer may see, with their marked words and counts; by plain SQL when the index is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from portal.articles import queries
from portal.articles.lifecycle import LIVE
from portal.incidents.lifecycle import State as IncidentState
from portal.kernel import clock
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.problems.lifecycle import State as ProblemState
from portal.search import fallback, ledger, sync
from portal.search.documents import ARTICLE, KINDS
from portal.search.engine import engine
from portal.search.models import Asking
from portal.search.reach import at_the_desk, index_names
from portal.search.readings import reading
from search_index import (
    UPDATED,
    Answer,
    IndexUnavailable,
    Question,
    QuestionTooLong,
    Reason,
    excerpt,
    mark,
    respelled,
    search_many,
)
from search_index.document import Mode

FACETS = ("type", "language", "service", "category")
STAFF_FACETS = ("kind", "state", "audience", UPDATED)
# Updated within so many days.
AGES = (7, 30, 90, 365)
LAST_PAGE = 50
# Records that are put away are found by their state only.
_SHOWN = tuple(sorted({state.value for states in (LIVE, IncidentState, ProblemState) for state in states}))

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Asked:
    """A question as a page puts it; `filters` are facet → chosen values, `within` the days since the last update.

    Kinds other than articles are found at the desk only.
    """

    text: str
    kinds: tuple[str, ...] = (ARTICLE,)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: int | None = None
    page: int = 1
    size: int = 20
    surface: Asking = Asking.SEARCH


@dataclass(frozen=True)
class Item:
    """One result, ready to be shown: an article, an incident or a problem."""

    record: Any
    language: str
    title: Pieces
    excerpt: Pieces
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """A page of results. `degraded`: the index is away and plain SQL answered; `refused`: why nothing was looked up;
    `respelled`: the question with known words for those that stand nowhere, which were looked for too."""

    items: Sequence[Item]
    total: int
    page: int
    size: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    degraded: bool = False
    refused: str = ""
    words: tuple[str, ...] = ()
    respelled: str = ""

    @property
    def pages(self) -> int:
        return min(LAST_PAGE, max(1, -(-self.total // self.size)))

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)


def ask(viewer: Any, asked: Asked) -> Found:
    """Answer a question for *viewer*; never fails for the index's sake, and never for what was typed."""
    if not asked.text.strip():
        return Found([], 0, 1, asked.size)
    asked_page = min(max(1, asked.page), LAST_PAGE)
    try:
        found = _by_index_or_sql(viewer, asked, asked_page)
    except QuestionTooLong as refused:
        sentence = _(
            "The question is too long: at most %(limit)s characters. Use a few telling words.", limit=refused.limit
        )
        return Found([], 0, 1, asked.size, refused=sentence)
    if asked_page == 1:
        ledger.searched(
            viewer,
            asked.surface,
            asked.text,
            results=found.total,
            top=[item.record.number for item in found.items],
            degraded=found.degraded,
        )
    return found


def complete(viewer: Any, text: str, *, limit: int = 8, surface: Asking = Asking.SEARCH) -> list[Item]:
    """Articles for words of which the last is still being typed."""
    if len(text) > 200 or not text.strip():
        return []
    asked = Asked(text, size=limit, surface=surface)
    try:
        answer = _answer(viewer, asked, "prefix")
        return _items(viewer, asked, answer)[0]
    except QuestionTooLong:
        return []
    except IndexUnavailable:
        return list(_by_sql(viewer, asked, 1).items)


def _by_index_or_sql(viewer: Any, asked: Asked, page: int) -> Found:
    try:
        return _by_index(viewer, asked, page)
    except IndexUnavailable:
        return _by_sql(viewer, asked, page)


def _by_index(viewer: Any, asked: Asked, page: int) -> Found:
    facets = (*FACETS, *STAFF_FACETS) if at_the_desk(viewer, asked.surface) else FACETS
    answer = _answer(viewer, replace(asked, page=page), facets=facets)
    items, dropped = _items(viewer, asked, answer)
    meant = respelled(asked.text, answer.spellings) if answer.spellings else ""
    return Found(
        items,
        max(0, answer.total - dropped),
        page,
        asked.size,
        answer.facets,
        words=answer.words,
        respelled=meant if meant != asked.text else "",
    )


def question_of(
    viewer: Any, asked: Asked, names: Sequence[str], *, mode: Mode = "words", facets: tuple[str, ...] = ()
) -> Question:
    """What the indexes *names* are asked, as far as *viewer* may be answered."""
    filters, prefer = dict(asked.filters), {"language": current_locale()}
    desk = at_the_desk(viewer, asked.surface)
    kinds = asked.kinds if desk else (ARTICLE,)
    if desk:
        if "state" not in fallback.named(asked.text):
            filters.setdefault("state", _SHOWN)
        if len(kinds) > 1:
            # An answer is worth more than one more question about the same.
            prefer["kind"] = ARTICLE
    now = clock.now()
    return Question(
        asked.text,
        mode=mode,
        kinds=kinds,
        filters=filters,
        excluded=sync.held_keys(names),
        prefer=prefer,
        page=asked.page,
        size=asked.size,
        facets=facets,
        since=(now - timedelta(days=asked.within)).timestamp() if asked.within else 0.0,
        ages={str(days): (now - timedelta(days=days)).timestamp() for days in AGES},
    )


def _answer(viewer: Any, asked: Asked, mode: Mode = "words", facets: tuple[str, ...] = ()) -> Answer:
    names = index_names(viewer, asked.surface)
    question = question_of(viewer, asked, names, mode=mode, facets=facets)
    return search_many([engine().index(name) for name in names], question)


def _items(viewer: Any, asked: Asked, answer: Answer) -> tuple[list[Item], int]:
    """The hits that the viewer may see, and how many were dropped: the record itself has the last word."""
    desk = at_the_desk(viewer, asked.surface)
    known: dict[str, Any] = {}
    for name, kind in KINDS.items():
        numbers = [hit.key for hit in answer.hits if hit.kind == name]
        if name == ARTICLE and not desk:
            known |= queries.among_open(viewer, numbers)
        elif desk:
            known |= kind.among(viewer, numbers)
    items = [
        _item(viewer, known[hit.key], answer.words, desk, hit.reasons, hit.score)
        for hit in answer.hits
        if hit.key in known
    ]
    return items, len(answer.hits) - len(items)


def _item(
    viewer: Any,
    record: Any,
    words: tuple[str, ...],
    desk: bool,
    reasons: tuple[Reason, ...] = (),
    score: float = 0.0,
) -> Item:
    read = reading(viewer, record, desk=desk)
    marked = mark(read.title, words), excerpt(read.text, words, read.language)
    return Item(record, read.language, *marked, reasons, score)


def _by_sql(viewer: Any, asked: Asked, page: int) -> Found:
    desk = at_the_desk(viewer, asked.surface)
    wanted, unwanted = fallback.words_of(asked.text)
    since = clock.now() - timedelta(days=asked.within) if asked.within else None
    narrowed = fallback.Narrowed(asked.kinds if desk else (ARTICLE,), asked.filters, since)
    found = fallback.found(viewer, wanted, unwanted, narrowed, desk=desk, page=page, size=asked.size)
    terms = fallback.terms_of(wanted)
    items = [_item(viewer, record, terms, desk) for record in found.items]
    return Found(items, found.total, found.page, asked.size, degraded=True)
