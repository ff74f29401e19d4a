"""The forms of actions; fields are named as the operations name their values."""

from typing import Any

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.actions.kinds import ActionType, Effect, Weight
from portal.actions.operations import LONGEST_TITLE, Plan
from portal.kernel.i18n import mark
from portal.kernel.operation import LONGEST_REASON
from portal.web.fields import Choice, Pick
from portal.web.forms import PortalForm
from portal.web.offered import colleagues, teams

TEXT = Length(max=10_000, message=mark("This is too long. Shorten it."))
REASON = {"rows": 3, "maxlength": LONGEST_REASON}


class PlanForm(PortalForm):
    """What is to be done, by whom, by when."""

    title = StringField(
        mark("What will be different"), [InputRequired()],
        description=mark("Begin with what somebody does, so that anybody can see whether it is done."),
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )  # fmt: skip
    type = Choice(mark("Type"), [InputRequired()], of=ActionType)
    weight = Choice(mark("How binding"), [InputRequired()], of=Weight)
    owner = Pick(mark("Assignee"), records=colleagues, none=mark("Nobody yet"), description=mark("One person."))
    due_on = DateField(mark("Due on"), [Optional()])
    team = Pick(
        mark("Team"), records=teams, none=mark("None"),
        description=mark("A report names it in place of the person."),
    )  # fmt: skip
    milestone = StringField(
        mark("Milestone"), description=mark("A report names it in place of the date, such as: the next release."),
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )  # fmt: skip
    description = TextAreaField(mark("Description"), [TEXT], render_kw={"rows": 4})

    def plan(self) -> Plan:
        return Plan(**{name: value for name, value in self.values().items() if name != "version"})


class PromiseForm(PortalForm):
    """Who promises it, until when."""

    owner = Pick(mark("Assignee"), records=colleagues, none=mark("Nobody yet"), description=mark("One person."))
    due_on = DateField(mark("Due on"), [Optional()])


class EvidenceForm(PortalForm):
    """By what one can see that it is done."""

    evidence = TextAreaField(
        mark("What shows that it is done"), [InputRequired(), TEXT],
        description=mark("A link, a document, a result."), render_kw={"rows": 3},
    )  # fmt: skip


class VerificationForm(PortalForm):
    """How its effect was checked, and what came out."""

    verification = TextAreaField(mark("How it was checked"), [InputRequired(), TEXT], render_kw={"rows": 3})
    effect = Choice(mark("Effect"), [InputRequired()], of=Effect)


class ExtendForm(PortalForm):
    """The later date."""

    due_on = DateField(mark("New date"), [InputRequired()])
    reason = TextAreaField(mark("Reason"), [InputRequired()], render_kw=REASON)


class TransferForm(PortalForm):
    """Where it lives on."""

    url = StringField(
        mark("Address where it lives on"), [InputRequired()], description=mark("It begins with https://."),
        render_kw={"type": "url", "maxlength": 500, "autocomplete": "off"},
    )  # fmt: skip
    owner = Pick(mark("New assignee"), records=colleagues, none=mark("As it is"))


def known(plan: Any) -> dict[str, Any]:
    """What stands in an action now, for its form."""
    names = ("title", "type", "weight", "owner", "due_on", "team", "milestone", "description")
    return {name: getattr(plan, name) for name in names}
