"""What was done with an incident, in words: each event with what belongs to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import g, url_for

from portal.articles.audience import readable
from portal.articles.models import Article
from portal.incidents.kinds import EscalationKind
from portal.incidents.models import ArticleUse, Attachment, Escalation, Hold, Incident
from portal.incidents.visibility import readable as readable_incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import long_day
from portal.kernel.text import shorten
from portal.kernel.verbs import Verb
from portal.web.admin import trail
from portal.web.words import word

LONGEST_CHANGE = 60

# Kind and drawing of what was done, where it is more than a change of state.
LOOKS: dict[Verb, tuple[str, str]] = {
    Verb.REPORT_INCIDENT: ("alert", "inbox"),
    Verb.RECORD_INCIDENT: ("alert", "inbox"),
    Verb.TAKE_INCIDENT: ("step", "user"),
    Verb.ASSIGN_INCIDENT: ("step", "user"),
    Verb.ACCEPT_INCIDENT: ("step", "user"),
    Verb.REVISE_INCIDENT: ("step", "edit"),
    Verb.ESCALATE_INCIDENT: ("fix", "route"),
    Verb.ESCALATE_UPWARDS: ("fix", "up"),
    Verb.RESTORE_INCIDENT: ("fix", "bolt"),
    Verb.RESOLVE_INCIDENT: ("fix", "check"),
    Verb.CONFIRM_INCIDENT: ("contact", "check"),
    Verb.CONTRADICT_RESOLUTION: ("contact", "repeat"),
    Verb.WITHDRAW_INCIDENT: ("contact", "close"),
    Verb.HOLD_INCIDENT: ("step", "pause"),
    Verb.DECLARE_MAJOR: ("alert", "warn"),
    Verb.JOIN_INCIDENT: ("step", "merge"),
    Verb.RESTRICT_INCIDENT: ("step", "lock"),
    Verb.LINK_ARTICLE: ("know", "book"),
    Verb.UNLINK_ARTICLE: ("know", "book"),
    Verb.JUDGE_LINK: ("know", "book"),
    Verb.ATTACH_FILE: ("step", "upload"),
    Verb.DETACH_FILE: ("step", "upload"),
}
# Said only as “has changed”: both texts would not fit on a line.
_LONG = ("symptom", "subject")
# What the name of the deed says already.
_SAYS_ITSELF = {Verb.DECLARE_MAJOR: "is_major", Verb.JOIN_INCIDENT: "parent_id", Verb.PART_INCIDENT: "parent_id"}


@dataclass(frozen=True)
class Told:
    """One event as a line: its look, its words, and the other record that it is about."""

    kind: str
    glyph: str
    what: str
    text: str
    who: str
    about: tuple[str, str] | None


def told(incident: Incident, events: Sequence[Event]) -> Iterator[Told]:
    """The *events*, oldest first, in words."""
    # Each deed of a kind has left one row, in the same order.
    left: dict[Verb, Iterator[Escalation | Hold | list[Attachment]]] = {
        Verb.ESCALATE_INCIDENT: iter(_escalations(incident, EscalationKind.FUNCTIONAL)),
        Verb.ESCALATE_UPWARDS: iter(_escalations(incident, EscalationKind.HIERARCHICAL)),
        Verb.HOLD_INCIDENT: iter(incident.holds),
        # Files that were put on together bear one moment.
        Verb.ATTACH_FILE: iter(
            list(rows) for _at, rows in groupby(incident.attachments, lambda row: row.file.added_at)
        ),
    }
    for line in trail.lines(events):
        event = line.event
        kind, glyph = LOOKS.get(event.verb, ("step", "right"))
        row = next(left[event.verb], None) if event.verb in left else None
        words = _of_row(row) if row is not None else [_(" · ").join(_changed(incident, line)), line.reason]
        yield Told(kind, glyph, line.what, "\n".join(filter(None, words)), line.by, _about(incident, event))


def _escalations(incident: Incident, kind: EscalationKind) -> list[Escalation]:
    return [row for row in incident.escalations if row.kind is kind]


def _of_row(row: Escalation | Hold | list[Attachment]) -> list[str]:
    if isinstance(row, list):
        return [attachment.file.name for attachment in row]
    if isinstance(row, Hold):
        until = _("Until %(day)s", day=long_day(row.resume_on)) if row.resume_on else ""
        return [_(" · ").join(filter(None, (word(row.reason), until))), row.note]
    to = row.team.name if row.team else row.vendor or (row.person.name if row.person else "")
    tried = _("Tried so far: %(words)s", words=row.tried) if row.tried else ""
    return [f"→ {to}", row.reason, tried]


def _changed(incident: Incident, line: trail.Line) -> Iterator[str]:
    """What the event changed on this incident itself; what it did to others stands on their own pages."""
    if line.event.subject_kind == Attachment.__tablename__:
        attachment = db.session.get(Attachment, line.event.subject_id)
        if attachment is not None:
            yield attachment.file.name
    own = {f"incidents:{incident.id}", *(f"article_uses:{use.id}" for use in incident.uses)}
    for change in trail.changes_of(line.event, own):
        if change.column == _SAYS_ITSELF.get(line.event.verb):
            continue
        if change.column in _LONG:
            yield change.label
        elif change.before == trail.NOTHING or len(change.before) + len(change.after) > LONGEST_CHANGE:
            yield f"{change.label}: {change.after}"
        else:
            yield f"{change.label}: {change.before} → {change.after}"


def _about(incident: Incident, event: Event) -> tuple[str, str] | None:
    """Address and name of the other record, if the viewer may know of it."""
    if event.subject_kind == "article_uses":
        use = db.session.get(ArticleUse, event.subject_id)
        return _article(use.article) if use is not None else None
    if event.object_kind == "articles":
        return _article(db.session.get(Article, event.object_id))
    if event.object_kind == "incidents":
        other = event.subject_id if event.object_id == incident.id else event.object_id
        found = db.session.get(Incident, other)
        if found is not None and readable_incident(g.user, found):
            return url_for("incidents.show", number=found.number), f"{found.number} {shorten(found.subject, 60)}"
    return None


def _article(article: Article | None) -> tuple[str, str] | None:
    if article is None or not readable(g.user, article):
        return None
    return url_for("articles.show", number=article.number), f"{article.number} {article.title}"
