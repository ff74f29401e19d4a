"""Files on incidents: put on, taken off; what was taken off stays on record."""

from collections.abc import Sequence

from portal.files import uploads
from portal.files.uploads import Kept, Upload
from portal.incidents.models import Attachment, Incident
from portal.kernel import clock
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb


def attach_all(actor: Actor, incident: Incident, given: Sequence[Upload], /, *, visible: bool) -> Incident:
    """Keep the bytes, then put the files on the incident, all or none; *visible*: the reporter sees them.

    What a reporter attaches, the reporter sees. None given is no deed.
    """
    if not given:
        return incident
    if not actor.may(Verb.ATTACH_FILE, incident):  # asked first: nobody else fills the disk
        raise PermissionDenied(_("You may not do this. %(who)s", who=actor.who_may(Verb.ATTACH_FILE, incident)))
    insist_on_room(incident, given)
    return attach(actor, incident, kept=uploads.keep(given), visible=visible)


@operation(Verb.ATTACH_FILE)
def attach(actor: Actor, incident: Incident, /, *, kept: Sequence[Kept], visible: bool) -> Incident:
    """Put on the incident what is kept already."""
    now = clock.now()
    for each in kept:
        file = uploads.file_of(actor, each)
        file.added_at = now  # together: one deed, as the timeline tells it
        shown = visible or not actor.may(Verb.NOTE_INCIDENT, incident)
        incident.attachments.append(Attachment(file=file, is_visible=shown))
    incident.changed_at = now
    db.session.flush()
    return incident


@operation(Verb.DETACH_FILE)
def detach(actor: Actor, attachment: Attachment, /) -> Attachment:
    """Take it off; nobody gets it any more, and that it was there stays on record."""
    if attachment.removed_at is not None:
        raise InvalidTransition(_("It was removed already."))
    attachment.removed_at = attachment.incident.changed_at = clock.now()
    return attachment


def insist_on_room(incident: Incident, given: Sequence[Upload]) -> None:
    """Refuse what would be more than one incident may hold."""
    most = settings().max_incident_files_kb * 1024
    there = sum(attachment.file.size for attachment in present(incident))
    if there + sum(len(upload.contents) for upload in given) > most:
        limit = uploads.spoken_size(most)
        raise Invalid(_("All files of an incident together have at most %(limit)s.", limit=limit), "files")


def present(incident: Incident, *, for_reporter: bool = False) -> list[Attachment]:
    """What hangs on it now; *for_reporter*: what the reporter may see of that."""
    return [
        attachment
        for attachment in incident.attachments
        if attachment.removed_at is None and (attachment.is_visible or not for_reporter)
    ]
