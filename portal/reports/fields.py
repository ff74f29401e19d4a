"""The twelve fields as people read them, in their order, in either language, inside or outside (domain A5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.kinds import ActionType
from portal.actions.words import LABELS as ACTION_LABELS
from portal.kernel import policies
from portal.kernel.i18n import current_locale, current_zone, local_day, long_day, long_moment, mark, ngettext
from portal.kernel.i18n import gettext as _
from portal.reports import facts as gathering
from portal.reports.kinds import Edition, FieldKey
from portal.reports.policy import ReportPolicy

LABELS = {
    FieldKey.NUMBER: mark("Control number"),
    FieldKey.REPORTED_ON: mark("Date of report"),
    FieldKey.REPORTER: mark("Reporter"),
    FieldKey.OCCURRED_AT: mark("Occurred at"),
    FieldKey.RESTORED_AT: mark("Restored at"),
    FieldKey.SUMMARY: mark("Summary of the incident"),
    FieldKey.IMPACT: mark("Scope of impact"),
    FieldKey.CAUSE: mark("Cause"),
    FieldKey.COURSE: mark("Course of action (timeline)"),
    FieldKey.TEMPORARY: mark("Stop-gap measure"),
    FieldKey.PERMANENT: mark("Permanent measures (prevention)"),
    FieldKey.CONCERNED: mark("People concerned"),
}
_TYPES = {kind: text for kind, text in ACTION_LABELS if isinstance(kind, ActionType)}


@dataclass(frozen=True)
class Line:
    """One line of a field, with a word or a time before it where it has one."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Field:
    """One of the twelve."""

    key: FieldKey
    label: str
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not any(line.text for line in self.lines)


def fields(facts: dict[str, Any], edition: Edition = Edition.INTERNAL) -> list[Field]:
    """The twelve fields of *facts* in the reader's language."""
    said = gathering.said_in(facts, current_locale())
    names = edition is Edition.INTERNAL or policies.read(ReportPolicy).show_names
    return [Field(key, _(LABELS[key]), tuple(_LINES[key](said, names))) for key in FieldKey]


def missing(facts: dict[str, Any]) -> list[str]:
    """The labels of the fields that say nothing yet, in the reader's language."""
    lacking = [field.label for field in fields(facts) if field.is_empty]
    for name, label in (("direct_cause", mark("Direct cause")), ("root_cause", mark("Root cause"))):
        if not gathering.said_in(facts, current_locale())[name] and _(LABELS[FieldKey.CAUSE]) not in lacking:
            lacking.append(_(label))
    return lacking


def without_who(facts: dict[str, Any]) -> int:
    """How many rows of the course do not say who acted; a report can be checked later only where they do."""
    return sum(1 for row in facts["course"] if not row["who"])


def minutes_of_impact(facts: dict[str, Any]) -> int | None:
    """Whole minutes from occurrence to restoration; None while it lasts."""
    if not facts["restored_at"]:
        return None
    length = datetime.fromisoformat(facts["restored_at"]) - datetime.fromisoformat(facts["occurred_at"])
    return max(0, int(length.total_seconds() // 60))


def _number(said: dict[str, Any], names: bool) -> list[Line]:
    return [Line(said["number"])]


def _reported_on(said: dict[str, Any], names: bool) -> list[Line]:
    return [Line(long_day(date.fromisoformat(said["reported_on"])))]


def _reporter(said: dict[str, Any], names: bool) -> list[Line]:
    person = said["reporter"]
    if not person:
        return []
    if not names:
        return [Line(said["department"])]
    name, department = person["name"][_language()], said["department"]
    words = _("%(department)s, %(name)s", department=department, name=name) if department else name
    extension = _("(ext. %(number)s)", number=person["extension"]) if person["extension"] else ""
    return [Line(f"{words} {extension}".strip())]


def _occurred(said: dict[str, Any], names: bool) -> list[Line]:
    moment = long_moment(datetime.fromisoformat(said["occurred_at"]))
    return [Line(_("about %(moment)s", moment=moment) if said["occurred_about"] else moment)]


def _restored(said: dict[str, Any], names: bool) -> list[Line]:
    if not said["restored_at"]:
        return []
    moment = long_moment(datetime.fromisoformat(said["restored_at"]))
    return [Line(_("%(moment)s (impact: %(length)s)", moment=moment, length=_length(said)))]


def _length(said: dict[str, Any]) -> str:
    minutes = minutes_of_impact(said) or 0
    length = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    return _("about %(length)s", length=length) if said["occurred_about"] else length


def _texts(name: str) -> Callable[[dict[str, Any], bool], list[Line]]:
    def lines(said: dict[str, Any], names: bool) -> list[Line]:
        found = said[name]
        return [Line(text) for text in ([found] if isinstance(found, str) else found) if text]

    return lines


def _cause(said: dict[str, Any], names: bool) -> list[Line]:
    both = ((_("Direct cause"), said["direct_cause"]), (_("Root cause"), said["root_cause"]))
    return [Line(text, label) for label, text in both if text]


def _course(said: dict[str, Any], names: bool) -> list[Line]:
    """The time of day in the reader's zone, with the day before it where that is another one."""
    found, day = [], local_day(datetime.fromisoformat(said["occurred_at"]))
    for row in said["course"]:
        moment = datetime.fromisoformat(row["at"])
        same = local_day(moment) == day
        clock = f"{moment.astimezone(current_zone()):%H:%M}" if same else long_moment(moment)
        when = _("about %(moment)s", moment=clock) if row["about"] else clock
        who = _(" (%(who)s)", who=row["who"]) if row["who"] else ""
        found.append(Line(f"{row['text']}{who}", when))
    return found


def _permanent(said: dict[str, Any], names: bool) -> list[Line]:
    if not said["permanent"]:
        return [Line(said["no_measure"])] if said["no_measure"] else []
    return [Line(_measure(row, names), _(_TYPES[ActionType(row["type"])])) for row in said["permanent"]]


def _measure(row: dict[str, Any], names: bool) -> str:
    """A team and a milestone stand in place of the person and the date where they are given (domain A5, 11)."""
    person = row["owner"]["name"][_language()] if row["owner"] and names else row["department"]
    who = row["team"].get(_language(), "") if row["team"] else person
    day = long_day(date.fromisoformat(row["due_on"])) if row["due_on"] else ""
    due = row["milestone"] or (_("by %(day)s", day=day) if day else "")
    return _("%(text)s (%(who)s, %(due)s)", text=row["text"], who=who or "–", due=due or "–")


def _concerned(said: dict[str, Any], names: bool) -> list[Line]:
    both = ((_("Handled by"), said["handled_by"]), (_("Reported to"), said["reported_to"]))
    return [Line(_(", ").join(lines), label) for label, lines in both if lines]


def _language() -> str:
    return "en" if current_locale() == "en" else "ja"


_LINES: dict[FieldKey, Callable[[dict[str, Any], bool], list[Line]]] = {
    FieldKey.NUMBER: _number,
    FieldKey.REPORTED_ON: _reported_on,
    FieldKey.REPORTER: _reporter,
    FieldKey.OCCURRED_AT: _occurred,
    FieldKey.RESTORED_AT: _restored,
    FieldKey.SUMMARY: _texts("summary"),
    FieldKey.IMPACT: _texts("impact"),
    FieldKey.CAUSE: _cause,
    FieldKey.COURSE: _course,
    FieldKey.TEMPORARY: _texts("temporary"),
    FieldKey.PERMANENT: _permanent,
    FieldKey.CONCERNED: _concerned,
}
