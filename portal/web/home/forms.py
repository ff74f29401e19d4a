"""The first account of an empty portal."""

from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from portal.accounts.passwords import LONGEST, SHORTEST
from portal.kernel.i18n import LANGUAGES, mark
from portal.web.forms import PortalForm

TOO_LONG = mark("This is too long.")


class SetUpForm(PortalForm):
    """The first administrator, and the code that only the owner of the machine can read."""

    code_given = StringField(
        mark("Set-up code"),
        [InputRequired(mark("Give the code.")), Length(max=100, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    login = StringField(
        mark("Login"),
        [InputRequired(mark("Choose a login.")), Length(max=63, message=TOO_LONG)],
        description=mark("Letters a–z, digits, dot, hyphen and underscore."),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = StringField(mark("Name"), [InputRequired(mark("Give your name.")), Length(max=100, message=TOO_LONG)])
    email = EmailField(
        mark("Mail address"),
        [Optional(), Email(mark("This is not a mail address.")), Length(max=200, message=TOO_LONG)],
        render_kw={"autocomplete": "email"},
    )
    language = SelectField(mark("Language"), [InputRequired()], choices=dict(LANGUAGES))
    password = PasswordField(
        mark("Password"),
        [InputRequired(mark("Choose a password."))],
        description=mark("At least 10 characters. A sentence is a good password."),
        render_kw={"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST},
    )
