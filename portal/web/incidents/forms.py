"""The forms of incidents; fields are named as the operations name their values."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.incidents.endings import Closing, Fix
from portal.incidents.kinds import CancelReason, Confirmation, Decision, EntryKind, HoldReason, Kind, ResolutionCode
from portal.incidents.models import Incident
from portal.incidents.operations import LONGEST_SUBJECT, LONGEST_SYMPTOM, Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.web.attaching import FilesField
from portal.web.fields import Choice, LocalTime, Pick
from portal.web.forms import PortalForm
from portal.web.incidents.fields import IncidentNumber
from portal.web.incidents.intake_form import Caller, without_second_name
from portal.web.offered import categories, colleagues, handlers, services, teams

WITHIN, TO_CALLER = "within", "caller"
LINE = {"maxlength": 200, "autocomplete": "off"}
# Long enough for a log of an evening; what is longer is a file.
TEXT = Length(max=LONGEST_SYMPTOM, message=mark("This is too long. Shorten it, or attach it as a file."))


class ReviseForm(PortalForm):
    """What was written down, to be put right."""

    subject = StringField(
        mark("Subject"), description=mark("Empty: the first sentence of the symptom."),
        render_kw={"maxlength": LONGEST_SUBJECT, "autocomplete": "off"},
    )  # fmt: skip
    symptom = TextAreaField(mark("Symptom"), [InputRequired(), TEXT], render_kw={"rows": 5})
    kind = Choice(mark("Kind"), [InputRequired()], of=Kind)
    reporter = Caller(mark("Caller"))
    reporter_name = StringField(mark("Name of the caller"), render_kw=LINE)
    reporter_contact = StringField(mark("How to reach them"), render_kw=LINE)
    service = Pick(mark("Service"), records=services, none=mark("Unknown"))
    category = Pick(mark("Category"), records=categories, none=mark("None"), shown="path")
    device = StringField(mark("Device"), render_kw=LINE)
    occurred_at = LocalTime(mark("Occurred"))
    occurred_about = BooleanField(mark("The time is about right"))
    detected_at = LocalTime(mark("Noticed"))

    def details(self) -> Details:
        """What the operation takes."""
        return Details(**without_second_name({k: each for k, each in self.values().items() if k != "version"}))


class AssignForm(PortalForm):
    """Who works on it from now on."""

    person = Pick(mark("Assignee"), records=handlers, none=mark("Nobody yet"))
    team = Pick(mark("Team"), records=teams, none=mark("As it is"))


class PrioritizeForm(PortalForm):
    """What gives the priority."""

    category = Pick(mark("Category"), records=categories, none=mark("None"), shown="path")
    impact = Choice(mark("Impact"), [InputRequired()], of=Impact)
    urgency = Choice(mark("Urgency"), [InputRequired()], of=Urgency)


class EscalateForm(PortalForm):
    """Towards those who know more."""

    team = Pick(mark("Team"), records=teams, none=mark("A vendor"))
    vendor = StringField(mark("Vendor"), render_kw=LINE)
    reason = TextAreaField(mark("Reason"), [InputRequired(), TEXT], render_kw={"rows": 3})
    tried = TextAreaField(
        mark("What was tried"), [InputRequired(), TEXT], description=mark("So that nobody tries it again."),
        render_kw={"rows": 3},
    )  # fmt: skip


class UpwardsForm(PortalForm):
    """Towards those who decide more."""

    person = Pick(mark("Who is called in"), [InputRequired()], records=colleagues)
    reason = TextAreaField(mark("Reason"), [InputRequired(), TEXT], render_kw={"rows": 3})


class RestoreForm(PortalForm):
    """What will be done."""

    plan = TextAreaField(
        mark("Temporary measure"), [InputRequired(), TEXT], render_kw={"rows": 3},
        description=mark("What is being done so that it works again."),
    )  # fmt: skip
    cause_known = BooleanField(mark("The cause is known"))


class ResolveForm(PortalForm):
    """How it was resolved."""

    resolution = TextAreaField(mark("Resolution"), [InputRequired(), TEXT], render_kw={"rows": 4})
    code = Choice(mark("Resolution code"), [InputRequired()], of=ResolutionCode)
    restored_at = LocalTime(mark("Restored"), description=mark("Empty: now."))
    introduced_at = LocalTime(mark("What caused it came in"), description=mark("Such as a release, if it is known."))
    temporary_measure = TextAreaField(mark("Temporary measure"), [TEXT], render_kw={"rows": 2})
    direct_cause = TextAreaField(mark("Direct cause"), [TEXT], render_kw={"rows": 2})
    category = Pick(mark("Category"), records=categories, none=mark("None"), shown="path")
    impact = Choice(mark("Impact"), [InputRequired()], of=Impact)
    urgency = Choice(mark("Urgency"), [InputRequired()], of=Urgency)

    def fix(self) -> Fix:
        """What the operation takes."""
        return Fix(**{key: each for key, each in self.values().items() if key != "version"})


class CloseForm(PortalForm):
    """The final record."""

    confirmation = Choice(mark("Who confirmed"), [InputRequired()], of=Confirmation)
    direct_cause = TextAreaField(mark("Direct cause"), [TEXT], render_kw={"rows": 2})
    cause_unknown = BooleanField(mark("Cause not known"))
    decision = Choice(mark("What becomes knowledge"), [InputRequired()], of=Decision)
    decision_reason = StringField(
        mark("Why no article is needed"), render_kw=LINE,
        description=mark("One of a kind, a slip, another contact about the same …"),
    )  # fmt: skip

    def closing(self) -> Closing:
        """What the operation takes."""
        return Closing(**{key: each for key, each in self.values().items() if key != "version"})


class HoldForm(PortalForm):
    """What is waited for."""

    why = Choice(mark("What is waited for?"), [InputRequired()], of=HoldReason)
    note = TextAreaField(mark("Note"), [TEXT], render_kw={"rows": 3})
    resume_on = DateField(mark("Go on at the latest"), [Optional()])


class CancelForm(PortalForm):
    """Why it was no incident."""

    why = Choice(mark("Why is it cancelled?"), [InputRequired()], of=CancelReason)
    parent = IncidentNumber(
        mark("The incident that it repeats"), description=mark("Only where it repeats one. Such as INC-20261124-003.")
    )
    reason = TextAreaField(mark("Remark"), [TEXT], render_kw={"rows": 3})


class JoinForm(PortalForm):
    """With which incident."""

    parent = IncidentNumber(
        mark("The incident at the top"), [InputRequired()], description=mark("Such as INC-20261124-003.")
    )


class EntryForm(PortalForm):
    """Something to write down: for the desk, or for whoever reported it."""

    target = RadioField(mark("For whom"), choices=[])
    text = TextAreaField(mark("Write an update"), [InputRequired(), TEXT], render_kw={"rows": 2})
    kind = Choice(mark("What it tells"), [InputRequired()], of=EntryKind)
    at = LocalTime(mark("When it happened"), description=mark("Empty: now."))
    who = StringField(mark("Who did it"), description=mark("Empty: you."), render_kw=LINE)
    starred = BooleanField(mark("Use in review"))
    attached = FilesField(mark("Files"))

    def __init__(self, incident: Incident, **options: Any) -> None:
        super().__init__(**{"data": {"target": WITHIN, "kind": EntryKind.NOTE}, **options})
        self.kind.offer(kind for kind in EntryKind if kind is not EntryKind.REPLY)
        # Somebody the portal does not know reads nothing here.
        self.target.choices = [(WITHIN, _("Internal note"))]
        if incident.reporter_id is not None:
            self.target.choices.append((TO_CALLER, _("Reply to the caller")))


class CorrectionForm(PortalForm):
    """The words as they should have been."""

    text = TextAreaField(mark("The right words"), [InputRequired(), TEXT], render_kw={"rows": 4})
    at = LocalTime(mark("When it happened"))
