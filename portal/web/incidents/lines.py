"""The timeline of an incident: what was said and what was done, in one line, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import g
from sqlalchemy import or_, select

from portal.incidents.kinds import EntryKind
from portal.incidents.models import Attachment, Entry, Incident
from portal.incidents.trail import readable_events
from portal.kernel import clock, i18n
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import ngettext
from portal.kernel.verbs import Verb
from portal.web.incidents.told import Told, told
from portal.web.words import word

LONG_SILENCE = timedelta(hours=1)

# Kind and drawing of what was said; the kinds are those that the style sheet knows.
ENTRY_LOOKS: dict[EntryKind, tuple[str, str]] = {
    EntryKind.NOTE: ("note", "edit"),
    EntryKind.REPLY: ("contact", "chat"),
    EntryKind.DETECTED: ("alert", "monitor"),
    EntryKind.NOTICE: ("contact", "mega"),
    EntryKind.WORK: ("fix", "bolt"),
    EntryKind.FINDING: ("fix", "eye"),
    EntryKind.DECISION: ("fix", "target"),
    EntryKind.RECOVERED: ("fix", "check"),
}
# What leaves an entry is told by the entry, an article that was written here by its link.
_SAID = (Verb.DRAFT_ARTICLE, Verb.NOTE_INCIDENT, Verb.REPLY_TO_INCIDENT, Verb.CORRECT_ENTRY, Verb.STAR_ENTRY)


class View(StrEnum):
    """Which lines are shown."""

    ALL = "all"
    WORK = "work"
    CONTACT = "contact"
    STARRED = "starred"


@dataclass
class Line:
    """One thing that was said or done; of what was corrected, the first words are `before`."""

    at: datetime
    recorded_at: datetime
    kind: str
    glyph: str
    what: str
    text: str = ""
    who: str = ""
    entry: Entry | None = None
    before: list[Entry] = field(default_factory=list)
    about: tuple[str, str] | None = None  # address and name of the other record
    day: date | None = None  # where a day begins
    gap: str = ""

    @property
    def id(self) -> str:
        return f"entry-{self.entry.id}" if self.entry is not None else ""

    @property
    def clock(self) -> str:
        return f"{self.at.astimezone(i18n.current_zone()):%H:%M}"

    @property
    def is_contact(self) -> bool:
        return self.kind == "contact"

    @property
    def is_starred(self) -> bool:
        return self.entry is not None and self.entry.is_starred


def timeline(incident: Incident, view: View) -> tuple[list[Line], dict[View, int]]:
    """The lines of *view*, newest first, and how many each view has."""
    lines = [*_entries(incident.entries, incident), *_events(incident)]
    lines.sort(key=lambda line: (line.at, line.recorded_at), reverse=True)
    _mark_silences(incident, lines)
    chosen = {each: [line for line in lines if _in(each, line)] for each in View}
    shown = chosen[view]
    previous = None
    for line in shown:
        local = i18n.local_day(line.at)
        line.day, previous = (local if local != previous else None), local
    return shown, {each: len(found) for each, found in chosen.items()}


def _in(view: View, line: Line) -> bool:
    return {
        View.ALL: True,
        View.WORK: not line.is_contact,
        View.CONTACT: line.is_contact,
        View.STARRED: line.is_starred,
    }[view]


def _entries(entries: Sequence[Entry], incident: Incident) -> Iterator[Line]:
    by_id = {entry.id: entry for entry in entries}
    corrected = {entry.corrects_id for entry in entries}
    for entry in entries:
        if entry.id in corrected:
            continue
        before, older = [], entry.corrects_id
        while older is not None and older in by_id:
            before.append(by_id[older])
            older = by_id[older].corrects_id
        kind, glyph = ENTRY_LOOKS[entry.kind]
        who = entry.who or (entry.author.name if entry.author else _("The system"))
        yield Line(entry.at, entry.recorded_at, kind, glyph, _title(entry, incident), entry.text, who, entry, before)


def _title(entry: Entry, incident: Incident) -> str:
    if entry.kind is not EntryKind.REPLY:
        return word(entry.kind)
    if incident.reporter_id is not None and entry.author_id == incident.reporter_id:
        return _("Message from the caller")
    return _("Message to the caller")


def _events(incident: Incident) -> Iterator[Line]:
    for event, line in zip(events := _history(incident), told(incident, events), strict=True):
        yield _line(event, line)


def _line(event: Event, told_of: Told) -> Line:
    return Line(
        event.at, event.at, told_of.kind, told_of.glyph, told_of.what, told_of.text, told_of.who, about=told_of.about
    )


def _history(incident: Incident) -> Sequence[Event]:
    """What was done with it and with what hangs on it, as far as the viewer may read of that, oldest first."""
    uses = [use.id for use in incident.uses]
    files = list(db.session.scalars(select(Attachment.id).where(Attachment.incident_id == incident.id)))
    about = or_(
        (Event.subject_kind == "incidents") & (Event.subject_id == incident.id),
        (Event.object_kind == "incidents") & (Event.object_id == incident.id),
        (Event.subject_kind == "article_uses") & Event.subject_id.in_(uses),
        (Event.subject_kind == Attachment.__tablename__) & Event.subject_id.in_(files),
    )
    query = select(Event).where(about, Event.verb.not_in(_SAID), readable_events(g.user))
    return db.session.scalars(query.order_by(Event.id)).all()


def _mark_silences(incident: Incident, lines: Iterable[Line]) -> None:
    """Say where nothing was written down for long, while it was being worked on and nothing was waited for."""
    ended = incident.resolved_at or incident.closed_at or clock.now()
    later: Line | None = None
    for line in lines:
        if later is not None and later.at <= ended and later.at - line.at >= LONG_SILENCE:
            waited = (row.began_at < later.at and (row.ended_at or ended) > line.at for row in incident.holds)
            line.gap = "" if any(waited) else _silence(later.at - line.at)
        later = line


def _silence(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:
        return ngettext("%(num)s minute without an entry", "%(num)s minutes without an entry", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour without an entry", "%(num)s hours without an entry", minutes // 60)
    return ngettext("%(num)s day without an entry", "%(num)s days without an entry", minutes // (24 * 60))


def view_of(asked: Any) -> View:
    """The view that the address names; nonsense is all."""
    return next((view for view in View if view.value == asked), View.ALL)
