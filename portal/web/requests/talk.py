"""What was said between the desk and whoever reported it, and what became of it; nothing from within."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import g

from portal.incidents.models import Attachment, Entry, Incident
from portal.kernel.db import db
from portal.kernel.events import Event, history
from portal.kernel.i18n import current_zone, local_day, mark
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb

# What the reporter is told of the work: verb → kind, drawing and sentence.
STEPS: dict[Verb, tuple[str, str, str]] = {
    Verb.TAKE_INCIDENT: ("step", "user", mark("Somebody has begun to work on it")),
    Verb.RESOLVE_INCIDENT: ("fix", "check", mark("The desk says that it is fixed")),
    Verb.CONFIRM_INCIDENT: ("fix", "check", mark("You said that it works")),
    Verb.CLOSE_INCIDENT: ("fix", "check", mark("It is closed")),
    Verb.CONTRADICT_RESOLUTION: ("contact", "repeat", mark("It is being worked on again")),
    Verb.REOPEN_INCIDENT: ("contact", "repeat", mark("It is being worked on again")),
    Verb.CANCEL_INCIDENT: ("step", "close", mark("The desk has ended it")),
    Verb.WITHDRAW_INCIDENT: ("step", "close", mark("You took it back")),
}


@dataclass(frozen=True)
class Said:
    """One line of the conversation, as `components/timeline.html` takes it."""

    at: datetime
    kind: str
    glyph: str
    what: str
    text: str = ""
    who: str = ""
    day: date | None = None

    @property
    def clock(self) -> str:
        return f"{self.at.astimezone(current_zone()):%H:%M}"


def talk(incident: Incident) -> list[Said]:
    """Everything that whoever reported it may read, oldest first, with the day where one begins."""
    lines = sorted([_report(incident), *_entries(incident), *_steps(incident)], key=lambda line: line.at)
    days: set[date] = set()
    told = []
    for line in lines:
        today = local_day(line.at)
        told.append(Said(**{**vars(line), "day": None if today in days else today}))
        days.add(today)
    return told


def last_word(incident: Incident) -> Entry | None:
    """What the desk asked, where it waits for the answer."""
    if not incident.awaits_reporter:
        return None
    said = [entry for entry in _visible(incident) if entry.author_id != incident.reporter_id]
    return said[-1] if said else None


def files(incident: Incident) -> list[Attachment]:
    return [each for each in incident.attachments if each.is_visible and each.removed_at is None]


def _report(incident: Incident) -> Said:
    by_desk = incident.recorded_by_id is not None and incident.recorded_by_id != incident.reporter_id
    what = _("You told the desk") if by_desk else _("You reported it")
    return Said(incident.logged_at, "alert", "inbox", what, incident.symptom)


def _visible(incident: Incident) -> list[Entry]:
    """Without what a later entry corrects."""
    shown = [entry for entry in incident.entries if entry.is_visible]
    corrected = {entry.corrects_id for entry in shown}
    return [entry for entry in shown if entry.id not in corrected]


def _entries(incident: Incident) -> Iterator[Said]:
    for entry in _visible(incident):
        own = entry.author_id == g.user.id
        author = entry.author.name if entry.author is not None else ""
        who = "" if own else _(" · ").join(filter(None, (author, _("Service desk"))))
        what = _("You wrote") if own else _("The desk wrote")
        yield Said(entry.at, "contact", "user" if own else "mega", what, entry.text, who)


def _steps(incident: Incident) -> Iterator[Said]:
    for event in _told(incident):
        kind, glyph, sentence = STEPS[event.verb]
        # Reasons of the desk are from within.
        is_own = event.actor_id is not None and event.actor_id == incident.reporter_id
        yield Said(event.at, kind, glyph, _(sentence), event.reason if is_own else "")


def _told(incident: Incident) -> list[Event]:
    """The events that have a sentence, oldest first; a resolution that was undone never was."""
    events = db.session.scalars(history(incident).where(Event.subject_kind == "incidents")).all()
    kept: list[Event] = []
    for event in reversed(events):
        if event.verb is Verb.UNDO_RESOLUTION and kept and kept[-1].verb is Verb.RESOLVE_INCIDENT:
            kept.pop()
        elif event.subject_id == incident.id and event.verb in STEPS and not (kept and kept[-1].verb is event.verb):
            kept.append(event)
    return kept
