"""Searching by plain SQL while there is no index: the same grammar, the same visibility, fewer comforts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, false, literal, or_, select

from portal.articles import queries
from portal.articles.audience import open_clause, reach
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article, Revision
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.paging import Page, total_of
from portal.problems.models import Problem
from portal.search.documents import ARTICLE, INCIDENT, KINDS, PROBLEM
from search_index import analysis, question
from search_index.folding import fold

MOST_WORDS = 12
MOST_TELLING = 6

# Where words are looked for in what has no revisions.
_TEXTS: dict[str, tuple[Any, ...]] = {
    PROBLEM: (Problem.statement, Problem.symptoms, Problem.description, Problem.workaround, Problem.fix),
    INCIDENT: (Incident.subject, Incident.symptom, Incident.resolution, Incident.direct_cause),
}


@dataclass(frozen=True)
class Narrowed:
    """What is looked through: these kinds, with these values of facets, updated since then."""

    kinds: Sequence[str] = (ARTICLE,)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None


def words_of(text: str) -> tuple[list[str], list[str]]:
    """The words to find and those to leave out, as they are written in the question.

    Refuses with `QuestionTooLong` as the index does.
    """
    asked = question.read(text, "words")
    wanted = [*asked.phrases, *asked.prefixes, *_surfaces(asked.text)]
    return list(dict.fromkeys(wanted))[:MOST_WORDS] or [asked.text.strip()[:100]], list(asked.without)[:MOST_WORDS]


def named(text: str) -> frozenset[str]:
    """What the question itself narrows by, as state does in state:closed."""
    return frozenset(name for name, _value in question.read(text, "words").filters)


def found(
    viewer: Any,
    wanted: Sequence[str],
    unwanted: Sequence[str],
    narrowed: Narrowed,
    *,
    desk: bool,
    page: int,
    size: int,
) -> Page[Any]:
    """Records with all words: articles first, then problems, then incidents; never any that the viewer may not see."""
    parts = [
        _narrowed(_with_all(viewer, name, wanted, unwanted, desk=desk), name, narrowed)
        for name in KINDS
        if name in narrowed.kinds
    ]
    totals = [total_of(part) for part in parts]
    page = min(max(1, page), max(1, -(-sum(totals) // size)))
    before = (page - 1) * size
    records: list[Any] = []
    for part, total in zip(parts, totals, strict=True):
        if before < total and len(records) < size:
            records += db.session.scalars(part.limit(size - len(records)).offset(before)).unique().all()
        before = max(0, before - total)
    return Page(records, sum(totals), page, size)


def telling_words(text: str) -> list[str]:
    """The longest words of a text of any shape; each by itself may find something."""
    words = dict.fromkeys(_surfaces(fold(text[:2_000])))
    return sorted((word for word in words if len(word) > 1), key=len, reverse=True)[:MOST_TELLING]


def with_any(viewer: Any, words: Sequence[str], *, outside: bool) -> Select[Article]:
    """Articles that have any of *words*, those with most of them first; *outside*: as readers get them."""
    sequence, text = (
        (Article.outside_sequence, Revision.open_words) if outside else (Article.current_sequence, Revision.words)
    )
    query = select(Article).where(open_clause(reach(viewer))) if outside else queries.visible(viewer)
    query = query.join(Revision, (Revision.article_id == Article.id) & (Revision.sequence == sequence))
    having = [or_(queries.like(Revision.title, word), queries.like(text, word)) for word in words]
    found: Any = sum((case((one, 1), else_=0) for one in having), start=literal(0))
    query = query.where(Article.confidence != Confidence.ARCHIVED, or_(*having))
    return query.order_by(found.desc(), Article.changed_at.desc(), Article.id.desc())


def terms_of(words: Sequence[str]) -> tuple[str, ...]:
    """What `excerpt` and `mark` look for."""
    return tuple(dict.fromkeys(term for word in words for term in analysis.terms(word)))


def _with_all(viewer: Any, name: str, wanted: Sequence[str], unwanted: Sequence[str], *, desk: bool) -> Select[Any]:
    if name == ARTICLE:
        return (queries.searched if desk else queries.searched_open)(viewer, wanted, unwanted)
    model, texts = KINDS[name].model, _TEXTS[name]

    def has(word: str) -> Any:
        return or_(*(queries.like(text, word) for text in texts))

    having = and_(*(has(word) for word in wanted), *(~has(word) for word in unwanted))
    query = select(model).where(KINDS[name].visible_clause(viewer), having)
    return query.order_by(model.changed_at.desc(), model.id.desc())


def _narrowed(query: Select[Any], kind: str, narrowed: Narrowed) -> Select[Any]:
    """Keep the facets that were chosen; what a kind of record does not have leaves none of it."""
    model = KINDS[kind].model
    columns: dict[str, Any] = {"state": model.confidence if kind == ARTICLE else model.state}
    if kind == ARTICLE:
        columns |= {"type": Article.type, "language": Article.language, "audience": Article.audience}
    for name, values in narrowed.filters.items():
        if name == "service":
            query = query.where(model.service.has(Service.key.in_(values)))
        elif name == "category":
            query = query.where(model.category.has(Category.slug.in_(values)))
        elif name in columns:
            query = query.where(columns[name].in_([value for value in values if _fits(columns[name], value)]))
        else:
            query = query.where(false())
    return query.where(model.changed_at >= narrowed.since) if narrowed.since is not None else query


def _surfaces(text: str) -> list[str]:
    """The words of a text as they stand in it: Japanese has no spaces to divide at."""
    return [text[token.start : token.end] for token in analysis.words(text)]


def _fits(column: Any, value: str) -> bool:
    kind = getattr(column.type, "enum_class", None)
    return kind is None or value in {member.value for member in kind}
