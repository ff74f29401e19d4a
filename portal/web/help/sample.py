"""A form with wrong and right values, and a page of a list, for the page that shows every component."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from portal.files.models import File
from portal.incidents.models import Attachment
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import Page
from portal.web.attaching import FilesField
from portal.web.forms import Conflict, Row

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


class SampleForm(Form):
    """One field of each kind."""

    conflict: Conflict | None = None
    symptom = TextAreaField(validators=[InputRequired()])
    since = DateTimeLocalField(validators=[InputRequired()])
    contact = StringField(validators=[Optional()])
    audience = SelectField(validators=[Optional()])
    governance = RadioField(validators=[Optional()])
    confidence = RadioField(validators=[InputRequired()])
    channels = SelectMultipleField(validators=[Optional()])
    agreed = BooleanField()
    resolution = TextAreaField(validators=[Optional()])
    files = FilesField(validators=[Optional()])


def sample() -> SampleForm:
    """The form with two mistakes and a conflict, in the reader's language."""
    chosen: dict[str, Any] = {"audience": "within", "governance": "experience", "confidence": "not_validated"}
    form = SampleForm(data={"since": NOON.replace(tzinfo=None), **chosen})
    labels = {
        "symptom": _("Symptom"),
        "since": _("Since when"),
        "contact": _("Contact"),
        "audience": _("Audience"),
        "governance": _("Governance"),
        "confidence": _("State"),
        "channels": _("Told by"),
        "agreed": _("Tell me when it changes"),
        "resolution": _("Resolution"),
        "files": _("Files"),
    }
    for name, label in labels.items():
        form[name].label.text = label
    form.audience.choices = {"within": _("Agents only"), "public": _("Public")}
    form.governance.choices = {"experience": _("Experience"), "compliance": _("Rules")}
    form.confidence.choices = {"wip": _("Work in progress"), "not_validated": _("Not validated")}
    form.channels.choices = {"phone": _("Telephone"), "mail": _("Mail")}
    form.symptom.errors = [_("Say what happens.")]
    form.since.errors = [_("Give a time before now.")]
    row = Row(_("Resolution"), _("Clear the stored credentials."), _("Restart, and sign in with the new password."))
    form.conflict = Conflict(_("SATO Megumi"), NOON, [row])
    return form


def attachments() -> list[Attachment]:
    """A picture that the caller sees, and a log for the desk."""
    rows = [("screen.png", "image/png", 48_200, True), ("vpnclient.log", "text/plain", 1_310_000, False)]
    return [
        Attachment(file=File(name=name, media_type=kind, size=size, added_at=NOON), is_visible=visible)
        for name, kind, size, visible in rows
    ]


def nowhere(_record: object) -> str:
    """The address of what is only shown: this page."""
    return "#c-forms"


def page() -> Page[None]:
    """The second of six pages."""
    return Page([], 134, 2, 25)
