"""The form of a report, in the words of whoever has the problem."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask import g
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.web import picks
from portal.web.attaching import FilesField
from portal.web.fields import Choice, LocalTime, Pick
from portal.web.forms import PortalForm

LONGEST = 5_000
LINE = {"maxlength": 200}


class InOwnWords(Choice):
    """A member of an enum, each said in a sentence of its own."""

    def __init__(self, label: str, validators: Sequence[Any] = (), *, says: Mapping[StrEnum, str], **options: Any):
        self._says = says
        super().__init__(label, validators, **options)

    def offer(self, members: Iterable[StrEnum]) -> None:
        self._offered = [(member.value, _(self._says[member])) for member in members]
        self.choices = dict(self._offered)


class ReportForm(PortalForm):
    """What happens, how bad it is, since when."""

    symptom = TextAreaField(
        mark("What is happening?"),
        [
            InputRequired(mark("Write what does not work.")),
            Length(max=LONGEST, message=mark("At most 5,000 characters. Attach a long log as a file.")),
        ],
        description=mark("Copy the words on the screen as they are; that helps most. Do not write passwords."),
        render_kw={"rows": 4},
    )
    urgency = InOwnWords(
        mark("How does it affect your work?"),
        [InputRequired(mark("Choose one of the list."))],
        of=Urgency,
        says={
            Urgency.HIGH: mark("My work stands still"),
            Urgency.MEDIUM: mark("A part of it cannot be done"),
            Urgency.LOW: mark("I can work in another way"),
        },
    )
    impact = InOwnWords(
        mark("Who is affected?"),
        [InputRequired(mark("Choose one of the list."))],
        of=Impact,
        says={
            Impact.SMALL: mark("Only me"),
            Impact.MEDIUM: mark("Several people around me"),
            Impact.LARGE: mark("Many, in several departments"),
        },
    )
    service = Pick(mark("Concerns"), records=lambda: picks.services().values(), none=mark("I do not know"))
    occurred_at = LocalTime(mark("Since when?"))
    occurred_about = BooleanField(mark("The time is about right"))
    reporter_name = StringField(mark("Your name"), [Length(max=200)], render_kw={**LINE, "autocomplete": "name"})
    reporter_contact = StringField(mark("How to reach you"), [Length(max=200)], render_kw=LINE)
    files = FilesField(mark("Pictures of the screen, files"))

    @classmethod
    def fresh(cls, symptom: str = "", **options: Any) -> "ReportForm":
        """As this person begins: strangers are asked for their name, and not told what services there are."""
        form = cls(data={"impact": Impact.SMALL, "symptom": symptom}, **options)
        form.impact.offer((Impact.SMALL, Impact.MEDIUM, Impact.LARGE))
        if g.user.is_signed_in:
            del form.reporter_name
            form.reporter_contact.description = _("For urgent matters the desk calls you there.")
        else:
            del form.service
            form.reporter_contact.description = _("A telephone number or a mail address.")
            for field, sentence in (
                (form.reporter_name, mark("Write your name.")),
                (form.reporter_contact, mark("Write how the desk can reach you.")),
            ):
                field.validators = [InputRequired(_(sentence)), *field.validators]
                field.flags.required = True
        return form

    def report(self) -> dict[str, Any]:
        """What the operation takes."""
        values = self.values()
        for name in ("version", "files"):
            values.pop(name, None)
        impact, urgency = values.pop("impact"), values.pop("urgency")
        return {"details": Details(**values), "impact": impact, "urgency": urgency}
