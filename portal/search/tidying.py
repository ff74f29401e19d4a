"""Keeping the indexes quick while they grow: the worker lets segments be put together, aside of its jobs."""

import threading

import structlog

from portal.search.engine import engine
from search_index import DiskIndex, IndexUnavailable

_at_work = threading.Lock()

log = structlog.get_logger("portal.search")


def merge_aside() -> None:
    """Begin to merge what is due in any index, in a thread of its own, unless that is still under way."""
    indexes = {name: engine().index(name) for name in engine().names() if engine().exists(name)}
    if _at_work.acquire(blocking=False):
        threading.Thread(target=_merge, args=(indexes,), name="merging", daemon=True).start()


def _merge(indexes: dict[str, DiskIndex]) -> None:
    try:
        for name, index in indexes.items():
            while index.merge():
                log.info("segments were merged", index=name)
    except IndexUnavailable as trouble:
        log.info("nothing was merged", reason=trouble.reason)
    finally:
        _at_work.release()
