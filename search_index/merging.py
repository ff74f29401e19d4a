"""Putting segments of an index together while it goes on being read and written.

A question pays for each segment, and for each document in it that is gone. Whoosh puts the smallest ones together with
every change; what grows beyond that is merged here: a few of like size at a time, so that each document is copied only
once while the index grows fourfold. Copying takes as long as writing did, so it is done aside: nobody waits for more
than the exchange at the end, and what a change has deleted meanwhile is deleted in the copy too.
"""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.index import TOC, clean_files
from whoosh.reading import SegmentReader

from search_index.document import IndexUnavailable
from search_index.generations import Folder, read_sums, write_sums
from search_index.layout import FILES, INDEX_NAME, SCHEMA, Storage, engine, fresh_writer, give_up, read_toc

LIKE_SIZED = 4
MOST_GONE = 0.25  # of a segment
PATIENCE = 2.0  # seconds, for another writer


class Size(NamedTuple):
    """A segment's documents, and how many of them are gone."""

    documents: int
    gone: int


def due(sizes: Sequence[Size]) -> list[int]:
    """The places of the segments to be written anew as one; empty where all is well."""
    like: defaultdict[int, list[int]] = defaultdict(list)
    for place, size in enumerate(sizes):
        like[(size.documents - size.gone).bit_length() // 2].append(place)
    for _, places in sorted(like.items()):
        if len(places) >= LIKE_SIZED:
            return places
    return [place for place, size in enumerate(sizes) if size.gone > MOST_GONE * size.documents][:1]


def merge(folder: Folder) -> bool:
    """Put together what is due for it; whether anything was, so that more may be due.

    Gives up, and changes nothing, where the segments were replaced meanwhile: by a rebuild, or by Whoosh with a change.
    """
    aside = folder.path / "MERGING"
    try:
        with folder.lock("MERGE", 0), engine():
            generation = folder.current()
            segments = _segments(generation)
            places = due([Size(one.doc_count_all(), one.deleted_count()) for one in segments])
            if not places:
                return False
            chosen = [segments[place] for place in places]
            shutil.rmtree(aside, ignore_errors=True)
            _copy(generation, chosen, aside)
            with folder.lock("WRITER", PATIENCE):
                return folder.current() == generation and _exchange(generation, chosen, aside)
    except IndexUnavailable as trouble:
        if trouble.reason not in ("locked", "missing"):
            raise
        return False
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _segments(generation: Path) -> list[Any]:
    """The segments as they are now."""
    return list(read_toc(Storage(str(generation), read_sums(generation))).segments)


def _copy(generation: Path, chosen: Sequence[Any], aside: Path) -> None:
    """Write the documents that are there in the segments as one segment of an index in *aside*; nothing for none."""
    if not any(one.doc_count() for one in chosen):
        return
    storage = Storage(str(generation), read_sums(generation))
    aside.mkdir(mode=0o700)
    writer = fresh_writer(aside)
    try:
        for segment in chosen:
            writer.add_reader(SegmentReader(storage, SCHEMA, segment))
        writer.commit(merge=False)
    except BaseException:
        give_up(writer)
        raise


def _exchange(generation: Path, chosen: Sequence[Any], aside: Path) -> bool:
    """Let the copy stand for the segments, less what was deleted in them since; False where they are not there now."""
    storage = Storage(str(generation), read_sums(generation))
    toc = read_toc(storage)
    now = {one.segment_id(): one for one in toc.segments}
    if any(one.segment_id() not in now for one in chosen):
        return False
    copies = _segments(aside) if aside.exists() else []
    begins = accumulate((one.doc_count() for one in chosen), initial=0)
    for begin, one in zip(begins, chosen, strict=False):
        gone = set(one.deleted_docs())
        copied = {number: at for at, number in enumerate(n for n in range(one.doc_count_all()) if n not in gone)}
        for number in set(now[one.segment_id()].deleted_docs()) - gone:
            copies[0].delete_document(begin + copied[number])
    for copy in copies:
        for path in aside.glob(f"{copy.segment_id()}.*"):
            path.replace(generation / path.name)
    replaced = {one.segment_id() for one in chosen}
    segments = [*(one for one in toc.segments if one.segment_id() not in replaced), *copies]
    TOC(SCHEMA, segments, toc.generation + 1).write(storage, INDEX_NAME)
    with suppress(OSError):
        clean_files(storage, INDEX_NAME, toc.generation + 1, segments)
    write_sums(generation, FILES)
    return True
