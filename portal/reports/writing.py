"""A report as plain text and as Markdown, to be copied, mailed or printed by a command."""

import re
from typing import Any

from portal.kernel.i18n import gettext as _
from portal.reports.fields import Field, Line, fields
from portal.reports.kinds import Edition, FieldKey

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!])")


def as_text(facts: dict[str, Any], edition: Edition = Edition.INTERNAL) -> str:
    """Label and words, a line for each; what has several lines stands indented below its label."""
    return "\n".join([_("Incident report"), "", *(_in_text(field) for field in fields(facts, edition))]) + "\n"


def as_markdown(facts: dict[str, Any], edition: Edition = Edition.INTERNAL) -> str:
    """A heading for each field, so that any tool that reads Markdown shows it as it is meant."""
    return "\n\n".join([f"# {_('Incident report')}", *(_in_markdown(field) for field in fields(facts, edition))]) + "\n"


def _in_text(field: Field) -> str:
    if len(field.lines) == 1 and not field.lines[0].label and "\n" not in field.lines[0].text:
        return _("%(label)s: %(words)s", label=field.label, words=field.lines[0].text)
    return "\n".join([_("%(label)s:", label=field.label), *(f"  {_labelled(line, field)}" for line in field.lines)])


def _labelled(line: Line, field: Field) -> str:
    words = line.text.replace("\n", "\n  ")
    if not line.label:
        return f"- {words}"
    if field.key is FieldKey.COURSE:  # a time stands in a column of its own
        return f"{line.label}  {words}"
    return _("%(label)s: %(words)s", label=line.label, words=words)


def _in_markdown(field: Field) -> str:
    if len(field.lines) == 1 and not field.lines[0].label:
        return f"## {_escaped(field.label)}\n\n{_escaped(field.lines[0].text)}"
    marked = "\n".join(
        f"- **{_escaped(line.label)}** {_escaped(line.text)}" if line.label else f"- {_escaped(line.text)}"
        for line in field.lines
    )
    return f"## {_escaped(field.label)}\n\n{marked}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
