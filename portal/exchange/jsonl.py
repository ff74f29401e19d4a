"""JSON lines: one record a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.kernel.i18n import gettext as _

LONGEST_LINE = 1024 * 1024  # bytes


def read(path: Path, _source: str = "") -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Line number and fields of each record; a sentence instead of the fields where a line holds none."""
    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                while line and not line.endswith(b"\n"):
                    line = lines.readline(LONGEST_LINE)
                yield number, _("The line is longer than 1 MB.")
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield number, _fields(line)


def _fields(line: bytes) -> dict[str, Any] | str:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _("The line is not UTF-8.")
    except (ValueError, RecursionError):
        return _("The line is not JSON.")
    return found if isinstance(found, dict) else _("The line holds no record: write {…} with names and values.")
