"""Searching by plain SQL while there is no index: the same grammar, the same visibility, fewer comforts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, literal, or_, select

from portal.articles import queries
from portal.articles.audience import open_clause, reach
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article, Revision
from portal.catalog.models import Category, Service
from search_index import analysis, question
from search_index.folding import fold

MOST_WORDS = 12
MOST_TELLING = 6


def words_of(text: str) -> tuple[list[str], list[str]]:
    """The words to find and those to leave out, as they are written in the question.

    Refuses with `QuestionTooLong` as the index does.
    """
    asked = question.read(text, "words")
    wanted = [*asked.phrases, *asked.prefixes, *_surfaces(asked.text)]
    return list(dict.fromkeys(wanted))[:MOST_WORDS] or [asked.text.strip()[:100]], list(asked.without)[:MOST_WORDS]


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


def narrowed(query: Select[Article], filters: Mapping[str, tuple[str, ...]]) -> Select[Article]:
    """Keep the facets that were chosen."""
    columns: dict[str, Any] = {
        "type": Article.type,
        "language": Article.language,
        "state": Article.confidence,
        "audience": Article.audience,
    }
    for name, values in filters.items():
        if name in columns:
            kept = [value for value in values if _fits(columns[name], value)]
            query = query.where(columns[name].in_(kept))
        elif name == "service":
            query = query.where(Article.service.has(Service.key.in_(values)))
        elif name == "category":
            query = query.where(Article.category.has(Category.slug.in_(values)))
    return query


def _surfaces(text: str) -> list[str]:
    """The words of a text as they stand in it: Japanese has no spaces to divide at."""
    return [text[token.start : token.end] for token in analysis.words(text)]


def _fits(column: Any, value: str) -> bool:
    kind = getattr(column.type, "enum_class", None)
    return kind is None or value in {member.value for member in kind}
