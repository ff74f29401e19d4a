"""Which events a person may read, of incidents and of articles: what is restricted to a team is for that team alone."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from portal.accounts.system import System
from portal.articles import trail
from portal.incidents.models import ArticleUse, Attachment, Entry, Incident
from portal.incidents.visibility import visible_clause
from portal.kernel.events import Event, not_about


def readable_events(viewer: Any) -> ColumnElement[bool]:
    """The rule as SQL, for subject and object alike."""
    if isinstance(viewer, System):
        return Event.id.is_not(None)
    closed = select(Incident.id).where(~visible_clause(viewer))
    return and_(
        trail.readable_events(viewer),
        not_about(
            {
                "incidents": closed,
                "incident_entries": select(Entry.id).where(Entry.incident_id.in_(closed)),
                "incident_attachments": select(Attachment.id).where(Attachment.incident_id.in_(closed)),
                "article_uses": select(ArticleUse.id).where(ArticleUse.incident_id.in_(closed)),
            }
        ),
    )
