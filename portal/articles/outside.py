"""What readers of the public pages find beside the article itself; agents, too, find there only what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.articles import queries
from portal.articles.audience import open_clause, reach
from portal.articles.models import Article, Revision
from portal.catalog.models import Category
from portal.kernel.db import db


@dataclass(frozen=True)
class Line:
    """A question in a list: enough to show it and to lead to it."""

    id: int
    number: str
    language: str
    category_id: int | None
    title: str


def questions(viewer: Any, language: str, category: Category | None = None) -> Select[Article]:
    """The questions in the order of `queries.faq`, each with the revision that readers get and nothing else."""
    shown = joinedload(Article.outside).options(lazyload(Revision.author))
    unneeded = (Article.current, Article.service, Article.owner_team)
    query = queries.faq(viewer, category=category, language=language)
    return query.options(shown, *(lazyload(relation) for relation in unneeded))


def lines(viewer: Any, language: str) -> list[Line]:
    """All questions in short, in the same order."""
    columns = (Article.id, Article.number, Article.language, Article.category_id, Revision.title)
    rows = db.session.execute(_worded(queries.faq(viewer, language=language)).with_only_columns(*columns))
    return [Line(*row) for row in rows]


def related(viewer: Any, article: Article, limit: int = 5) -> Sequence[Article]:
    """Other questions in the same language: those of the same subject, then those of its neighbours."""
    if article.category is None:
        return []
    query = questions(viewer, article.language, article.category.parent or article.category)
    query = query.where(Article.id != article.id, Article.language == article.language)
    near = db.session.scalars(query.limit(limit * 4)).unique().all()
    return sorted(near, key=lambda other: other.category_id != article.category_id)[:limit]


def translations(viewer: Any, article: Article) -> Sequence[Article]:
    """The same question in other languages."""
    root = article.translation_of_id or article.id
    query = _open(viewer).where(or_(Article.id == root, Article.translation_of_id == root), Article.id != article.id)
    return db.session.scalars(query.order_by(Article.language, Article.id)).unique().all()


def newer_original(viewer: Any, article: Article) -> Article | None:
    """The original, where readers get a later revision of it than the one that *article* was translated from."""
    if article.translation_of_id is None or article.translated_sequence is None:
        return None
    later = Article.outside_sequence > article.translated_sequence
    return db.session.scalar(_open(viewer).where(Article.id == article.translation_of_id, later))


def newest(viewer: Any, limit: int, language: str | None = None) -> Sequence[Article]:
    """The questions that were validated last, in all languages or in one."""
    shown = joinedload(Article.outside).options(lazyload(Revision.author))
    query = _open(viewer).options(shown).order_by(Article.validated_at.desc(), Article.id.desc())
    if language:
        query = query.where(Article.language == language)
    return db.session.scalars(query.limit(limit)).unique().all()


def changes(viewer: Any, limit: int) -> list[tuple[str, datetime]]:
    """Number and last change of every question, as readers see it."""
    query = _worded(_open(viewer)).with_only_columns(Article.number, Revision.at)
    return list(db.session.execute(query.order_by(Article.id).limit(limit)))


def counts(viewer: Any, category: Category, language: str) -> dict[int, int]:
    """How many questions there are in each subject below *category*."""
    below = queries.faq(viewer, category=category, language=language).order_by(None)
    query = below.with_only_columns(Article.category_id, func.count()).group_by(Article.category_id)
    rows = db.session.execute(query)
    return {category_id: count for category_id, count in rows if category_id is not None}


def _open(viewer: Any) -> Select[Article]:
    return select(Article).where(open_clause(reach(viewer)))


def _worded(query: Select[Article]) -> Select[Article]:
    shown = (Revision.article_id == Article.id) & (Revision.sequence == Article.outside_sequence)
    return query.join(Revision, shown)
