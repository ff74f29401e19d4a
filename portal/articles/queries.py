"""How articles are found; every query begins from what the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, String, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from portal.articles.audience import open_clause, reach, visible_clause, was_open_clause
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import Article, ArticleType, Flag, Revision, Surface, View, Vote
from portal.catalog.models import Category
from portal.kernel.db import db
from portal.kernel.errors import Gone, NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line

Order = Literal["changed", "number", "title"]


@dataclass(frozen=True)
class Filters:
    """What a list of articles is narrowed to; empty means everything that is not archived."""

    text: str = ""
    state: Confidence | None = None
    audience: Audience | None = None
    type: ArticleType | None = None
    language: str = ""
    service_id: int | None = None
    category_id: int | None = None
    team_id: int | None = None
    author_id: int | None = None
    flagged: bool = False


def visible(viewer: Any) -> Select[Article]:
    return select(Article).where(visible_clause(viewer))


def get(viewer: Any, number: str) -> Article:
    """The article of this number; `NotFound` alike for absent and not for the viewer; `Gone` once put away."""
    number = canonical(number)
    if article := db.session.scalar(visible(viewer).where(Article.number == number)):
        return article
    if article := db.session.scalar(select(Article).where(was_open_clause(viewer), Article.number == number)):
        raise Gone(_("This article was put away."), _successor(viewer, article))
    raise NotFound(_("There is nothing here."))


def get_open(viewer: Any, number: str) -> Article:
    """As a reader of the public pages gets it: what is open to the viewer's audience, staff or not."""
    number = canonical(number)
    if article := db.session.scalar(select(Article).where(open_clause(reach(viewer)), Article.number == number)):
        return article
    if article := db.session.scalar(select(Article).where(was_open_clause(viewer), Article.number == number)):
        raise Gone(_("This article was put away."), _successor(viewer, article))
    raise NotFound(_("There is nothing here."))


def listed(viewer: Any, filters: Filters, order: Order = "changed", *, descending: bool = True) -> Select[Article]:
    """The list of articles for agents, narrowed and sorted."""
    query = visible(viewer).join(
        Revision, (Revision.article_id == Article.id) & (Revision.sequence == Article.current_sequence)
    )
    if filters.state is None:
        query = query.where(Article.confidence != Confidence.ARCHIVED)
    for column, wanted in (
        (Article.confidence, filters.state),
        (Article.audience, filters.audience),
        (Article.type, filters.type),
        (Article.language, filters.language or None),
        (Article.service_id, filters.service_id),
        (Article.owner_team_id, filters.team_id),
        (Article.author_id, filters.author_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if filters.category_id is not None:
        query = query.where(Article.category_id.in_(_category_and_below(filters.category_id)))
    if filters.flagged:
        query = query.where(
            Article.id.in_(select(Flag.article_id).where(Flag.state.in_((FlagState.OPEN, FlagState.IN_PROGRESS))))
        )
    for word in filters.text.split()[:8]:
        query = query.where(or_(like(Revision.title, word), Article.number == word.upper(), like(Revision.words, word)))
    keys: dict[Order, Any] = {"changed": Article.changed_at, "number": Article.number, "title": Revision.title}
    key = keys[order]
    return query.order_by(key.desc() if descending else key.asc(), Article.id.desc())


def searched(viewer: Any, words: Sequence[str], excluded: Sequence[str] = ()) -> Select[Article]:
    """Articles that have all *words*, by plain SQL: what stands in when there is no index."""
    staff = viewer.is_staff
    sequence, text = (
        (Article.current_sequence, Revision.words) if staff else (Article.outside_sequence, Revision.open_words)
    )
    query = visible(viewer).join(Revision, (Revision.article_id == Article.id) & (Revision.sequence == sequence))
    query = query.where(Article.confidence != Confidence.ARCHIVED)
    return _with_words(query, text, words, excluded)


def searched_open(viewer: Any, words: Sequence[str], excluded: Sequence[str] = ()) -> Select[Article]:
    """The same, as readers of the public pages get it."""
    query = select(Article).where(open_clause(reach(viewer)))
    query = query.join(Revision, (Revision.article_id == Article.id) & (Revision.sequence == Article.outside_sequence))
    return _with_words(query, Revision.open_words, words, excluded)


def among_open(viewer: Any, numbers: Collection[str]) -> dict[str, Article]:
    """Of these numbers, what is open to the viewer's audience."""
    if not numbers:
        return {}
    query = select(Article).where(open_clause(reach(viewer)), Article.number.in_(numbers))
    return {article.number: article for article in db.session.scalars(query).unique()}


def among(viewer: Any, numbers: Collection[str]) -> dict[str, Article]:
    """Of these numbers, what the viewer may read; the last wall behind every search."""
    if not numbers:
        return {}
    return {
        article.number: article
        for article in db.session.scalars(visible(viewer).where(Article.number.in_(numbers))).unique()
    }


def faq(viewer: Any, *, category: Category | None = None, language: str = "") -> Select[Article]:
    """The questions open to the viewer's audience, those that solved most first."""
    solved = _solved_count()
    query = select(Article).where(open_clause(reach(viewer))).outerjoin(solved, solved.c.article_id == Article.id)
    if category is not None:
        query = query.where(Article.category_id.in_(_category_and_below(category.id)))
    if language:
        translated = _translation()
        # A question without a translation is better read in the other language than not found.
        has_own = select(translated.id).where(
            open_clause_of(translated, reach(viewer)),
            translated.language == language,
            or_(translated.translation_of_id == Article.id, translated.id == Article.translation_of_id),
        )
        query = query.where(or_(Article.language == language, ~has_own.exists()))
    own_language = case((Article.language == language, 0), else_=1)
    return query.order_by(own_language, func.coalesce(solved.c.solved, 0).desc(), Article.changed_at.desc(), Article.id)


def open_clause_of(table: Any, audiences: frozenset[Audience]) -> Any:
    """`audience.open_clause`, asked of an alias of the table."""
    return (
        table.confidence.not_in((Confidence.DISCARDED, Confidence.ARCHIVED))
        & table.restricted_to_id.is_(None)
        & table.outside_sequence.is_not(None)
        & table.audience.in_(audiences)
    )


def translations(viewer: Any, article: Article) -> Sequence[Article]:
    """The same article in other languages, as far as the viewer may read them."""
    root = article.translation_of_id or article.id
    query = visible(viewer).where(or_(Article.id == root, Article.translation_of_id == root), Article.id != article.id)
    return db.session.scalars(query.order_by(Article.language)).unique().all()


def related(viewer: Any, article: Article, limit: int = 5) -> Sequence[Article]:
    """Others of the same subject, nearest first."""
    if article.category_id is None:
        return []
    query = faq(viewer) if not viewer.is_staff else visible(viewer).order_by(Article.changed_at.desc())
    query = query.where(
        Article.category_id == article.category_id, Article.id != article.id, Article.language == article.language
    )
    return db.session.scalars(query.where(Article.confidence != Confidence.ARCHIVED).limit(limit)).unique().all()


def revision(viewer: Any, article: Article, sequence: int) -> Revision:
    found = db.session.scalar(select(Revision).where(Revision.article_id == article.id, Revision.sequence == sequence))
    if found is None or not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    return found


def revisions(viewer: Any, article: Article) -> Select[Revision]:
    """All states of the article's words, newest first; for agents."""
    if not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    return select(Revision).where(Revision.article_id == article.id).order_by(Revision.sequence.desc())


def votes(viewer: Any, article: Article) -> Select[Vote]:
    """What readers said, newest first; for agents."""
    if not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    return select(Vote).where(Vote.article_id == article.id).order_by(Vote.at.desc(), Vote.id.desc())


def flag(viewer: Any, article: Article, flag_id: int) -> Flag:
    found = db.session.get(Flag, flag_id)
    if found is None or found.article_id != article.id or not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    return found


@dataclass(frozen=True)
class Usefulness:
    """How an article fared: readers' yes and no, and how often it was opened on each surface."""

    yes: int
    no: int
    views_within: int
    views_outside: int

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def share(self) -> int | None:
        """Percent of yes; None without an answer."""
        return round(100 * self.yes / self.answers) if self.answers else None


def usefulness(viewer: Any, article: Article) -> Usefulness:
    by_answer = select(Vote.helpful, func.count()).where(Vote.article_id == article.id).group_by(Vote.helpful)
    by_surface = select(View.surface, func.count()).where(View.article_id == article.id).group_by(View.surface)
    counted = dict(db.session.execute(by_answer).all())
    opened = dict(db.session.execute(by_surface).all())
    return Usefulness(
        counted.get(True, 0), counted.get(False, 0), opened.get(Surface.KB, 0), opened.get(Surface.FAQ, 0)
    )


def solved_shares(viewer: Any, articles: Collection[Article]) -> dict[int, int]:
    """Article id → percent of readers whom it helped, where at least five answered."""
    ids = [article.id for article in articles]
    rows = db.session.execute(
        select(Vote.article_id, func.count(), func.sum(case((Vote.helpful, 1), else_=0)))
        .where(Vote.article_id.in_(ids))
        .group_by(Vote.article_id)
    )
    return {article_id: round(100 * yes / count) for article_id, count, yes in rows if count >= 5}


def canonical(number: str) -> str:
    """`kb-412` means KB-000412."""
    prefix, _dash, digits = clean_line(number).upper().partition("-")
    return (
        f"{prefix}-{int(digits):06d}"
        if digits.isascii() and digits.isdigit() and len(digits) <= 9
        else clean_line(number)[:40]
    )


def like(column: Any, word: str) -> Any:
    """Whether *column* has *word*, letter case aside, with nothing in the word read as a wildcard."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return cast(column, String).ilike(f"%{escaped}%", escape="\\")


def _with_words(query: Select[Article], text: Any, words: Sequence[str], excluded: Sequence[str]) -> Select[Article]:
    query = query.where(*(or_(like(Revision.title, word), like(text, word)) for word in words))
    query = query.where(*(~or_(like(Revision.title, word), like(text, word)) for word in excluded))
    in_title = (case((like(Revision.title, word), 2), else_=0) for word in words)
    rank: Any = sum(in_title, start=case((Article.confidence == Confidence.VALIDATED, 1), else_=0))
    return query.order_by(rank.desc(), Article.changed_at.desc(), Article.id.desc())


def _category_and_below(category_id: int) -> Select[Any]:
    return select(Category.id).where(or_(Category.id == category_id, Category.parent_id == category_id))


def _solved_count() -> Any:
    return (
        select(Vote.article_id, func.sum(case((Vote.helpful, 1), else_=0)).label("solved"))
        .group_by(Vote.article_id)
        .subquery()
    )


def _successor(viewer: Any, article: Article) -> str | None:
    if article.replacement_id is None:
        return None
    return db.session.scalar(select(Article.number).where(visible_clause(viewer), Article.id == article.replacement_id))


@cache
def _translation() -> Any:
    """The table of articles once more; made once, for that takes longer than the query."""
    return aliased(Article)
