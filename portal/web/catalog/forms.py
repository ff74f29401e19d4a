"""Services and categories."""

from typing import Any

from flask import g
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.accounts import queries as accounts
from portal.catalog import queries
from portal.catalog.operations import ICONS
from portal.kernel.db import db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.web.fields import Pick
from portal.web.forms import PortalForm

TOO_LONG = mark("This is too long.")
ICON_WORDS = {
    "key": mark("Key"),
    "wifi": mark("Radio waves"),
    "laptop": mark("Laptop"),
    "mail": mark("Letter"),
    "print": mark("Printer"),
    "doc": mark("Page"),
    "chart": mark("Chart"),
    "chat": mark("Speech"),
}


class ServiceForm(PortalForm):
    """What a service is called, what it is, and who answers for it."""

    name_ja = StringField(mark("Name"), [InputRequired(mark("Give a name.")), Length(max=100, message=TOO_LONG)])
    name_en = StringField(mark("Name in English"), [Length(max=100, message=TOO_LONG)])
    description_ja = TextAreaField(mark("Description"), [Length(max=2_000, message=TOO_LONG)], render_kw={"rows": 3})
    description_en = TextAreaField(
        mark("Description in English"), [Length(max=2_000, message=TOO_LONG)], render_kw={"rows": 3}
    )
    owner_team = Pick(
        mark("Owner team"), records=lambda: db.session.scalars(accounts.teams(g.user)).all(), none=mark("None")
    )


class NewServiceForm(ServiceForm):
    """A new service, with the key by which imports name it."""

    key = StringField(
        mark("Key"),
        [InputRequired(mark("Give a key.")), Length(max=61, message=TOO_LONG)],
        description=mark("Letters a–z, digits and hyphens. Imports name the service by it; it cannot be changed."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


class CategoryForm(PortalForm):
    """What a category is called and where it stands."""

    name_ja = StringField(mark("Name"), [InputRequired(mark("Give a name.")), Length(max=100, message=TOO_LONG)])
    name_en = StringField(mark("Name in English"), [Length(max=100, message=TOO_LONG)])
    parent = Pick(
        mark("Upper category"),
        records=lambda: db.session.scalars(queries.categories(g.user)).all(),
        none=mark("None: it stands on the upper level"),
    )
    icon = RadioField(mark("Icon"), choices={}, default="doc")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.icon.choices = {name: _(ICON_WORDS[name]) for name in ICONS}


class NewCategoryForm(CategoryForm):
    """A new category, with its place in the addresses of the public questions."""

    slug = StringField(
        mark("Word in the address"),
        [InputRequired(mark("Give a word for the address.")), Length(max=61, message=TOO_LONG)],
        description=mark("Letters a–z, digits and hyphens. It cannot be changed later."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
