"""The worker: jobs as they fall due and the timetable, by one process at a time for each data folder."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog
from flask import Flask

from portal import timetable
from portal.kernel import jobs, markdown
from portal.kernel.db import db

POLL = 0.3  # seconds between two looks at an empty table
LONGEST_END = 30  # seconds from the signal to the end, whatever is under way
LONGEST_REST = 15.0  # seconds, after failure upon failure
LOCK = "worker.lock"

log = structlog.get_logger("portal.worker")


@contextmanager
def the_only_writer(folder: Path, stop: Callable[[float], bool] | None = None) -> Iterator[bool]:
    """Hold the lock of the data folder: one process writes the index. Yields whether it was had.

    With *stop*, wait for it and ask *stop* after each second whether to give up; without, do not wait. The lock
    ends with its process, so that none is ever left behind.
    """
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        held = _locked(file)
        if not held and stop is not None:
            log.info("another worker is at work; waiting for it to end")
            while not held and not stop(1.0):
                held = _locked(file)
        if held:
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
        yield held
    finally:
        os.close(file)


def work_until_told(app: Flask, folder: Path, *, parent: int = 0) -> None:
    """Do jobs until SIGTERM or SIGINT, or until the process *parent* is gone; what is under way is finished first.

    After 30 seconds it ends in any case.
    """
    told: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        # Nothing here may wait for a lock: the signal may come while this very thread holds it.
        if not told:
            told.append(number)
            # Whatever is under way by then is done again by whoever works next; the alarm ends the process by itself.
            signal.alarm(LONGEST_END)

    signal.signal(signal.SIGTERM, end)
    # At a terminal Ctrl-C reaches the whole family; a child waits until its parent says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN if parent else end)

    def stop(seconds: float) -> bool:
        until = time.monotonic() + seconds
        while True:
            if told or (parent and os.getppid() != parent):
                return True
            if (rest := until - time.monotonic()) <= 0:
                return False
            time.sleep(min(rest, POLL))

    with the_only_writer(folder, stop) as held, app.app_context():
        if held:
            log.info("working", pid=os.getpid())
            _work(stop)
        db.session.remove()
    markdown.close()
    log.info("the worker has ended")


def do_what_waits(app: Flask, folder: Path, progress: Callable[[int], None] | None = None) -> bool:
    """Do all jobs that are due, here and now, and say True; False where a worker runs, which will do them."""
    with the_only_writer(folder) as held, app.app_context():
        while held and (count := jobs.work()):
            if progress:
                progress(count)
        db.session.remove()
    return held


def _work(stop: Callable[[float], bool]) -> None:
    entries, rest = timetable.entries(), 0.0
    while not stop(rest):
        try:
            done = jobs.work()
            timetable.run_due(entries)
            rest = 0.0 if done else POLL
        except Exception:  # a database that is away comes back; a worker that has ended does not
            log.exception("the worker failed and tries again")
            db.session.rollback()
            rest = min(LONGEST_REST, max(1.0, rest * 2))
        finally:
            db.session.remove()


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
