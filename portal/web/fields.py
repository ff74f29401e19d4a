"""Our own fields: pick a record, pick a word of an enum, list words."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField
from wtforms.fields.choices import Choice as Option
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget, TextArea, TextInput

from portal.kernel.i18n import current_zone
from portal.kernel.i18n import gettext as _
from portal.web.words import word


class Choice(SelectField):
    """One member of an enum; `none` is the label of choosing none."""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        of: type[StrEnum],
        none: str | None = None,
        **options: Any,
    ) -> None:
        self._of, self._none = of, none
        super().__init__(label, list(validators), choices=[], validate_choice=False, **options)
        self.offer(of)

    def offer(self, members: Iterable[StrEnum]) -> None:
        """Offer only these members."""
        chosen = [(member.value, word(member)) for member in members]
        self._offered = [("", _(self._none)), *chosen] if self._none is not None else chosen
        self.choices = dict(self._offered)

    def process_data(self, value: Any) -> None:
        self.data = value if isinstance(value, self._of) else (self._of(value) if value else None)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            self.data = self._of(valuelist[0])
        except ValueError:
            self.data = None
            raise ValueError(_("Choose one of the list.")) from None

    def iter_choices(self) -> Any:
        current = self.data.value if self.data is not None else ""
        for value, label in self._offered:
            yield Option(value, label, value == current, {})

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            return  # said already
        offered = {value for value, _label in self._offered}
        if self.data is None and self._none is None:
            raise ValidationError(_("Choose one of the list."))
        if self.data is not None and self.data.value not in offered:
            raise ValidationError(_("Choose one of the list."))


class Choices(SelectMultipleField):
    """Any members of an enum, each with a box to tick; `among` are those offered."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        of: type[StrEnum],
        among: Sequence[StrEnum] | None = None,
        **options: Any,
    ) -> None:
        self._of, self._among = of, tuple(of) if among is None else tuple(among)
        super().__init__(label, list(validators), choices=[], coerce=self._member, **options)

    def _member(self, value: Any) -> StrEnum:
        return value if isinstance(value, self._of) else self._of(value)

    def iter_choices(self) -> Any:
        chosen = set(self.data or ())
        for member in self._among:
            yield Option(member.value, word(member), member in chosen, {})

    def process_formdata(self, valuelist: list[Any]) -> None:
        offered = {member.value: member for member in self._among}
        self.data = [offered[value] for value in valuelist if value in offered]
        if len(self.data) < len(valuelist):
            raise ValueError(_("Choose from the list."))

    def pre_validate(self, form: Any) -> None:
        """Every member that is offered may be chosen."""


class Pick(SelectField):
    """One record, by its id, out of those that `records` gives; shown by its name."""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        records: Callable[[], Iterable[Any]],
        none: str | None = None,
        **options: Any,
    ) -> None:
        self._records, self._none = records, none
        self._label = options.pop("shown", "name")
        super().__init__(label, list(validators), choices=[], validate_choice=False, **options)

    def offer(self, records: Callable[[], Iterable[Any]]) -> None:
        """Offer these records instead; to be called before the form is processed."""
        self._records = records

    @cached_property
    def _known(self) -> dict[str, Any]:
        """The records by their key; read when the first of them is asked for."""
        return {str(record.id): record for record in self._records()}

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
        elif valuelist[0] in self._known:
            self.data = self._known[valuelist[0]]
        else:
            self.data = None
            raise ValueError(_("Choose one of the list."))

    def iter_choices(self) -> Any:
        if self._none is not None:
            yield Option("", _(self._none), self.data is None, {})
        known = dict(self._known)
        if self.data is not None:
            known.setdefault(str(self.data.id), self.data)  # a retired record stays chosen until another is
        for key, record in known.items():
            yield Option(key, getattr(record, self._label), self.data is not None and record.id == self.data.id, {})

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self._none is None and not self.process_errors:
            raise ValidationError(_("Choose one of the list."))


class PickMany(Pick):
    """Any number of records, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __iter__(self) -> Any:
        for place, (value, label, checked, _more) in enumerate(self.iter_choices()):
            option = SelectField._Option(
                label=label,
                id=f"{self.id}-{place}",
                widget=self.option_widget,
                name=self.name,
                _form=None,
                _meta=self.meta,
            )
            option.process(None, value)
            option.checked = checked
            yield option

    def process_formdata(self, valuelist: list[Any]) -> None:
        if unknown := [value for value in valuelist if value not in self._known]:
            self.data = [self._known[value] for value in valuelist if value in self._known]
            raise ValueError(_("%(count)s of these cannot be chosen any more.", count=len(unknown)))
        self.data = [self._known[value] for value in valuelist]

    def iter_choices(self) -> Any:
        chosen = {record.id for record in self.data or ()}
        for key, record in self._known.items():
            yield Option(key, getattr(record, self._label), record.id in chosen, {})

    def pre_validate(self, form: Any) -> None:
        """Choosing none is fine."""


class Words(Field):
    """Several words in one line, divided by commas (also Japanese ones)."""

    widget = TextInput()

    def _value(self) -> str:
        return ", ".join(self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        for mark in ("、", "，", ";", "\n"):
            text = text.replace(mark, ",")
        self.data = [word.strip() for word in text.split(",") if word.strip()]


class Lines(Words):
    """Several words, one a line; commas divide as well."""

    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or [])


class LocalTime(Field):
    """A moment to the minute, typed in the reader's own time; None where it was left empty."""

    widget = DateTimeLocalInput()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        self._typed = ""
        super().__init__(label, list(validators), **options)

    def _value(self) -> str:
        if isinstance(self.data, datetime):
            return f"{self.data.astimezone(current_zone()):%Y-%m-%dT%H:%M}"
        return self._typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._typed = str(valuelist[0]).replace("\0", "").strip()[:40] if valuelist else ""
        self.data = None
        if not self._typed:
            return
        try:
            local = datetime.fromisoformat(self._typed)
            moment = (local if local.tzinfo else local.replace(tzinfo=current_zone())).astimezone(UTC)
        except (ValueError, OverflowError):
            moment = None
        # Nothing that a desk writes down lies further off, and every database can keep these.
        if moment is None or not 1970 < moment.year < 2100:
            raise ValueError(_("Write a day and a time, such as 2026-11-24 09:05."))
        self.data = moment
