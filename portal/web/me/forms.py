"""What people say of themselves, how they like their pages, and their password."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Theme
from portal.accounts.passwords import LONGEST, SHORTEST
from portal.kernel.i18n import LANGUAGES, mark
from portal.kernel.i18n import gettext as _
from portal.web.fields import Choice
from portal.web.forms import PortalForm

TOO_LONG = mark("This is too long.")
COMMON_ZONES = (
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)


def zones() -> dict[str, dict[str, str]]:
    """All time zones by region, the common ones first."""
    others = available_timezones() - set(COMMON_ZONES)
    rest = sorted(zone for zone in others if "/" in zone and not zone.startswith("Etc/"))
    return {_("Common"): {zone: zone for zone in COMMON_ZONES}, _("All"): {zone: zone for zone in rest}}


class ProfileForm(PortalForm):
    """Name, language, looks."""

    name_ja = StringField(
        mark("Name"),
        [InputRequired(mark("Give your name.")), Length(max=100, message=TOO_LONG)],
        render_kw={"autocomplete": "name"},
    )
    name_en = StringField(
        mark("Name in Latin letters"),
        [Length(max=100, message=TOO_LONG)],
        description=mark("Shown to people who read English, for example SATO Megumi."),
    )
    reading = StringField(
        mark("Reading"), [Length(max=100, message=TOO_LONG)], description=mark("In hiragana; people are found by it.")
    )
    department = StringField(mark("Department"), [Length(max=100, message=TOO_LONG)])
    extension = StringField(mark("Extension"), [Length(max=30, message=TOO_LONG)], render_kw={"inputmode": "tel"})
    language = SelectField(mark("Language"), [InputRequired()], choices=dict(LANGUAGES))
    time_zone = SelectField(mark("Time zone"), [InputRequired()], choices={})
    theme = Choice(mark("Colours"), [InputRequired()], of=Theme)
    start_page = SelectField(mark("Start page"), choices={})
    single_keys = BooleanField(
        mark("Single letters are keys"),
        description=mark("For example N for a new article. Off: only Ctrl and Alt combinations."),
    )

    def __init__(self, *args: Any, starts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = zones()
        self.start_page.choices = {"": _("As my roles lead"), **starts}


class PasswordForm(PortalForm):
    """The present password and a new one."""

    current = PasswordField(
        mark("Present password"),
        [InputRequired(mark("Give your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        mark("New password"),
        [InputRequired(mark("Choose a password."))],
        description=mark("At least 10 characters. A sentence is a good password."),
        render_kw={"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST},
    )
