"""The forms of reviews: one for each section, made from its questions, and those of rows, people and deeds."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.articles.lifecycle import Audience
from portal.kernel.i18n import mark
from portal.problems.kinds import CauseCategory
from portal.reviews.answering import Posts
from portal.reviews.handover import Piece
from portal.reviews.kinds import RowKind, Section
from portal.reviews.questions import LONGEST_ANSWER, AnswerKind, Question, of_section
from portal.web.fields import Choice, Choices, LocalTime, Pick
from portal.web.forms import PortalForm
from portal.web.offered import colleagues
from portal.web.problems.fields import ProblemNumber
from portal.web.reviews.fields import Lines, Rows

TEXT = Length(max=LONGEST_ANSWER, message=mark("This is too long. Shorten it."))
SHORT = Length(max=200, message=mark("This is too long. Shorten it."))


def _field(question: Question) -> Field:
    if question.kind is AnswerKind.LINES:
        return Lines(question.label, description=question.hint, render_kw={"rows": 3})
    if question.kind is AnswerKind.WHYS:
        return Rows(question.label, columns=("text", "evidence"), description=question.hint)
    if question.kind is AnswerKind.FACTORS:
        return Rows(question.label, columns=("type", "text"), description=question.hint)
    if question.kind is AnswerKind.CAUSE_CATEGORY:
        return Choice(question.label, of=CauseCategory, none=mark("Not chosen yet"))
    return TextAreaField(question.label, [TEXT], description=question.hint, render_kw={"rows": 3})


class SectionForm(PortalForm):
    """One section of the form; its fields are its questions."""

    def as_shown(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """Rows in the order of their columns, whatever order the database gives them back in."""
        rows = {field.short_name: field.columns for field in self if isinstance(field, Rows)}
        return {
            name: [{column: row.get(column, "") for column in rows[name]} for row in value] if name in rows else value
            for name, value in stored.items()
        }

    def answers(self) -> dict[str, Any]:
        """What was written, by the key of the question."""
        return {field.short_name: field.data for field in self if field.short_name != "version"}


SECTION_FORMS: dict[Section, type[SectionForm]] = {
    section: type(
        f"{section.value.title()}Form",
        (SectionForm,),
        {"__doc__": "One section of a review.", **{question.key: _field(question) for question in of_section(section)}},
    )
    for section in Section
}


class RowForm(PortalForm):
    """One row of the timeline."""

    at = LocalTime(mark("Time"), [InputRequired(mark("Write a day and a time."))])
    is_about = BooleanField(mark("The time is about right"))
    kind = Choice(mark("Kind"), [InputRequired()], of=RowKind)
    text = TextAreaField(mark("What happened"), [InputRequired(), TEXT], render_kw={"rows": 2})
    who = StringField(mark("Who"), [SHORT], description=mark("A role or department."), render_kw={"maxlength": 200})


class PostsForm(PortalForm):
    """Who does what on a review."""

    owner = Pick(mark("In charge"), records=colleagues, none=mark("Nobody yet"))
    facilitator = Pick(mark("Leads the review"), records=colleagues, none=mark("Nobody yet"))
    reviewer = Pick(mark("Reviewer"), records=colleagues, none=mark("Nobody yet"))
    approver = Pick(mark("Approver"), records=colleagues, none=mark("Nobody yet"))
    attendees = Lines(mark("Who talked about it"), description=mark("One a line."), render_kw={"rows": 3})
    audience = Choice(mark("Who reads the report"), [InputRequired()], of=Audience)

    def posts(self) -> Posts:
        return Posts(**{field.short_name: field.data for field in self if field.short_name != "version"})


class HandOverForm(PortalForm):
    """What goes to which problem."""

    problem = ProblemNumber(mark("Known problem"), description=mark("Empty: a new problem is raised."))
    statement = StringField(mark("Statement of the new problem"), [SHORT], render_kw={"maxlength": 200})
    pieces = Choices(mark("What is handed over"), of=Piece)
