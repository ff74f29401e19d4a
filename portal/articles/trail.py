"""Which events a person may read: those of a team's restricted articles are for that team alone."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from portal.accounts.system import System
from portal.articles.models import Article, Flag
from portal.kernel.events import Event


def readable_events(viewer: Any) -> ColumnElement[bool]:
    """The rule as SQL, for subject and object alike. Discarded articles stay: the log tells of the discarding."""
    if isinstance(viewer, System):
        return Event.id.is_not(None)
    mine = Article.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    closed = select(Article.id).where(Article.restricted_to_id.is_not(None), ~mine)
    flags = select(Flag.id).where(Flag.article_id.in_(closed))
    hidden = [
        (kind == name) & record_id.in_(ids)
        for kind, record_id in ((Event.subject_kind, Event.subject_id), (Event.object_kind, Event.object_id))
        for name, ids in (("articles", closed), ("article_flags", flags))
    ]
    # Without an object the comparison is unknown, which would hide the event as well.
    return ~or_(*(condition.is_(True) for condition in hidden))
