"""The search: hits that the viewer may see, with their marked words and counts; by plain SQL when the index is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.articles import queries
from portal.articles.audience import words_for
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article, Revision
from portal.kernel import traces
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.search import documents, fallback, sync
from portal.search.engine import engine
from portal.search.models import Asking, SearchEvent
from portal.search.reach import at_the_desk, index_names
from search_index import Answer, IndexUnavailable, Question, QuestionTooLong, Reason, excerpt, mark, search_many

LONGEST_KEPT = 500
FACETS = ("type", "language", "service", "category")
STAFF_FACETS = ("state", "audience")
LAST_PAGE = 50

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Asked:
    """A question as a page puts it; `filters` are facet → chosen values."""

    text: str
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    size: int = 20
    surface: Asking = Asking.SEARCH


@dataclass(frozen=True)
class Item:
    """One result, ready to be shown."""

    article: Article
    revision: Revision
    title: Pieces
    excerpt: Pieces
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """A page of results. `degraded`: the index is away and plain SQL answered; `refused`: why nothing was looked up."""

    items: Sequence[Item]
    total: int
    page: int
    size: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    degraded: bool = False
    refused: str = ""
    words: tuple[str, ...] = ()

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
        _remember(viewer, asked, found)
    return found


def complete(viewer: Any, text: str, *, limit: int = 8, surface: Asking = Asking.SEARCH) -> list[Item]:
    """Articles for words of which the last is still being typed."""
    if len(text) > 200 or not text.strip():
        return []
    asked = Asked(text, size=limit, surface=surface)
    try:
        answer = _answer(viewer, asked, 1, "prefix", ())
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
    answer = _answer(viewer, asked, page, "words", facets)
    items, dropped = _items(viewer, asked, answer)
    return Found(items, max(0, answer.total - dropped), page, asked.size, answer.facets, words=answer.words)


def _answer(viewer: Any, asked: Asked, page: int, mode: Any, facets: tuple[str, ...]) -> Answer:
    names = index_names(viewer, asked.surface)
    filters = dict(asked.filters)
    if at_the_desk(viewer, asked.surface):
        filters.setdefault("state", tuple(sorted(state.value for state in LIVE)))
    question = Question(
        asked.text,
        mode=mode,
        kinds=asked.kinds or (documents.ARTICLE,),
        filters=filters,
        excluded=sync.held_keys(names),
        prefer={"language": current_locale()},
        page=page,
        size=asked.size,
        facets=facets,
    )
    return search_many([engine().index(name) for name in names], question)


def _items(viewer: Any, asked: Asked, answer: Answer) -> tuple[list[Item], int]:
    """The hits that the viewer may see, and how many were dropped: the record itself has the last word."""
    numbers = [hit.key for hit in answer.hits]
    desk = at_the_desk(viewer, asked.surface)
    known = queries.among(viewer, numbers) if desk else queries.among_open(viewer, numbers)
    items = [
        _item(viewer, known[hit.key], answer.words, desk, hit.reasons, hit.score)
        for hit in answer.hits
        if hit.key in known
    ]
    return items, len(numbers) - len(items)


def _item(
    viewer: Any,
    article: Article,
    words: tuple[str, ...],
    desk: bool,
    reasons: tuple[Reason, ...] = (),
    score: float = 0.0,
) -> Item:
    revision = words_for(viewer, article) if desk else article.outside or article.current
    plain = revision.plain if desk else revision.open_plain
    text = " ".join(plain.get(name, "") for name in ("issue", "resolution", "environment", "cause"))
    return Item(article, revision, mark(revision.title, words), excerpt(text, words, article.language), reasons, score)


def _by_sql(viewer: Any, asked: Asked, page: int) -> Found:
    wanted, unwanted = fallback.words_of(asked.text)
    desk = at_the_desk(viewer, asked.surface)
    query = queries.searched(viewer, wanted, unwanted) if desk else queries.searched_open(viewer, wanted, unwanted)
    query = fallback.narrowed(query, asked.filters)
    if asked.kinds and documents.ARTICLE not in asked.kinds:
        return Found([], 0, page, asked.size, degraded=True)
    found = page_of(query, page, asked.size)
    shown = [Item(article, *_marked(viewer, article, wanted, desk)) for article in found.items]
    return Found(shown, found.total, found.page, asked.size, degraded=True)


def _marked(viewer: Any, article: Article, words: Sequence[str], desk: bool) -> tuple[Revision, Pieces, Pieces]:
    terms = fallback.terms_of(words)
    item = _item(viewer, article, terms, desk)
    return item.revision, item.title, item.excerpt


def _remember(viewer: Any, asked: Asked, found: Found) -> None:
    traces.note(
        SearchEvent(
            user_id=viewer.id,
            surface=asked.surface,
            text=asked.text[:LONGEST_KEPT],
            language=current_locale(),
            results=found.total,
            top=[item.article.number for item in found.items[:10]],
            degraded=found.degraded,
        )
    )
