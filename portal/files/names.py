"""Names of files as people may read them: one line, no folders, nothing that turns the text around."""

import re

from portal.kernel.text import clean_line

LONGEST_NAME = 120  # characters
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_TURNING = re.compile("[\u061c\u200b-\u200f]")
# What some system keeps for itself.
_RESERVED = re.compile(r'[<>:"|?*%#]')


def clean_name(name: str) -> str:
    """*name* without folders, controls, marks of direction and signs that some system refuses; the ending small."""
    line = _TURNING.sub("", clean_line(_FOLDERS.sub("", name.encode("utf-8", "replace").decode())))
    line = _RESERVED.sub("_", line).strip(". ")
    stem, dot, ending = line.rpartition(".")
    if not dot:
        return line[:LONGEST_NAME]
    return f"{stem.rstrip('. ')[: LONGEST_NAME - len(ending[:20]) - 1] or 'file'}.{ending[:20].lower()}"


def ending_of(name: str) -> str:
    """What stands behind the last dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
