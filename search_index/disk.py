"""The index on disk, kept by Whoosh: one process writes, many read, a change is seen within a fraction of a second."""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from search_index import merging, planning
from search_index.answering import answer
from search_index.document import Answer, Document, IndexUnavailable, Question
from search_index.generations import Folder, check_stamp, is_of_other_words, read_sums
from search_index.layout import INDEX_NAME, Storage, commit, engine, read_toc, write_all
from search_index.postings import KEPT_BYTES, PostingsCache, Segment
from search_index.scoring import DiskView, Part
from search_index.streams import record_of
from search_index.synonyms import Synonyms

# How long a state may be taken for the newest without looking.
LOOK_EVERY = 0.2
# How long a change waits for another writer, and how long a rebuild waits to become current.
PATIENCE = 2.0
REBUILD_PATIENCE = 30.0
_OPENING_TRIES = 5
_TOC = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")

_Files = dict[str, tuple[int, int]]


class _State:
    """An opened state: its view, its segments, and the files that must stay as they are."""

    def __init__(self, generation: Path, known: Mapping[str, Segment], cache: PostingsCache) -> None:
        check_stamp(generation)
        sums = read_sums(generation)
        storage = Storage(str(generation), sums)
        toc = read_toc(storage)
        self.generation = generation
        self.toc = int(toc.generation)
        if max(map(_toc_number, sums), default=0) > self.toc:
            raise IndexUnavailable("damaged", "the newest table of contents is gone")
        self.segments: dict[str, Segment] = {}
        parts = []
        for described in toc.segments:
            name = str(described.segment_id())
            segment = known.get(name) or Segment(storage, described)
            self.segments[name] = segment
            deleted = list(described.deleted_docs())
            live = np.ones(segment.size, np.bool_) if deleted else None
            if live is not None:
                live[deleted] = False
            parts.append(Part(segment, live))
        self.view = DiskView(parts, cache, f"{generation.name.removeprefix('idx-')}.{self.toc}")
        self._files = {name: seen for name, seen in _files(generation).items() if self._is_mine(name)}
        # A column that is not there reads as a column of nothing.
        if any(self._is_mine(name) and name not in self._files for name in sums):
            raise IndexUnavailable("damaged", "files of the index are gone")

    def _is_mine(self, name: str) -> bool:
        return _toc_number(name) == self.toc or name.partition(".")[0] in self.segments

    def is_newest(self) -> bool:
        """Whether nothing was committed since; refuses when a file of this state has changed or is gone."""
        files = _files(self.generation)
        if max(map(_toc_number, files), default=0) > self.toc:
            return False
        if any(files.get(name) != seen for name, seen in self._files.items()):
            raise IndexUnavailable("damaged", "files of the index were changed or removed")
        return True


def _toc_number(name: str) -> int:
    match = _TOC.fullmatch(name)
    return int(match[1]) if match else -1


def _files(generation: Path) -> _Files:
    found: _Files = {}
    with os.scandir(generation) as entries:
        for entry in entries:
            if INDEX_NAME in entry.name:
                # A file may go between listing and looking; then it is not there.
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    found[entry.name] = (status.st_size, status.st_mtime_ns)
    return found


class DiskIndex:
    """An index in a folder; one object serves all threads of a process.

    Every trouble of the files is `IndexUnavailable`. Reading looks for a newer state at most every 200 ms; what was
    opened stays in memory, so a view goes on answering rightly whatever happens to the files.
    """

    def __init__(self, folder: Path | str, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._folder = Folder(Path(folder))
        self._cache = PostingsCache(kept_bytes)
        self._opening = threading.Lock()
        self._state: _State | None = None
        self._failure: IndexUnavailable | None = None
        self._looked = float("-inf")
        self._closed = False

    # reading

    def check_fresh(self) -> str:
        """Look now for a newer state and give its generation; a few file status calls when there is none."""
        self._looked = float("-inf")
        return self.generation()

    def _newest(self) -> _State:
        if self._closed:
            raise IndexUnavailable("closed")
        state = self._state
        if not self._opening.acquire(blocking=state is None) and state is not None:
            return state  # another thread is looking
        try:
            if time.monotonic() - self._looked < LOOK_EVERY:
                if self._state is not None:
                    return self._state
                if self._failure is not None:
                    raise IndexUnavailable(self._failure.reason, "as a moment ago") from self._failure
            try:
                return self._look()
            finally:
                # Counted from the end of a look that may have been long; a call that did not look puts off nothing.
                self._looked = time.monotonic()
        except IndexUnavailable as error:
            self._failure, self._state = error, None
            self._cache.keep_only(frozenset())
            raise
        finally:
            self._opening.release()

    def _look(self) -> _State:
        self._failure = None
        trouble: Exception | None = None
        for attempt in range(_OPENING_TRIES):
            if attempt:
                # The writer may have dropped files between our reading the table of contents and the files.
                time.sleep(0.02)
            generation = self._folder.current()
            try:
                with engine():
                    state = self._state
                    if state is None or state.generation != generation or not state.is_newest():
                        known = state.segments if state is not None else {}
                        self._state = state = _State(generation, known, self._cache)
                        self._cache.keep_only(frozenset(state.segments))
                    return state
            except IndexUnavailable as error:
                if error.reason == "outdated":
                    raise
                trouble = error
        raise IndexUnavailable("damaged", str(trouble)) from trouble

    def view(self, excluded: frozenset[str] = frozenset()) -> DiskView:
        view = self._newest().view
        return view.without(excluded) if excluded else view

    def search(self, question: Question, synonyms: Synonyms | None = None) -> Answer:
        return answer([self.view(question.excluded)], question, synonyms)

    def suggest(self, text: str, *, limit: int = 8, excluded: frozenset[str] = frozenset()) -> tuple[str, ...]:
        return planning.completions([self.view(excluded)], text, limit)

    def terms(self) -> Mapping[str, int]:
        return self.view().forms()

    def size(self) -> int:
        return self.view().size()

    def keys_and_versions(self) -> dict[str, int]:
        return self.view().keys_and_versions()

    def generation(self) -> str:
        return self.view().generation

    def is_of_other_words(self) -> bool:
        """Whether it answers by terms that this program would not make any more, and so should be written anew."""
        return is_of_other_words(self._newest().generation)

    def close(self) -> None:
        self._closed = True
        self._state = None
        self._cache.keep_only(frozenset())

    # writing

    def add(self, documents: Iterable[Document]) -> None:
        self.apply(documents, ())

    def remove(self, keys: Iterable[str]) -> None:
        self.apply((), keys)

    def apply(self, add: Iterable[Document], remove: Iterable[str]) -> None:
        """Remove, then add, in one commit.

        While a rebuild runs the change is also written down for it, so it counts even where the current generation
        cannot take it.
        """
        if self._closed:
            raise IndexUnavailable("closed")
        documents = {document.key: document for document in add}
        records = [record_of(document) for document in documents.values()]
        gone = sorted(set(remove) | documents.keys())
        with self._folder.lock("WRITER", PATIENCE):
            noted = self._folder.is_rebuilding()
            if noted:
                self._folder.note(documents.values(), [key for key in gone if key not in documents])
            try:
                commit(self._folder.current(), records, gone, PATIENCE)
            except IndexUnavailable:
                if not noted:
                    raise
        self._looked = float("-inf")

    def merge(self) -> bool:
        """Put together the segments that are due for it (`merging`); whether any were, so that more may be due.

        For whoever keeps the index, aside of its other work: it may take as long as writing the documents did.
        """
        merged = merging.merge(self._folder)
        if merged:
            self._looked = float("-inf")
        return merged

    def create(self) -> None:
        """Make an empty index where there is none; an index that is there stays."""
        try:
            self._folder.current()
        except IndexUnavailable:
            self.rebuild(())

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> None:
        """Write a new generation beside the current one and switch to it when it is whole.

        `documents` is read only after changes are being written down, so read records lazily; of two documents with one
        key the newer version counts. Interrupted, it leaves everything as it was. Refuses with `locked` while another
        rebuild runs.
        """
        self._folder.create()
        with self._folder.lock("REBUILD", 0):
            with self._folder.lock("WRITER", REBUILD_PATIENCE):
                self._folder.forget_notes()
            generation = self._folder.begin()
            try:
                versions = write_all(generation, documents, progress)
                with self._folder.lock("WRITER", REBUILD_PATIENCE):
                    add, remove = self._folder.noted()
                    newer = [document for key, document in add.items() if document.version >= versions.get(key, 0)]
                    if newer or remove:
                        stale = sorted(remove | {document.key for document in newer})
                        commit(generation, [record_of(document) for document in newer], stale)
                    with engine():
                        self._folder.switch(generation)
                    self._folder.forget_notes()
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
        self._looked = float("-inf")


def open_index(folder: Path | str, *, create: bool = False) -> DiskIndex:
    """The index in a folder; opens nothing yet, so it never fails on a damaged or missing one.

    With `create`, an empty index is made where there is none.
    """
    index = DiskIndex(folder)
    if create:
        index.create()
    return index
