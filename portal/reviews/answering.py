"""What is written into a review: answers by section, rows of the timeline, and whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import User
from portal.articles.lifecycle import Audience
from portal.incidents.models import Entry
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb
from portal.problems.kinds import CauseCategory
from portal.reviews import opening
from portal.reviews.kinds import FactorType, RowKind
from portal.reviews.models import Part, Review, Row
from portal.reviews.questions import LONGEST_ANSWER, MOST_ROWS, AnswerKind, Question, of_section

# A section saves itself while somebody writes; so long after that it counts as being written in.
STILL_WRITING = timedelta(minutes=2)


@dataclass(frozen=True)
class Posts:
    """Who does what on a review."""

    owner: User | None
    facilitator: User | None = None
    reviewer: User | None = None
    approver: User | None = None
    attendees: Sequence[str] = ()
    audience: Audience = Audience.WITHIN


@operation(Verb.ANSWER_REVIEW)
def answer(actor: Actor, part: Part, /, *, answers: Mapping[str, Any], version: int | None = None) -> Part:
    """Save one section; what is not among *answers* stays. Refused where somebody else saved it first."""
    expect(part, version, **part.answers)
    part.review.move(Verb.ANSWER_REVIEW)
    known = {question.key: question for question in of_section(part.section)}
    written = {key: _cleaned(known[key], value) for key, value in answers.items() if key in known}
    part.answers = {**part.answers, **written}
    part.changed_at, part.changed_by_id = clock.now(), actor.id
    return part


@operation(Verb.ANSWER_REVIEW)
def add_row(
    actor: Actor,
    review: Review,
    /,
    *,
    at: datetime,
    text: str,
    who: str = "",
    kind: RowKind = RowKind.NOTE,
    is_about: bool = False,
) -> Review:
    """A row by hand; it may lie before the incident, since what led to it began earlier."""
    review.move(Verb.ANSWER_REVIEW)
    row = Row(added_by_id=actor.id)
    _fill(row, at=at, text=text, who=who, kind=kind, is_about=is_about)
    review.rows.append(row)
    db.session.flush()
    return review


@operation(Verb.ANSWER_REVIEW)
def change_row(
    actor: Actor,
    row: Row,
    /,
    *,
    at: datetime,
    text: str,
    who: str = "",
    kind: RowKind = RowKind.NOTE,
    is_about: bool = False,
    version: int | None = None,
) -> Row:
    """Say it better here; the entry of the incident stays as it was."""
    expect(row, version, text=row.text)
    row.review.move(Verb.ANSWER_REVIEW)
    _fill(row, at=at, text=text, who=who, kind=kind, is_about=is_about)
    return row


@operation(Verb.ANSWER_REVIEW)
def hide_row(actor: Actor, row: Row, /, *, hidden: bool) -> Row:
    """Leave it out of report and count, or take it in again."""
    row.review.move(Verb.ANSWER_REVIEW)
    row.is_hidden = hidden
    return row


@operation(Verb.ANSWER_REVIEW)
def take_entries(actor: Actor, review: Review, /, *, entries: Sequence[Entry]) -> Review:
    """Take entries of the incident into the timeline; those that are there already are left alone."""
    review.move(Verb.ANSWER_REVIEW)
    if any(entry.incident_id != review.incident_id for entry in entries):
        raise Invalid(_("These entries belong to another incident."))
    opening.take_rows(review, [opening.row_of(entry, actor.id) for entry in entries])
    db.session.flush()
    return review


@operation(Verb.APPOINT_REVIEWERS)
def appoint(actor: Actor, review: Review, /, *, posts: Posts, version: int | None = None) -> Review:
    """Say whose it is, who leads, reviews and approves it, and who was there."""
    expect(review, version)
    review.move(Verb.APPOINT_REVIEWERS)
    people = {"owner": posts.owner, "facilitator": posts.facilitator}
    people |= {"reviewer": posts.reviewer, "approver": posts.approver}
    for name, person in people.items():
        if person is not None:
            _insist_on_member(review, person, name)
    if posts.approver is not None and posts.owner is not None and posts.approver.id == posts.owner.id:
        raise Invalid(_("Whoever owns the review cannot approve it. Choose somebody else."), "approver")
    review.owner, review.facilitator = posts.owner, posts.facilitator
    review.reviewer, review.approver = posts.reviewer, posts.approver
    review.attendees = [name for name in map(clean_line, posts.attendees) if name][:MOST_ROWS]
    review.audience = posts.audience
    return review


def writer_beside(actor: User, part: Part) -> User | None:
    """Who else writes in this section now: whoever saved it in the last minutes; nobody where that was *actor*."""
    is_recent = part.changed_at > clock.now() - STILL_WRITING
    return part.changed_by if is_recent and part.changed_by_id != actor.id else None


def out_of_order(review: Review) -> list[str]:
    """Sentences about times that contradict each other; told, never refused."""
    incident, found = review.incident, []
    marks = (
        (incident.occurred_at, incident.detected_at, _("It was detected before it occurred.")),
        (incident.detected_at, incident.declared_at, _("It was declared before it was detected.")),
        (incident.occurred_at, incident.identified_at, _("The cause was found before it occurred.")),
        (incident.occurred_at, incident.restored_at, _("It was restored before it occurred.")),
    )
    found += [sentence for first, then, sentence in marks if then is not None and then < first]
    last = incident.restored_at or incident.resolved_at
    recovered = [row.at for row in review.shown_rows if row.kind is RowKind.RECOVERED]
    if last is not None and recovered and max(recovered) > last:
        found.append(_("The timeline tells of a recovery later than the record does."))
    return found


def _insist_on_member(review: Review, person: User, name: str) -> None:
    team_id = review.incident.restricted_to_id
    if not person.is_staff or team_id not in (None, *person.team_ids):
        raise Invalid(_("%(name)s cannot work on this review.", name=person.name), name)


def _fill(row: Row, *, at: datetime, text: str, who: str, kind: RowKind, is_about: bool) -> None:
    words = clean_text(text)
    insist(words, "text", _("Write what happened."))
    if len(words) > LONGEST_ANSWER:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_ANSWER), "text")
    if at > clock.now():
        raise Invalid(_("This time has not come yet."), "at")
    row.at, row.text, row.who, row.kind, row.is_about = at, words, clean_line(who), kind, is_about


def _cleaned(question: Question, value: Any) -> Any:
    if question.kind is AnswerKind.TEXT:
        return _text(question, value)
    if question.kind is AnswerKind.CAUSE_CATEGORY:
        return CauseCategory(value).value if value else ""
    rows = [] if not isinstance(value, list | tuple) else list(value)
    if len(rows) > MOST_ROWS:
        raise Invalid(_("At most %(most)s lines.", most=MOST_ROWS), question.key)
    if question.kind is AnswerKind.LINES:
        return [line for line in (_text(question, clean_line(str(row))) for row in rows) if line]
    if question.kind is AnswerKind.WHYS:
        pairs = [(_text(question, row.get("text", "")), _text(question, row.get("evidence", ""))) for row in rows]
        return [{"text": text, "evidence": evidence} for text, evidence in pairs if text]
    if question.kind is AnswerKind.FACTORS:
        typed = [(FactorType(row.get("type")).value, _text(question, row.get("text", ""))) for row in rows]
        return [{"type": kind, "text": text} for kind, text in typed if text]
    raise InvalidTransition(question.key)


def _text(question: Question, value: object) -> str:
    words = clean_text(str(value or ""))
    if len(words) > LONGEST_ANSWER:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_ANSWER), question.key)
    return words
