"""An article as an index sees it, and which of them belong into one index."""

from sqlalchemy import Select, select

from portal.articles.audience import INDEX_READS, open_clause
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article, Revision
from portal.search.weights import STATE_FACTOR
from search_index import Document

ARTICLE = "article"


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


def belonging(index: str) -> Select[Article]:
    """`audience.indexes_of`, as SQL; `index check` would tell if the two differed."""
    if index in INDEX_READS:
        return select(Article).where(open_clause(INDEX_READS[index]))
    if index == "staff":
        return select(Article).where(Article.restricted_to_id.is_(None), Article.confidence != Confidence.DISCARDED)
    team_id = int(index.removeprefix("team-"))
    return select(Article).where(Article.restricted_to_id == team_id, Article.confidence != Confidence.DISCARDED)


def teams_with_restricted() -> Select[int | None]:
    return select(Article.restricted_to_id).where(
        Article.restricted_to_id.is_not(None), Article.confidence != Confidence.DISCARDED
    )


def _filters(article: Article, *, outside: bool) -> dict[str, str]:
    filters = {"type": article.type.value, "language": article.language}
    if article.service is not None:
        filters["service"] = article.service.key
    if article.category is not None:
        filters["category"] = article.category.slug
    if not outside:
        filters |= {"state": article.confidence.value, "audience": article.audience.value}
    return filters
