"""The forms of reports; what is written over the record stands under the names of the twelve fields."""

from collections.abc import Mapping
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.articles.lifecycle import Audience
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.reports import facts
from portal.reports.kinds import ReportKind
from portal.reports.operations import LONGEST_WORDS
from portal.web.fields import Choice, LocalTime, Pick
from portal.web.forms import PortalForm
from portal.web.offered import colleagues

LINES = {"rows": 3, "maxlength": LONGEST_WORDS}
A_LINE = mark("One thing a line.")


class DraftForm(PortalForm):
    """Which report is begun, in whose name."""

    kind = Choice(mark("Which report"), [InputRequired()], of=ReportKind)
    reporter = Pick(mark("Reporter"), records=colleagues)
    audience = Choice(mark("Audience"), [InputRequired()], of=Audience)


class WordsForm(PortalForm):
    """What is written over the words of record and review; what is left empty comes from there."""

    title = StringField(mark("Title"), render_kw={"maxlength": 200, "autocomplete": "off"})
    department = StringField(mark("Department of the reporter"), render_kw={"maxlength": 200, "autocomplete": "off"})
    summary = TextAreaField(mark("Summary of the incident"), render_kw=LINES)
    impact = TextAreaField(mark("Scope of impact"), render_kw=LINES, description=A_LINE)
    direct_cause = TextAreaField(mark("Direct cause"), render_kw=LINES)
    root_cause = TextAreaField(mark("Root cause"), render_kw=LINES)
    temporary = TextAreaField(mark("Stop-gap measure"), render_kw=LINES)
    handled_by = TextAreaField(mark("Handled by"), render_kw=LINES, description=A_LINE)
    reported_to = TextAreaField(mark("Reported to"), render_kw=LINES, description=A_LINE)
    next_report_at = LocalTime(mark("Next report"))
    audience = Choice(mark("Audience"), [InputRequired()], of=Audience)

    def words(self) -> dict[str, Any]:
        """What was typed, as the operation takes it."""
        typed = {name: str(self._fields[name].data or "") for name in facts.WRITABLE}
        found: dict[str, Any] = {
            name: text.splitlines() if name in facts.LISTS else text for name, text in typed.items()
        }
        for name in facts.BY_PLACE:
            rows = [str(field.data or "") for field in self.rows(name)]
            found[name] = rows if any(rows) else []
        return found

    def as_shown(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """Lists a line each, rows in their places; where nothing is stored, nothing is shown."""
        shown = {field.name: "" for name in facts.BY_PLACE for field in self.rows(name)} | written(stored)
        return {field.name: shown[field.name] for field in self if field.name in shown}

    def rows(self, name: str) -> list[Any]:
        """The fields for the rows of one list, in their places."""
        return [field for field in self if field.name.startswith(f"{name}_")]


def words_form(known: dict[str, Any]) -> type[WordsForm]:
    """The same with a field for each row of the course and for each permanent measure of *known*."""
    rows = {
        f"{name}_{place}": StringField(
            _("Row %(number)s", number=place + 1),
            description=row[part],
            render_kw={"maxlength": LONGEST_WORDS, "autocomplete": "off"},
        )
        for name, (rows_of, part) in facts.BY_PLACE.items()
        for place, row in enumerate(known[rows_of])
    }
    return type("WordsAndRows", (WordsForm,), rows)


def written(words: Mapping[str, Any]) -> dict[str, Any]:
    """What was written before, as the fields show it."""
    found = {
        name: "\n".join(words.get(name, [])) if name in facts.LISTS else words.get(name, "") for name in facts.WRITABLE
    }
    for name in facts.BY_PLACE:
        found |= {f"{name}_{place}": text for place, text in enumerate(words.get(name, []))}
    return found
