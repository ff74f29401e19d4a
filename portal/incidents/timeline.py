"""What is said and done on an incident, entry by entry; a correction stands beside what it corrects."""

from datetime import datetime

from portal.accounts.system import THE_SYSTEM
from portal.incidents import states
from portal.incidents.kinds import EntryKind
from portal.incidents.models import Entry, Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb


@operation(Verb.NOTE_INCIDENT)
def note(
    actor: Actor,
    incident: Incident,
    /,
    *,
    text: str,
    kind: EntryKind = EntryKind.NOTE,
    at: datetime | None = None,
    who: str = "",
    starred: bool = False,
) -> Incident:
    """An entry that only the desk reads; `at` None: now. `who` names the role or party where it was not the author."""
    _write(actor, incident, text, kind, at=at, who=who).is_starred = starred
    return incident


@operation(Verb.REPLY_TO_INCIDENT)
def reply(actor: Actor, incident: Incident, /, *, text: str, starred: bool = False) -> Incident:
    """An entry between the desk and whoever reported it; the answer that was waited for lets the work go on (I14)."""
    _write(actor, incident, text, EntryKind.REPLY, is_visible=True).is_starred = starred
    if incident.awaits_reporter and incident.reporter_id == actor.id:
        states.resume(THE_SYSTEM, incident)
    return incident


@operation(Verb.CORRECT_ENTRY)
def correct(actor: Actor, entry: Entry, /, *, text: str, at: datetime | None = None) -> Entry:
    """Say it rightly; the first words stay."""
    correction = _write(actor, entry.incident, text, entry.kind, at=at or entry.at, is_visible=entry.is_visible)
    correction.corrects_id, correction.is_starred = entry.id, entry.is_starred
    return correction


@operation(Verb.STAR_ENTRY)
def star(actor: Actor, entry: Entry, /, *, starred: bool) -> Entry:
    """Whether a review begins with this entry."""
    entry.is_starred = starred
    return entry


def _write(
    actor: Actor,
    incident: Incident,
    text: str,
    kind: EntryKind,
    *,
    at: datetime | None = None,
    who: str = "",
    is_visible: bool = False,
) -> Entry:
    words, now = clean_text(text), clock.now()
    if not words:
        raise Invalid(_("Write something."), "text")
    if at is not None and at > now:
        raise Invalid(_("This time has not come yet."), "at")
    entry = Entry(at=at or now, recorded_at=now, kind=kind, is_visible=is_visible, text=words, who=clean_line(who))
    entry.author_id = actor.id
    incident.entries.append(entry)
    incident.changed_at = now
    db.session.flush()
    return entry
