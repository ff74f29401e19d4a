"""A field that names an incident by its number."""

from collections.abc import Sequence
from typing import Any

from flask import g
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.incidents import queries
from portal.incidents.models import Incident
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _


class IncidentNumber(Field):
    """One incident that the viewer works on; typed as `INC-20261124-003`, `inc-20261124-3` or its address."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        self._typed = ""
        super().__init__(label, list(validators), **options)

    def _value(self) -> str:
        return self.data.number if isinstance(self.data, Incident) else self._typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._typed = str(valuelist[0]).replace("\0", "").strip() if valuelist else ""
        self.data = None
        if not self._typed:
            return
        try:
            self.data = queries.worked_on(g.user, self._typed[:300].rstrip("/").rpartition("/")[2])
        except NotFound:
            raise ValueError(_("There is no such incident. Write its number, such as INC-20261124-003.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and self.data is None and not self.errors:
            raise ValidationError(_("Write the number of an incident, such as INC-20261124-003."))
