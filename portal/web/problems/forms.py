"""The forms of problems; fields are named as the operations name their values."""

from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.incidents.priority import Impact, Urgency
from portal.kernel.i18n import mark
from portal.problems.kinds import CauseCategory, CauseKind, LinkRole, Method, ResolutionCode
from portal.problems.operations import LONGEST_STATEMENT, Outline
from portal.problems.solving import Solution
from portal.web.articles.fields import ArticleNumber
from portal.web.fields import Choice, Pick
from portal.web.forms import PortalForm
from portal.web.incidents.fields import IncidentNumber
from portal.web.offered import categories, colleagues, services, teams
from portal.web.problems.fields import ProblemNumber

TEXT = Length(max=10_000, message=mark("This is too long. Shorten it."))
SHORT = Length(max=200, message=mark("This is too long. Shorten it."))
LINE = {"maxlength": 200, "autocomplete": "off"}
ROWS = {"rows": 3}


class OutlineForm(PortalForm):
    """What is known of a problem."""

    statement = StringField(
        mark("Problem statement"), [InputRequired(), SHORT],
        description=mark("In one sentence: what keeps going wrong."),
        render_kw={"maxlength": LONGEST_STATEMENT, "autocomplete": "off"},
    )  # fmt: skip
    symptoms = TextAreaField(
        mark("Symptoms"), [TEXT], render_kw={"rows": 4}, description=mark("In the words of those who have them.")
    )
    description = TextAreaField(mark("Description"), [TEXT], render_kw={"rows": 4})
    service = Pick(mark("Service"), records=services, none=mark("Unknown"))
    category = Pick(mark("Category"), records=categories, none=mark("None"), shown="path")
    owner = Pick(mark("In charge"), records=colleagues, none=mark("Nobody yet"))
    team = Pick(mark("Team"), records=teams, none=mark("As the service has it"))
    proposal = TextAreaField(mark("How it could be fixed for good"), [TEXT], render_kw=ROWS)
    fix_due_on = DateField(mark("Permanent fix by"), [Optional()])

    def outline(self) -> Outline:
        return Outline(**{name: value for name, value in self.values().items() if name != "version"})


class AssessForm(PortalForm):
    """How grave it is, and whose."""

    category = Pick(mark("Category"), records=categories, shown="path")
    impact = Choice(mark("Impact"), [InputRequired()], of=Impact)
    urgency = Choice(mark("Urgency"), [InputRequired()], of=Urgency)
    owner = Pick(mark("In charge"), records=colleagues)


class InvestigateForm(PortalForm):
    """How the cause is looked for."""

    method = Choice(mark("Method"), [InputRequired()], of=Method)
    team = Pick(mark("Team"), records=teams, none=mark("As it is"))


class CauseForm(PortalForm):
    """A cause, and what shows that it is one."""

    kind = Choice(mark("Kind of cause"), [InputRequired()], of=CauseKind)
    text = TextAreaField(mark("Cause"), [InputRequired(), TEXT], render_kw=ROWS)
    category = Choice(mark("Kind of root cause"), of=CauseCategory, none=mark("None"))
    evidence = TextAreaField(mark("Evidence"), [TEXT], render_kw={"rows": 2})
    confirmed = BooleanField(mark("The root cause is confirmed"))


class WorkaroundForm(PortalForm):
    """How to work on meanwhile."""

    workaround = TextAreaField(
        mark("Workaround"), [InputRequired(), TEXT], render_kw={"rows": 6},
        description=mark("Its article says the same."),
    )  # fmt: skip
    tested = BooleanField(mark("It was tried and works"))


class DeclareForm(PortalForm):
    """Which article tells of it."""

    article = ArticleNumber(
        mark("Article"), description=mark("Empty: an article is drafted from symptoms, workaround and cause.")
    )


class ChangeForm(PortalForm):
    """The change that is to solve it."""

    proposal = TextAreaField(mark("What is to be changed"), [InputRequired(), TEXT], render_kw=ROWS)
    reference = StringField(mark("Number of the change"), [InputRequired(), SHORT], render_kw=LINE)
    url = StringField(mark("Its address"), [SHORT], render_kw={**LINE, "type": "url"})
    planned_on = DateField(mark("Planned for"), [Optional()])


class ResolveForm(PortalForm):
    """How it was resolved."""

    code = Choice(mark("Resolution"), [InputRequired()], of=ResolutionCode)
    fix = TextAreaField(mark("How it was fixed"), [TEXT], render_kw=ROWS)
    risk_reason = TextAreaField(mark("Why the risk is borne"), [TEXT], render_kw={"rows": 2})
    risk_accepted_by = Pick(mark("Who bears it"), records=colleagues, none=mark("Nobody"))
    risk_review_on = DateField(mark("Looked at again on"), [Optional()])

    def solution(self) -> Solution:
        return Solution(**{name: value for name, value in self.values().items() if name != "version"})


class CloseForm(PortalForm):
    """Why it is closed before the watch is over."""

    reason = TextAreaField(mark("Reason"), [TEXT], render_kw={"rows": 2})


class HoldForm(PortalForm):
    """Why nothing can be done."""

    reason = TextAreaField(mark("Reason"), [InputRequired(), TEXT], render_kw={"rows": 2})
    resume_on = DateField(mark("Look at it again on"), [Optional()])


class MergeForm(PortalForm):
    """The problem that stays."""

    other = ProblemNumber(mark("The problem that stays"), [InputRequired()], description=mark("Such as PRB-000045."))


class GatherForm(PortalForm):
    """An incident that comes from it."""

    incident = IncidentNumber(mark("Incident"), [InputRequired()], description=mark("Such as INC-20261124-003."))
    role = Choice(mark("What it is to the incident"), [InputRequired()], of=LinkRole)


class NoteForm(PortalForm):
    """What was found or done."""

    text = TextAreaField(mark("Note"), [InputRequired(), TEXT], render_kw=ROWS)
