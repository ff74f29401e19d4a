"""Answers that are more than one text: lines, chains of whys, contributing factors."""

from typing import Any

from wtforms import Field, TextAreaField
from wtforms.widgets import TextArea

SPARE_ROWS = 2  # empty ones, so that rows can be added without scripts


class Lines(TextAreaField):
    """One thing a line."""

    widget = TextArea()

    def _value(self) -> str:
        lines: Any = self.data or []
        return lines if isinstance(lines, str) else "\n".join(lines)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [line.strip() for line in str(valuelist[0] if valuelist else "").splitlines() if line.strip()]


class Rows(Field):
    """Rows with the same columns, each an input of the name `field-column`; a row without words is left out."""

    def __init__(self, label: str = "", *, columns: tuple[str, ...], **options: Any) -> None:
        self.columns = columns
        super().__init__(label, **options)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[Any] = []
        self.errors = ()
        self.data = [dict(row) for row in data] if isinstance(data, list | tuple) else []
        names = [f"{self.name}-{column}" for column in self.columns]
        if formdata is not None and any(name in formdata for name in names):
            lists = [formdata.getlist(name) for name in names]
            rows = [dict(zip(self.columns, row, strict=True)) for row in zip(*lists, strict=False)]
            self.data = [row for row in rows if row["text"].replace("\0", "").strip()]

    @property
    def shown(self) -> list[dict[str, str]]:
        """The rows to draw, with some empty ones."""
        blank = dict.fromkeys(self.columns, "")
        return [*self.data, *(dict(blank) for _row in range(SPARE_ROWS))]
