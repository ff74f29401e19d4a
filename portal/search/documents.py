"""An article as an index sees it, and all of those that belong into one index."""

from collections.abc import Iterator

from sqlalchemy import Select, select

from portal.articles.audience import INDEX_READS, indexes_of, open_clause
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article, Revision
from portal.kernel.db import db
from search_index import Document

ARTICLE = "article"
STATE_FACTOR = {Confidence.VALIDATED: 1.0, Confidence.NOT_VALIDATED: 0.9, Confidence.WIP: 0.7, Confidence.ARCHIVED: 0.5}
AT_ONCE = 200


def document(article: Article, index: str) -> Document:
    """What *index* knows of *article*: at the desk the current revision whole, outside the validated one without
    its blocks for agents."""
    outside = index in INDEX_READS
    revision: Revision = article.outside if outside and article.outside is not None else article.current
    plain = revision.open_plain if outside else revision.plain
    return Document(
        key=article.number,
        kind=ARTICLE,
        language=article.language,
        fields={
            "title": revision.title,
            "issue": plain.get("issue", ""),
            "environment": plain.get("environment", ""),
            "resolution": f"{revision.short_answer}\n{plain.get('resolution', '')}",
            "cause": plain.get("cause", ""),
            "keywords": "\n".join(revision.keywords),
            "codes": "\n".join(revision.codes),
        },
        filters=_filters(article, outside=outside),
        boosts={"state": 1.0 if outside else STATE_FACTOR[article.confidence]},
        version=article.version,
        updated=article.changed_at.timestamp(),
    )


def documents(index: str) -> Iterator[Document]:
    """All documents of *index*, read from the records a few hundred at a time."""
    last = 0
    while True:
        found = (
            db.session.scalars(_belonging(index).where(Article.id > last).order_by(Article.id).limit(AT_ONCE))
            .unique()
            .all()
        )
        for article in found:
            yield document(article, index)
        if len(found) < AT_ONCE:
            db.session.rollback()
            return
        last = found[-1].id
        # Neither an endless read transaction nor all articles in memory.
        db.session.rollback()
        db.session.expunge_all()


def keys_and_versions(index: str) -> dict[str, int]:
    """What *index* should hold, for comparing it with what it holds."""
    rows = db.session.execute(_belonging(index).with_only_columns(Article.number, Article.version))
    return dict(rows.all())


def belongs(article: Article, index: str) -> bool:
    return index in indexes_of(article)


def teams_with_restricted_articles() -> list[int]:
    query = select(Article.restricted_to_id).where(
        Article.restricted_to_id.is_not(None), Article.confidence != Confidence.DISCARDED
    )
    return sorted({team_id for team_id in db.session.scalars(query.distinct()) if team_id is not None})


def _belonging(index: str) -> Select[Article]:
    """`audience.indexes_of`, as SQL; `index check` would tell if the two differed."""
    if index in INDEX_READS:
        return select(Article).where(open_clause(INDEX_READS[index]))
    if index == "staff":
        return select(Article).where(Article.restricted_to_id.is_(None), Article.confidence != Confidence.DISCARDED)
    team_id = int(index.removeprefix("team-"))
    return select(Article).where(Article.restricted_to_id == team_id, Article.confidence != Confidence.DISCARDED)


def _filters(article: Article, *, outside: bool) -> dict[str, str]:
    filters = {"type": article.type.value, "language": article.language}
    if article.service is not None:
        filters["service"] = article.service.key
    if article.category is not None:
        filters["category"] = article.category.slug
    if not outside:
        filters |= {"state": article.confidence.value, "audience": article.audience.value}
    return filters
