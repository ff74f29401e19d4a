"""How records lie in Whoosh's files, and writing them: one writer, one commit for each change."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC, FileIndex, LockError
from whoosh.query import Term

from search_index.document import Document, IndexUnavailable
from search_index.generations import check_stamp, read_sums, write_sums
from search_index.ranking import STREAMS
from search_index.streams import Record, record_of

INDEX_NAME = "MAIN"
FILES = f"*{INDEX_NAME}_*"
PROGRESS_EVERY = 100

# What the order of hits needs of each document, in one fixed row: read at once when a segment is opened.
FACTS = np.dtype([("updated", "<f8"), ("tie", "<f8"), ("prior", "<f4"), ("lengths", "<u4", (len(STREAMS),))])


@contextmanager
def engine() -> Iterator[None]:
    """Whatever the engine raises becomes `IndexUnavailable`: to the caller it all means one thing."""
    try:
        yield
    except IndexUnavailable:
        raise
    except LockError as error:
        raise IndexUnavailable("locked", "the engine's write lock") from error
    except FileNotFoundError as error:
        raise IndexUnavailable("missing", str(error)) from error
    except Exception as error:
        raise IndexUnavailable("damaged", f"{type(error).__name__}: {error}") from error


class _Counted(fields.FieldType):  # type: ignore[misc]  # Whoosh has no type hints
    """A field that is given its terms counted; keeps term and count, neither positions nor lengths."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = False

    def index(self, value: Mapping[str, int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, times in value.items():
            yield term.encode(), times, float(times), b""


SCHEMA = fields.Schema(
    key=_Counted(),
    tags=_Counted(),
    forms=_Counted(),
    meta=fields.STORED(),
    facts=fields.COLUMN(columns.FixedBytesColumn(FACTS.itemsize)),
    text=fields.COLUMN(columns.CompressedBytesColumn()),
    **{stream.name: _Counted() for stream in STREAMS},
)


def row_of(record: Record) -> dict[str, Any]:
    """A record as the fields of the schema."""
    lengths = [sum(record.counts.get(stream.name, {}).values()) for stream in STREAMS]
    facts = np.array([(record.updated, record.tie, record.prior, lengths)], dtype=FACTS)
    return {
        "key": {record.key: 1},
        "tags": dict.fromkeys(record.tags, 1),
        "forms": dict.fromkeys(record.forms, 1),
        "meta": (record.key, record.kind, record.version),
        "facts": facts.tobytes(),
        "text": record.text.encode(),
        **record.counts,
    }


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh has no type hints
    """A folder whose files are read whole and checked against their sums.

    Nothing is mapped: a file that is cut, overwritten or deleted under a reader can neither kill the process nor
    change what the reader has already loaded.
    """

    def __init__(self, path: str, sums: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(path, supports_mmap=False)
        self._sums = sums

    def open_file(self, name: str, **_: object) -> BufferFile:
        with open(self._fpath(name), "rb") as file:
            content = file.read()
        expected = self._sums.get(name)
        if expected is not None and expected != (len(content), zlib.crc32(content)):
            raise IndexUnavailable("damaged", f"{name} is not as it was written")
        return BufferFile(content, name=name)

    def file_exists(self, name: str) -> bool:
        # Whoosh asks for each posting whether its field keeps lengths in a column of its own; ours are among the facts.
        return not name.endswith("_len.col") and bool(super().file_exists(name))


def codec() -> W3Codec:
    """Whoosh's own codec, without the lengths it would note with each block for scorers that we do not use."""
    chosen = W3Codec()
    chosen.length_stats = False
    return chosen


def read_toc(storage: Storage) -> Any:
    """The newest table of contents: generation and segments."""
    return TOC.read(storage, INDEX_NAME, schema=SCHEMA)


def fresh_writer(folder: Path) -> Any:
    """Whoosh's writer for an index that is begun in an empty folder."""
    TOC.create(Storage(str(folder), {}), SCHEMA, INDEX_NAME)
    return _writer(folder, 0)


def _writer(folder: Path, patience: float) -> Any:
    """Whoosh's writer; uncompounded files, so that each is read once and by itself."""
    storage = Storage(str(folder), read_sums(folder))
    return FileIndex(storage, schema=SCHEMA, indexname=INDEX_NAME).writer(
        timeout=patience, compound=False, codec=codec()
    )


def give_up(writer: Any) -> None:
    """Leave a writer whose work failed, and its lock with it (a failed commit would keep it)."""
    with suppress(Exception):
        writer.cancel()
    with suppress(Exception):
        writer.writelock.release()


def commit(generation: Path, records: Iterable[Record], gone: Iterable[str], patience: float = 0.0) -> None:
    """Remove keys, add records, and make both visible at once; waits as long as `patience` for another writer."""
    with engine():
        check_stamp(generation)
        writer = _writer(generation, patience)
        try:
            with writer.searcher() as searcher:
                for key in gone:
                    writer.delete_by_query(Term("key", key), searcher=searcher)
            for record in records:
                writer.add_document(**row_of(record))
            writer.commit()
        except BaseException:
            give_up(writer)
            raise
        write_sums(generation, FILES)


def write_all(
    generation: Path, documents: Iterable[Document], progress: Callable[[int], None] | None
) -> dict[str, int]:
    """Write a whole generation; the version of each key that was written."""
    versions: dict[str, int] = {}
    again: dict[str, Document] = {}
    with engine():
        writer = fresh_writer(generation)
    try:
        for count, document in enumerate(documents, 1):
            if document.key in versions:
                if document.version >= versions[document.key]:
                    again[document.key] = document
            else:
                row = row_of(record_of(document))
                with engine():
                    writer.add_document(**row)
            versions[document.key] = max(document.version, versions.get(document.key, document.version))
            if progress and count % PROGRESS_EVERY == 0:
                progress(count)
        with engine():
            writer.commit()
    except BaseException:
        give_up(writer)
        raise
    with engine():
        write_sums(generation, FILES)
    if again:
        commit(generation, [record_of(document) for document in again.values()], sorted(again))
    if progress:
        progress(len(versions))
    return versions
