"""The twelve fields, gathered from incident, review and actions (domain A5), as plain values that last."""

from typing import Any

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.actions import queries as actions
from portal.actions.kinds import Source
from portal.actions.lifecycle import State as ActionState
from portal.actions.models import Action
from portal.incidents.models import Incident
from portal.reports.models import Report
from portal.reviews import opening
from portal.reviews.kinds import RowKind
from portal.reviews.models import Review

# What a person may write over, in each language.
WRITABLE = (
    *("title", "department", "summary", "impact", "direct_cause", "root_cause", "temporary", "handled_by"),
    "reported_to",
)
LISTS = frozenset({"impact", "handled_by", "reported_to"})
# Words for the rows of a list, by their place: which list, and what of its rows they say.
BY_PLACE = {
    "course": ("course", "text"),
    "who": ("course", "who"),
    "permanent": ("permanent", "text"),
    "departments": ("permanent", "department"),
    "milestone": ("permanent", "milestone"),
}
_BEFORE = (RowKind.CHANGE, RowKind.OCCURRED)
_GONE = (ActionState.REJECTED, ActionState.CANCELLED)


def gather(report: Report) -> dict[str, Any]:
    """Everything that the twelve fields say, as texts, ISO moments and lists; nothing in it points to a record."""
    incident, review = report.incident, opening.standing(report.incident)
    found: dict[str, Any] = {
        "number": incident.number,
        "title": review.title if review is not None else incident.subject,
        "reported_on": report.reported_on.isoformat(),
        "reporter": _person(report.reporter),
        "department": report.reporter.department if report.reporter is not None else "",
        "occurred_at": incident.occurred_at.isoformat(),
        "occurred_about": incident.occurred_about,
        "restored_at": incident.restored_at.isoformat() if incident.restored_at is not None else None,
        **_from_record(incident),
        **(_from_review(review) if review is not None else {}),
        "course": _course(incident, review),
        "permanent": [_measure(action) for action in _actions(incident, review)],
    }
    found["no_measure"] = review.answer("no_actions") if review is not None and not found["permanent"] else ""
    found["translations"] = {language: dict(words) for language, words in report.words.items()}
    return found


def said_in(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """The facts with what was written for readers of *language*; rows and actions by their place."""
    words = facts.get("translations", {}).get(language, {})
    said = {**facts, **{name: words[name] for name in WRITABLE if words.get(name)}}
    for name, (rows, part) in BY_PLACE.items():
        said[rows] = [{**row, part: text or row[part]} for row, text in _paired(said[rows], words.get(name, []))]
    return said


def _paired(rows: list[dict[str, Any]], texts: list[str]) -> list[tuple[dict[str, Any], str]]:
    return list(zip(rows, [*texts, *[""] * len(rows)], strict=False))


def of(report: Report) -> dict[str, Any]:
    """The facts of a report: as they were when it was issued, else as they are."""
    return report.facts or gather(report)


def _from_record(incident: Incident) -> dict[str, Any]:
    return {
        "summary": incident.symptom,
        "impact": [incident.service.name] if incident.service is not None else [],
        "direct_cause": incident.direct_cause,
        "root_cause": "",
        "temporary": incident.temporary_measure,
        "handled_by": [incident.team.name] if incident.team is not None else [],
        "reported_to": [],
    }


def _from_review(review: Review) -> dict[str, Any]:
    keys = {"summary": "summary", "impact": "impact", "direct_cause": "direct_cause", "root_cause": "root_cause"}
    keys |= {"temporary": "temporary_measure", "handled_by": "handled_by", "reported_to": "reported_to"}
    return {name: review.answer(key) for name, key in keys.items() if review.answer(key)}


def _course(incident: Incident, review: Review | None) -> list[dict[str, Any]]:
    """What was done, in its order; what led to it stands in other fields."""
    if review is not None:
        rows = [(row.at, row.is_about, row.who, row.text) for row in review.shown_rows if row.kind not in _BEFORE]
    else:
        rows = [(entry.at, False, entry.who, entry.text) for entry in opening.latest(incident) if entry.is_starred]
    return [{"at": at.isoformat(), "about": about, "who": who, "text": text} for at, about, who, text in rows]


def _actions(incident: Incident, review: Review | None) -> list[Action]:
    found = actions.of(THE_SYSTEM, Source.INCIDENT, incident.id)
    if review is not None:
        found += actions.of(THE_SYSTEM, Source.REVIEW, review.id)
    return [action for action in found if action.state not in _GONE]


def _measure(action: Action) -> dict[str, Any]:
    return {
        "number": action.number,
        "type": action.type.value,
        "text": action.title,
        "owner": _person(action.owner),
        "department": action.owner.department if action.owner is not None else "",
        "due_on": action.due_on.isoformat() if action.due_on is not None else "",
        "team": {"ja": action.team.name_ja, "en": action.team.name_en} if action.team is not None else {},
        "milestone": action.milestone,
    }


def _person(person: User | None) -> dict[str, Any]:
    if person is None:
        return {}
    names = {"ja": person.name_ja, "en": person.name_en or person.name_ja}
    return {"name": names, "extension": person.extension}
