"""The form of the intake, in the order of the call."""

from collections.abc import Sequence
from typing import Any

from flask import g
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.incidents.kinds import Channel
from portal.incidents.operations import LONGEST_SUBJECT, Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.web.attaching import FilesField
from portal.web.fields import Choice, LocalTime, Pick
from portal.web.forms import PortalForm
from portal.web.offered import categories, services

LONGEST_SPOKEN = 5_000  # what a caller says; a log is longer, and belongs in a file
LINE = {"maxlength": 200, "autocomplete": "off"}
SHORT = Length(max=200, message=mark("This is too long. Shorten it."))
# How a call comes in, as the desk meets it: the portal records for itself.
CHANNELS = {
    Channel.PHONE: "phone",
    Channel.MAIL: "mail",
    Channel.CHAT: "chat",
    Channel.WALK_IN: "user",
    Channel.MONITORING: "monitor",
}


class Caller(Field):
    """A person who is known here, by id; None for somebody who is not."""

    widget = HiddenInput()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, list(validators), **options)

    def _value(self) -> str:
        return str(self.data.id) if isinstance(self.data, User) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        typed = next((str(value) for value in valuelist if value), "")
        if not typed:
            return
        if isinstance(self.object_data, User) and typed == str(self.object_data.id):
            self.data = self.object_data  # who stands there stays, also after leaving
            return
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
        self.data = accounts.caller(g.user, number)
        if self.data is None:
            raise ValueError(
                _("This person is not here any more. Choose somebody else, or keep the name as it stands.")
            )


def without_second_name(values: dict[str, Any]) -> dict[str, Any]:
    """Of a caller who is known, name and address are not written down once more."""
    return values | {"reporter_name": "", "reporter_contact": ""} if values["reporter"] is not None else values


class IntakeForm(PortalForm):
    """Who called and how, what does not work, and how grave it is."""

    reporter = Caller(mark("Caller"))
    reporter_name = StringField(mark("Caller"), [SHORT], render_kw={**LINE, "autocomplete": "off"})
    reporter_contact = StringField(mark("How to reach them"), [SHORT], render_kw=LINE)
    channel = Choice(mark("Channel"), [InputRequired()], of=Channel)
    symptom = TextAreaField(
        mark("Symptom"),
        [
            InputRequired(),
            Length(
                max=LONGEST_SPOKEN,
                message=mark("At most 5,000 characters. Keep what the caller says, and attach a long log as a file."),
            ),
        ],
        render_kw={"rows": 3, "data-paste": ""},
    )
    subject = StringField(mark("Subject"), [SHORT], render_kw={"maxlength": LONGEST_SUBJECT, "autocomplete": "off"})
    service = Pick(mark("Service"), records=services, none=mark("Unknown"))
    category = Pick(mark("Category"), records=categories, none=mark("Not chosen"), shown="path")
    impact = Choice(mark("Impact"), [InputRequired()], of=Impact)
    urgency = Choice(mark("Urgency"), [InputRequired()], of=Urgency)
    device = StringField(mark("Device"), [SHORT], render_kw=LINE)
    occurred_at = LocalTime(mark("Occurred"))
    occurred_about = BooleanField(mark("The time is about right"))
    files = FilesField(mark("Files"))

    @classmethod
    def fresh(cls) -> "IntakeForm":
        """As it stands when a call comes in."""
        form = cls(data={"channel": Channel.PHONE, "impact": Impact.SMALL, "urgency": Urgency.MEDIUM})
        form.channel.offer(CHANNELS)
        return form

    def details(self) -> Details:
        """What the operation takes."""
        values = self.values()
        for name in ("version", "channel", "impact", "urgency", "files"):
            values.pop(name, None)
        return Details(**without_second_name(values))
