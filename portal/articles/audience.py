"""Who may read an article: one rule, as SQL and as a predicate; a test holds that the two agree."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_

from portal.accounts.system import System
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Revision


def reach(viewer: Any) -> frozenset[Audience]:
    """The audiences that *viewer* belongs to as a reader outside the desk."""
    audiences = {Audience.PUBLIC}
    if viewer.is_signed_in:
        audiences.add(Audience.CUSTOMER)
    if viewer.is_partner:
        audiences.add(Audience.PARTNER)
    return frozenset(audiences)


# Nearly all are open. Written so, SQLite does not walk through all of them by the index of that column, but first looks
# for what else is asked.
_OPEN = func.coalesce(Article.restricted_to_id, 0) == 0


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """The rule as SQL: agents read all but other teams' restricted articles; others what is open to them."""
    if isinstance(viewer, System):
        return Article.confidence != Confidence.DISCARDED
    if viewer.is_staff:
        mine = Article.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
        return and_(Article.confidence != Confidence.DISCARDED, or_(_OPEN, mine))
    return open_clause(reach(viewer))


def open_clause(audiences: frozenset[Audience]) -> ColumnElement[bool]:
    """What readers outside the desk find who belong to *audiences*."""
    return and_(
        Article.confidence.not_in((Confidence.DISCARDED, Confidence.ARCHIVED)),
        _OPEN,
        Article.outside_sequence.is_not(None),
        Article.audience.in_(audiences),
    )


def was_open_clause(viewer: Any) -> ColumnElement[bool]:
    """Archived, and before that open to *viewer*: whoever keeps the address is told so."""
    return and_(
        Article.confidence == Confidence.ARCHIVED,
        _OPEN,
        Article.outside_sequence.is_not(None),
        Article.audience.in_(reach(viewer)),
    )


def readable(viewer: Any, article: Article) -> bool:
    """The same rule for one article at hand."""
    if article.confidence is Confidence.DISCARDED:
        return False
    if isinstance(viewer, System):
        return True
    if viewer.is_staff:
        return article.restricted_to_id is None or article.restricted_to_id in viewer.team_ids
    return (
        article.confidence is not Confidence.ARCHIVED
        and article.restricted_to_id is None
        and article.outside_sequence is not None
        and article.audience in reach(viewer)
    )


def words_for(viewer: Any, article: Article) -> Revision:
    """The revision that *viewer* reads: the current one at the desk, the last validated one outside."""
    return article.current if viewer.is_staff or article.outside is None else article.outside


def indexes_of(article: Article) -> frozenset[str]:
    """The physical indexes that hold this article: one per audience, and one per restricted team."""
    if article.confidence is Confidence.DISCARDED:
        return frozenset()
    if article.restricted_to_id is not None:
        return frozenset({team_index(article.restricted_to_id)})
    names = {"staff"}
    if article.confidence is not Confidence.ARCHIVED and article.outside_sequence is not None:
        names |= {reader for reader in ("public", "customer", "partner") if article.audience in INDEX_READS[reader]}
    return frozenset(names)


def indexes_for(viewer: Any) -> tuple[str, ...]:
    """The indexes that *viewer* asks: one audience's, and those of the own teams."""
    if viewer.is_staff:
        return ("staff", *(team_index(team_id) for team_id in sorted(viewer.team_ids)))
    return ("partner",) if viewer.is_partner else ("customer",) if viewer.is_signed_in else ("public",)


def team_index(team_id: int) -> str:
    return f"team-{team_id}"


INDEX_READS: dict[str, frozenset[Audience]] = {
    "public": frozenset({Audience.PUBLIC}),
    "customer": frozenset({Audience.PUBLIC, Audience.CUSTOMER}),
    "partner": frozenset({Audience.PUBLIC, Audience.CUSTOMER, Audience.PARTNER}),
}
