"""A kill -9 at any moment: what was acknowledged is there, everything holds together, and nobody is left behind."""

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.running import Acknowledged, Portal, Writer, digest, findings, portal, run, until
from tests.rounds import rounds

WRITERS = ("sato", "nakano")


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A data folder of one's own, with the cast."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for name in ("portal.sqlite3", "secret_key"):
        shutil.copy(prepared / name, folder / name)
    return folder


@contextmanager
def _writing(running: list[Portal], noted: Acknowledged) -> Iterator[list[Writer]]:
    """Writers at work on whichever portal runs now."""
    writers = [Writer(place, lambda: running[-1].port, noted) for place in range(len(WRITERS))]
    for writer, login in zip(writers, WRITERS, strict=True):
        writer.sign_in(login)
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.done.set()
        for writer in writers:
            writer.join(90)


def _lost(data: Path, noted: Acknowledged) -> list[str]:
    """Everything that was acknowledged and is not there as it was sent, or is there twice."""
    with closing(sqlite3.connect(data / "portal.sqlite3")) as database:
        rows = database.execute(
            "SELECT articles.number, r.title, r.cause FROM article_revisions AS r "
            "JOIN articles ON articles.id = r.article_id"
        ).fetchall()
        titles = database.execute(
            "SELECT title, count(DISTINCT article_id) FROM article_revisions "
            "GROUP BY title HAVING count(DISTINCT article_id) > 1"
        ).fetchall()
    kept = {(number, digest(title, cause)) for number, title, cause in rows}
    missing = [
        f"{number} {state}"
        for number, states in noted.states.items()
        for state in states
        if (number, state) not in kept
    ]
    return missing + [f"{title} is there {count} times" for title, count in titles]


def _waiting(data: Path) -> int:
    with closing(sqlite3.connect(data / "portal.sqlite3", timeout=30)) as database:
        return int(database.execute("SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'dead')").fetchone()[0])


def _wait_for(noted: Acknowledged, more: int, writers: list[Writer]) -> None:
    """Until the writers got some more answers, or one of them gave up."""
    wanted = len(noted) + more
    until(lambda: len(noted) >= wanted or any(writer.done.is_set() for writer in writers), 90, f"{more} more are saved")


@pytest.mark.timeout(3_000)
def test_nothing_acknowledged_is_lost_by_kill_9_of_web_worker_or_both(data):
    noted, chance = Acknowledged(), random.Random(9)
    with ExitStack() as begun:
        running = [begun.enter_context(portal(data))]
        with _writing(running, noted) as writers:
            for place in range(rounds(5, 50)):
                now = running[-1]
                _wait_for(noted, chance.randrange(2, 6), writers)
                victim = now.worker() if place % 2 else now.renderer()
                time.sleep(chance.random() / 4)
                victim.kill()
                _wait_for(noted, chance.randrange(2, 6), writers)
                both = [now.worker()] if place % 3 == 0 else []
                time.sleep(chance.random() / 4)
                now.kill()
                for other in both:
                    other.kill()
                now.insist_that_nothing_is_left()
                running.append(begun.enter_context(portal(data, now.port)))
            _wait_for(noted, 2, writers)
        _ends_well(running[-1], data)

    assert noted.refusals == []
    assert len(noted) > 20
    assert _lost(data, noted) == []
    assert findings(data) == []


@pytest.mark.timeout(300)
def test_sigterm_finishes_what_is_under_way_within_half_a_minute(data):
    noted = Acknowledged()
    with portal(data) as running, _writing([running], noted) as writers:
        _wait_for(noted, 6, writers)
        running.worker()

        seconds = running.end()

        running.insist_that_nothing_is_left()

    assert running.process.returncode == 0
    assert seconds <= 30
    assert noted.refusals == []
    assert _lost(data, noted) == []
    assert run(data, "worker", "--once").returncode == 0
    assert findings(data) == []


@pytest.mark.timeout(300)
def test_an_index_rebuilt_beside_a_working_worker_ends_in_step(data):
    noted = Acknowledged()
    with portal(data) as running:
        with _writing([running], noted) as writers:
            _wait_for(noted, 3, writers)
            rebuilt = run(data, "index", "rebuild")
            _wait_for(noted, 3, writers)
        _ends_well(running, data)

    assert rebuilt.returncode == 0, rebuilt.stderr
    assert noted.refusals == []
    assert findings(data) == []


def _ends_well(running: Portal, data: Path) -> None:
    """The worker catches up; then SIGTERM ends everything."""
    until(lambda: _waiting(data) == 0, 120, "the worker has caught up")
    running.end()
    assert running.process.returncode == 0
    running.insist_that_nothing_is_left()
