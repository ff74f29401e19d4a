"""The folder of an index on disk: generations side by side, one of them current, and who may write."""

import fcntl
import json
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path

from search_index.analysis import analysis_version
from search_index.document import Document, IndexUnavailable
from search_index.ranking import STREAMS

_GENERATION = re.compile(r"idx-([0-9]{1,9})")
# Counts up whenever the layout of the files changes.
_LAYOUT = 1

Sums = dict[str, tuple[int, int]]


def stamp() -> str:
    """What an index must have been written with to be read by this program."""
    streams = ";".join(f"{stream.name}:{','.join(stream.sources)}" for stream in STREAMS)
    return f"layout {_LAYOUT}, {streams}"


class Folder:
    """`idx-<n>` folders, the file `CURRENT` that names one of them, lock files and the journal of a rebuild."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._current = path / "CURRENT"
        self._journal = path / "JOURNAL"

    def create(self) -> None:
        """Make the folder, for its owner alone: whoever can write here can run code in the readers (pickle)."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)

    def current(self) -> Path:
        """The current generation; refuses with `missing` where there is none."""
        try:
            name = self._current.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise IndexUnavailable("missing", "no current generation") from error
        if not _GENERATION.fullmatch(name):
            raise IndexUnavailable("damaged", "CURRENT names no generation")
        return self.path / name

    def _generations(self) -> list[tuple[int, Path]]:
        found = ((_GENERATION.fullmatch(path.name), path) for path in self.path.iterdir())
        return [(int(match[1]), path) for match, path in found if match]

    def begin(self) -> Path:
        """A new empty generation beside the others."""
        number = max((number for number, _ in self._generations()), default=0) + 1
        path = self.path / f"idx-{number}"
        path.mkdir(mode=0o700)
        (path / "STAMP").write_text(stamp(), encoding="utf-8")
        (path / "ANALYSIS").write_text(analysis_version(), encoding="utf-8")
        return path

    def switch(self, generation: Path) -> None:
        """Make a finished generation the current one: on disk first, then by one rename; then drop the others."""
        for path in generation.iterdir():
            if path.is_file():
                _sync(path)
        _sync(generation)
        _replace(self._current, generation.name)
        for _, path in self._generations():
            if path != generation:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def lock(self, name: str, patience: float) -> Iterator[None]:
        """Hold one of the folder's locks; refuses with `locked` when another holds it for longer than `patience`.

        The lock dies with its process, so there is no stale one.
        """
        deadline = time.monotonic() + patience
        try:
            handle = os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise IndexUnavailable("missing", "the folder cannot be written") from error
        try:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError as error:
                    if time.monotonic() >= deadline:
                        raise IndexUnavailable("locked", name) from error
                time.sleep(0.01)
            yield
        finally:
            os.close(handle)

    def is_rebuilding(self) -> bool:
        """Whether a rebuild runs, in this process or another."""
        try:
            with self.lock("REBUILD", 0):
                return False
        except IndexUnavailable as error:
            return error.reason == "locked"

    def note(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        """Write a change down for the rebuild that runs, which applies it before it becomes current."""
        with self._journal.open("a", encoding="ascii") as journal:
            for key in remove:
                journal.write(json.dumps({"remove": key}) + "\n")
            for document in add:
                journal.write(json.dumps({"add": _plain(document)}) + "\n")

    def noted(self) -> tuple[dict[str, Document], set[str]]:
        """The changes written down, as (documents by key, removed keys): the last word on each key counts."""
        add: dict[str, Document] = {}
        remove: set[str] = set()
        with suppress(FileNotFoundError):
            for line in self._journal.read_text(encoding="ascii").splitlines():
                change = json.loads(line)
                if "remove" in change:
                    add.pop(change["remove"], None)
                    remove.add(change["remove"])
                else:
                    document = Document(**change["add"])
                    add[document.key] = document
        return add, remove

    def forget_notes(self) -> None:
        """Drop the journal."""
        self._journal.unlink(missing_ok=True)


def _plain(document: Document) -> dict[str, object]:
    values = {part.name: getattr(document, part.name) for part in fields(document)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def is_of_other_words(generation: Path) -> bool:
    """Whether the generation was written by another analysis: another dictionary, or other words of the house.

    It answers all the same, by the terms that both share, until it is written anew.
    """
    try:
        return (generation / "ANALYSIS").read_text(encoding="utf-8") != analysis_version()
    except OSError:
        return True


def check_stamp(generation: Path) -> None:
    """Refuse a generation of another layout (`outdated`)."""
    if (generation / "STAMP").read_text(encoding="utf-8") != stamp():
        raise IndexUnavailable("outdated")


def read_sums(generation: Path) -> Sums:
    """Size and CRC-32 of the files as they were written."""
    try:
        content = (generation / "SUMS").read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    return {name: (size, crc) for name, (size, crc) in json.loads(content).items()}


def write_sums(generation: Path, pattern: str) -> None:
    """Note size and CRC-32 of the index files that are there; those known already are not read again."""
    known = read_sums(generation)
    sums: Sums = {}
    for path in generation.glob(pattern):
        content = b"" if path.name in known else path.read_bytes()
        sums[path.name] = known.get(path.name) or (len(content), zlib.crc32(content))
    _replace(generation / "SUMS", json.dumps(sums))


def _replace(path: Path, content: str) -> None:
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
