"""How the files of an incident are found: at the desk, and by whoever reported it."""

from typing import Any

from sqlalchemy import Select, select

from portal.incidents.models import Attachment, Incident
from portal.incidents.queries import canonical
from portal.incidents.visibility import at_work_clause, own_clause
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _


def worked_on(viewer: Any, number: str, attachment_id: int) -> Attachment:
    """A file of this incident, for the desk; `NotFound` alike for absent, taken off and not the viewer's."""
    return _one(_on(number, attachment_id).where(at_work_clause(viewer)))


def own(viewer: Any, number: str, attachment_id: int) -> Attachment:
    """A file of this incident as whoever reported it gets it: only what is visible."""
    return _one(_on(number, attachment_id).where(own_clause(viewer), Attachment.is_visible))


def _on(number: str, attachment_id: int) -> Select[Attachment]:
    query = select(Attachment).join(Incident).where(Incident.number == canonical(number))
    return query.where(Attachment.id == attachment_id, Attachment.removed_at.is_(None))


def _one(query: Select[Attachment]) -> Attachment:
    if attachment := db.session.scalar(query):
        return attachment
    raise NotFound(_("There is nothing here."))
