"""All that happens by the clock; the worker looks here between two jobs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.kernel import jobs, receipts
from portal.kernel.transaction import transaction
from portal.search import rebuild, shipped, tidying

MINUTE, HOUR = 60.0, 3_600.0  # seconds


@dataclass
class Entry:
    """Something done again and again, with the seconds between."""

    every: float
    do: Callable[[], object]
    due: float = field(default=0.0)


def _forget_what_is_old() -> None:
    with transaction():
        receipts.purge()
        jobs.purge()


def entries() -> list[Entry]:
    """A fresh timetable, for one worker."""
    return [
        Entry(HOUR, _forget_what_is_old),
        Entry(HOUR, shipped.install),
        Entry(5.0, rebuild.repair_if_broken),
        Entry(MINUTE, tidying.merge_aside),
    ]


def run_due(timetable: list[Entry]) -> None:
    """Do whatever is due now, on this machine's own steady clock."""
    now = time.monotonic()
    for entry in timetable:
        if entry.due <= now:
            entry.due = now + entry.every
            entry.do()
