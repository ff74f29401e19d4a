"""Accounts, teams and bundles, as administrators keep them."""

from typing import Any

from flask import g
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from portal.accounts import queries
from portal.accounts.models import Team, User
from portal.accounts.passwords import LONGEST
from portal.accounts.roles import Licence, Role
from portal.kernel.db import db
from portal.kernel.i18n import LANGUAGES, mark
from portal.web.fields import Choice, Choices, Pick, PickMany
from portal.web.forms import PortalForm

TOO_LONG = mark("This is too long.")
GIVEN = [role for role in Role if role is not Role.END_USER]  # everybody is an end user anyway


class PersonForm(PortalForm):
    """What an administrator keeps of a person."""

    name_ja = StringField(mark("Name"), [InputRequired(mark("Give a name.")), Length(max=100, message=TOO_LONG)])
    name_en = StringField(mark("Name in Latin letters"), [Length(max=100, message=TOO_LONG)])
    reading = StringField(
        mark("Reading"), [Length(max=100, message=TOO_LONG)], description=mark("In hiragana; people are found by it.")
    )
    email = EmailField(
        mark("Mail address"),
        [Optional(), Email(mark("This is not a mail address.")), Length(max=200, message=TOO_LONG)],
        description=mark("For a forgotten password. Without one, only an administrator can help."),
    )
    department = StringField(mark("Department"), [Length(max=100, message=TOO_LONG)])
    extension = StringField(mark("Extension"), [Length(max=30, message=TOO_LONG)])
    language = SelectField(mark("Language"), [InputRequired()], choices=dict(LANGUAGES))
    roles = Choices(mark("Roles"), of=Role, among=GIVEN)
    bundle = Pick(
        mark("Role bundle"), records=lambda: db.session.scalars(queries.bundles(g.user)).all(), none=mark("None")
    )
    licence = Choice(mark("KCS licence"), of=Licence, none=mark("None"))
    teams = PickMany(mark("Teams"), records=lambda: db.session.scalars(queries.teams(g.user)).all())
    is_partner = BooleanField(
        mark("Belongs to a partner"), description=mark("Reads the articles for partners besides those of the company.")
    )


class NewPersonForm(PersonForm):
    """A new account."""

    login = StringField(
        mark("Login"),
        [InputRequired(mark("Choose a login.")), Length(max=63, message=TOO_LONG)],
        description=mark("Letters a–z, digits, dot, hyphen and underscore. It cannot be changed later."),
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    password = StringField(
        mark("First password"),
        [Length(max=LONGEST, message=TOO_LONG)],
        description=mark("Give it to the person; it has to be changed at the first sign-in. Empty: by mail only."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class GivenPasswordForm(PortalForm):
    """A password that an administrator gives to somebody."""

    password = StringField(
        mark("New password"),
        [InputRequired(mark("Choose a password."))],
        description=mark("Give it to the person; it has to be changed at the next sign-in."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class TeamForm(PortalForm):
    """A team and its members."""

    name_ja = StringField(mark("Name"), [InputRequired(mark("Give a name.")), Length(max=100, message=TOO_LONG)])
    name_en = StringField(mark("Name in English"), [Length(max=100, message=TOO_LONG)])
    description = TextAreaField(
        mark("What it answers for"), [Length(max=2_000, message=TOO_LONG)], render_kw={"rows": 3}
    )
    members = PickMany(mark("Members"), records=list)

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        self._team = team
        super().__init__(*args, **kwargs)

    def process(self, *args: Any, **kwargs: Any) -> None:
        self.members.offer(self._offered)
        super().process(*args, **kwargs)

    def _offered(self) -> list[User]:
        """Those who work at the desk; and whoever is a member already."""
        present = [m.user for m in self._team.memberships if m.user.retired_at is None] if self._team else []
        offered = {user.id: user for user in [*db.session.scalars(queries.staff(g.user)), *present]}
        return sorted(offered.values(), key=lambda user: user.login)


class BundleForm(PortalForm):
    """Several roles under one name."""

    name = StringField(mark("Name"), [InputRequired(mark("Give a name.")), Length(max=100, message=TOO_LONG)])
    roles = Choices(mark("Roles"), [InputRequired(mark("Choose at least one role."))], of=Role, among=GIVEN)
