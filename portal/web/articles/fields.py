"""A field that names an article by its number."""

import re
from collections.abc import Sequence
from typing import Any

from flask import g
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.articles import queries
from portal.articles.models import Article
from portal.kernel.i18n import gettext as _

_NUMBER = re.compile(r"(?:.*/)?(?:kb-)?0*(\d{1,9})/?", re.IGNORECASE)


class ArticleNumber(Field):
    """One article that the viewer may see; typed as `KB-000123`, `kb-123`, `123` or its address."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        self._typed = ""
        super().__init__(label, list(validators), **options)

    def _value(self) -> str:
        return self.data.number if isinstance(self.data, Article) else self._typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._typed = str(valuelist[0]).replace("\0", "").strip() if valuelist else ""
        self.data = None
        if not self._typed:
            return
        found = _NUMBER.fullmatch(self._typed[:300])
        number = f"KB-{int(found[1]):06d}" if found else ""
        self.data = queries.among(g.user, [number]).get(number)
        if self.data is None:
            raise ValueError(_("There is no such article. Write its number, such as KB-000123."))

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and self.data is None and not self.errors:
            raise ValidationError(_("Write the number of an article, such as KB-000123."))
