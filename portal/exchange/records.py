"""What a file holds, record by record, before anybody has judged it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.exchange import jsonl, markdown_files
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _

READERS = {".jsonl": jsonl.read, ".ndjson": jsonl.read, ".md": markdown_files.read, ".markdown": markdown_files.read}


@dataclass(frozen=True)
class Record:
    """One article as its source has it. `place` leads a person to it; `trouble` says why it could not be read."""

    place: str
    fields: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and all that can be read in the folders named, each once and in a steady order.

    Refuses with `Invalid` what is not there and what is of no kind that can be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in READERS)
            # Expected results of a test set lie beside the files they are about.
            found.update(dict.fromkeys(file for file in inside if not file.name.startswith((".", "_"))))
        elif not path.is_file():
            raise Invalid(_("There is no file or folder %(path)s.", path=path))
        elif path.suffix.lower() not in READERS:
            raise Invalid(_("%(path)s is neither JSON lines (.jsonl) nor Markdown (.md).", path=path))
        else:
            found[path] = None
    return list(found)


def read(files: Iterable[Path], source: str = "") -> Iterator[Record]:
    """All records of *files*. What cannot be read is a record too: with its trouble in place of its fields.

    *source* stands in front of the key that a Markdown file without `id` gets; without it, the name of its folder.
    """
    for path in files:
        try:
            for number, found in READERS[path.suffix.lower()](path, source):
                place = f"{path.name}:{number}" if number else path.name
                yield Record(place, trouble=found) if isinstance(found, str) else Record(place, found)
        except OSError as error:
            yield Record(path.name, trouble=_("The file cannot be read: %(error)s", error=error.strerror or error))
