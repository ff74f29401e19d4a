"""Coming in, and choosing a new password."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts.passwords import LONGEST, SHORTEST
from portal.kernel.i18n import mark
from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    """Name and password."""

    login = StringField(
        mark("Login or mail address"),
        [InputRequired(mark("Give your login.")), Length(max=200, message=mark("This is too long."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        mark("Password"),
        [InputRequired(mark("Give your password.")), Length(max=1_000, message=mark("This is too long."))],
        render_kw={"autocomplete": "current-password"},
    )


class ForgotForm(PortalForm):
    """Who forgot the password."""

    login = StringField(
        mark("Login or mail address"),
        [InputRequired(mark("Give your login.")), Length(max=200, message=mark("This is too long."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class ResetForm(PortalForm):
    """A new password, by the link of a letter."""

    password = PasswordField(
        mark("New password"),
        [InputRequired(mark("Choose a password."))],
        description=mark("At least 10 characters. A sentence is a good password."),
        render_kw={"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST},
    )
