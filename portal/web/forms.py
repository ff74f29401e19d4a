"""The base form: its fields bear the names that the operation takes."""

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from flask import g, request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.i18n import get_translations

from portal.accounts.models import User
from portal.kernel import difference, i18n
from portal.kernel.db import db
from portal.kernel.errors import DomainError, EditConflict, Invalid, InvalidTransition
from portal.kernel.events import history
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.text import has_lone_surrogate_or_nul
from portal.web.words import WORDS, word

Result = TypeVar("Result")

# WTForms says this of an empty field; in our catalogue it also says what to do.
REQUIRED = mark("This field is required.")

_BROKEN = re.compile("(?:%[89A-F][0-9A-F])+")


class _Words:
    """WTForms' own messages: from our catalogue, else from the one that it brings along."""

    def gettext(self, text: str) -> str:
        found = i18n.gettext(text)
        return found if found != text else str(get_translations([i18n.current_locale()]).gettext(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return str(get_translations([i18n.current_locale()]).ngettext(singular, plural, count))


@dataclass(frozen=True)
class Row:
    """One field on which two people differ."""

    label: str
    stored: str
    mine: str

    @property
    def difference(self) -> list[difference.Row]:
        """What leads from the stored text to one's own."""
        return difference.changes(self.stored, self.mine)


@dataclass(frozen=True)
class Conflict:
    """Who saved meanwhile, when, and where that differs from what was typed here."""

    by: str
    at: datetime | None
    rows: list[Row]


class PortalForm(FlaskForm):
    """A form of a page. Labels, choices and messages are written in English and shown in the reader's language."""

    version = HiddenField()

    class Meta:
        csrf = False  # the token is checked before any view, and drawn by the one form macro

        def get_translations(self, form: Any) -> _Words:
            return _Words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: dict[str, object] = {}
        self.conflict: Conflict | None = None
        self._clashed = False
        self.status = 200
        for field in self:
            _translate(field)

    def accepted(self) -> bool:
        """Whether the form was sent and its fields are in order; what is not stands at the field."""
        if request.method != "POST":
            return False
        in_order = bool(self.validate())
        for field in self:
            if isinstance(field.data, str) and (has_lone_surrogate_or_nul(field.data) or _came_broken(field.data)):
                field.errors = [*field.errors, _("This text has characters that cannot be stored. Type it again.")]
                field.data, in_order = field.data.replace("\0", "").encode("utf-8", "replace").decode(), False
            elif not field.errors and (most := _too_long(field)):
                field.errors, in_order = [_("Use at most %(most)s characters.", most=most)], False
        if g.get("form_was_sent"):
            self.form_errors.append(_("This form was sent before with other words. Check them, then send it again."))
            in_order = False
        self.status = 200 if in_order else 422
        return in_order

    def values(self) -> dict[str, Any]:
        """What the operation takes, by name; the version only where the form carries one."""
        values = {
            # A text that was not sent at all is an empty one.
            field.short_name: "" if field.data is None and isinstance(field, StringField) else field.data
            for field in self
            if field.short_name != "version"
        }
        if self.version.data:
            typed = str(self.version.data)
            values["version"] = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
        return values

    def carried_out(self, deed: Callable[[], Result]) -> Result | None:
        """Do *deed*; what a rule refuses stands at its field or above the form, and None comes back."""
        try:
            return deed()
        except Invalid as refused:
            field = self._fields.get(refused.field or "")
            if field is not None:
                field.errors = [*field.errors, refused.sentence]
            else:
                self.form_errors.append(refused.sentence)
            self.status = 422
        except EditConflict as conflict:
            self.stored = {
                name: value
                for name, value in self.as_shown(conflict.stored).items()
                if name in self._fields and self._differs(name, value)
            }
            self.form_errors.append(conflict.sentence)
            self.status, self._clashed = 409, True
        except InvalidTransition as refused:
            self.form_errors.append(refused.sentence)
            self.status = 409
        return None

    def as_shown(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is stored by the names of the operation, as the fields of this form show it."""
        return stored

    def start_from(self, record: Any) -> None:
        """Show *record*'s version now, so that the next save is meant for what the person has just seen.

        After a conflict it also gathers who saved what meanwhile, for the conflict part of the page.
        """
        self.version.data = str(record.version)
        if self._clashed:
            last = db.session.scalar(history(record).limit(1))
            saver = db.session.get(User, last.actor_id) if last and last.actor_id else None
            rows = [
                Row(self._fields[name].label.text, in_words(value), in_words(self._fields[name].data))
                for name, value in self.stored.items()
            ]
            self.conflict = Conflict(saver.name if saver else _("Someone else"), last.at if last else None, rows)

    @property
    def has_errors(self) -> bool:
        return bool(self.form_errors or any(field.errors for field in self))

    def _differs(self, name: str, value: object) -> bool:
        return plain(value).strip() != plain(self._fields[name].data).strip()


def plain(value: object) -> str:
    """A value as people would type it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, Mapping):
        return str(sorted((name, plain(part)) for name, part in value.items()))
    return str(getattr(value, "value", getattr(value, "name", value))).replace("\r\n", "\n")


def in_words(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return ("\n" if any(isinstance(item, Mapping) for item in value) else _(", ")).join(map(in_words, value))
    if isinstance(value, Mapping):
        return " – ".join(in_words(part) for part in value.values() if part)
    return word(value) if isinstance(value, Enum) and value in WORDS else plain(value)


def refuse(form: PortalForm, refusal: DomainError) -> None:
    """Put a refusal that a view met itself above the form."""
    form.form_errors.append(refusal.sentence)
    form.status = 422


def _too_long(field: Field) -> int:
    """What the browser was told to hold the field to, where more was sent all the same; else 0."""
    most = int((field.render_kw or {}).get("maxlength", 0))
    return most if most and isinstance(field.data, str) and len(field.data.replace("\r\n", "\n")) > most else 0


def _came_broken(text: str) -> bool:
    """Whether *text* was sent in bytes that are no UTF-8: parsing the form leaves those as percent signs."""
    sent = request.get_data() if _BROKEN.search(text) else b""
    return any(run.group().encode() in sent.upper() for run in _BROKEN.finditer(text))


def _translate(field: Field) -> None:
    field.label.text = _(field.label.text) if field.label.text else ""
    if field.description:
        field.description = _(field.description)
    field.validators = [_in_language(validator) for validator in field.validators]


def _in_language(validator: Any) -> Any:
    """The validator with its message in the reader's language; WTForms says a message that is given as it is."""
    message = getattr(validator, "message", None)
    if not isinstance(message, str):
        return validator
    speaking = copy(validator)
    speaking.message = _(message)
    return speaking
