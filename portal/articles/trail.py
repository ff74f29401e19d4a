"""Which events a person may read: those of a team's restricted articles are for that team alone."""

from typing import Any

from sqlalchemy import ColumnElement, false, select

from portal.accounts.system import System
from portal.articles.models import Article, Flag
from portal.kernel.events import Event, not_about


def readable_events(viewer: Any) -> ColumnElement[bool]:
    """The rule as SQL, for subject and object alike. Discarded articles stay: the log tells of the discarding."""
    if isinstance(viewer, System):
        return Event.id.is_not(None)
    mine = Article.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    closed = select(Article.id).where(Article.restricted_to_id.is_not(None), ~mine)
    return not_about({"articles": closed, "article_flags": select(Flag.id).where(Flag.article_id.in_(closed))})
