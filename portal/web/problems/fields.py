"""A field that names a problem by its number."""

from collections.abc import Sequence
from typing import Any

from flask import g
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.problems import queries
from portal.problems.models import Problem


class ProblemNumber(Field):
    """One problem that the viewer may see; typed as `PRB-000045`, `prb-45` or its address."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        self._typed = ""
        super().__init__(label, list(validators), **options)

    def _value(self) -> str:
        return self.data.number if isinstance(self.data, Problem) else self._typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._typed = str(valuelist[0]).replace("\0", "").strip() if valuelist else ""
        self.data = None
        if not self._typed:
            return
        word = self._typed[:300].rstrip("/").rpartition("/")[2].upper()
        number = f"PRB-{int(word.removeprefix('PRB-')):06d}" if _counts(word) else word
        try:
            self.data = queries.get(g.user, number)
        except NotFound:
            raise ValueError(_("There is no such problem. Write its number, such as PRB-000045.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and self.data is None and not self.errors:
            raise ValidationError(_("Write the number of a problem, such as PRB-000045."))


def _counts(word: str) -> bool:
    digits = word.removeprefix("PRB-")
    return digits.isascii() and digits.isdigit() and len(digits) < 10
