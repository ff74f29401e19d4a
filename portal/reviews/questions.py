"""The form of a review as data: its sections, their questions, and from when each must be answered (domain 3.3)."""

from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.i18n import mark
from portal.reviews.kinds import Section


class Required(StrEnum):
    """The deed before which an answer must be there."""

    SUBMIT = "submit"
    CONCLUDE = "conclude"
    APPROVE = "approve"
    PUBLISH = "publish"


class AnswerKind(StrEnum):
    """How an answer looks: one text, one thing a line, a chain of whys, rows of factors, a choice."""

    TEXT = "text"
    LINES = "lines"
    WHYS = "whys"
    FACTORS = "factors"
    CAUSE_CATEGORY = "cause_category"


LONGEST_ANSWER = 4_000
MOST_ROWS = 30


@dataclass(frozen=True)
class Question:
    """One question of the form."""

    key: str
    section: Section
    label: str
    kind: AnswerKind = AnswerKind.TEXT
    hint: str = ""
    required: Required | None = None


QUESTIONS = (
    Question(
        "summary", Section.SUMMARY, mark("Summary"), required=Required.SUBMIT,
        hint=mark("In plain words: when, where, what happened."),
    ),
    Question(
        "impact", Section.SUMMARY, mark("Scope of impact"), AnswerKind.LINES, required=Required.SUBMIT,
        hint=mark("Which system, who, how many, for how long. One a line."),
    ),
    Question(
        "detection", Section.SUMMARY, mark("How it was noticed"), required=Required.CONCLUDE,
        hint=mark("By monitoring, a user, a colleague? What would have shown it earlier?"),
    ),
    Question(
        "direct_cause", Section.CAUSES, mark("Direct cause"), required=Required.CONCLUDE,
        hint=mark("What set it off."),
    ),
    Question(
        "whys", Section.CAUSES, mark("Why?"), AnswerKind.WHYS,
        hint=mark("Each why answers the line above it; say what shows that it is so."),
    ),
    Question(
        "root_cause", Section.CAUSES, mark("Root cause"), required=Required.CONCLUDE,
        hint=mark("What can be changed: a rule, a design, a tool, a way of working."),
    ),
    Question(
        "root_cause_category", Section.CAUSES, mark("Kind of root cause"), AnswerKind.CAUSE_CATEGORY,
        required=Required.CONCLUDE,
    ),
    Question(
        "factors", Section.CAUSES, mark("Contributing factors"), AnswerKind.FACTORS,
        hint=mark("What else had a part in it, or kept it small."),
    ),
    Question("escape_cause", Section.CAUSES, mark("Why it was not caught before")),
    Question("went_well", Section.LEARNED, mark("What went well"), AnswerKind.LINES, required=Required.CONCLUDE),
    Question("went_badly", Section.LEARNED, mark("What was difficult"), AnswerKind.LINES, required=Required.CONCLUDE),
    Question("lucky", Section.LEARNED, mark("Where we were lucky"), AnswerKind.LINES),
    Question(
        "no_actions", Section.ACTIONS, mark("Why there is no action"),
        hint=mark("Only where nothing shall be different."),
    ),
    Question("elsewhere", Section.ACTIONS, mark("Where else it could happen"), required=Required.APPROVE),
    Question(
        "temporary_measure", Section.REPORT, mark("Stop-gap measure"), required=Required.PUBLISH,
        hint=mark("What was done to get it going again."),
    ),
    Question(
        "handled_by", Section.REPORT, mark("Handled by"), AnswerKind.LINES, required=Required.PUBLISH,
        hint=mark("Departments and roles. One a line."),
    ),
    Question("reported_to", Section.REPORT, mark("Reported to"), AnswerKind.LINES, hint=mark("One a line.")),
    Question("no_problem", Section.REPORT, mark("Why no problem follows")),
)  # fmt: skip

BY_KEY = {question.key: question for question in QUESTIONS}


def of_section(section: Section) -> list[Question]:
    return [question for question in QUESTIONS if question.section is section]
