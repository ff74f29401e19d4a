"""The worker puts segments of the indexes together while it goes on working."""

import threading

import pytest
from whoosh import writing

from portal import timetable
from portal.kernel import jobs
from portal.search import rebuild, tidying
from portal.search.engine import engine
from search_index import DiskIndex, IndexUnavailable, merging


def _merged() -> None:
    tidying.merge_aside()
    for thread in threading.enumerate():
        if thread.name == "merging":
            thread.join()


@pytest.fixture
def scattered(make, monkeypatch):
    """The index of the staff in several segments."""
    monkeypatch.setattr(merging, "LIKE_SIZED", 2)
    monkeypatch.setattr(writing, "MERGE_SMALL", writing.NO_MERGE)
    rebuild.rebuild_all()
    for _ in range(4):
        make.article()
        jobs.drain()
    return engine().index("staff")


def test_segments_are_put_together_and_nothing_is_out_of_step(scattered):
    _merged()

    scattered.check_fresh()
    assert len(scattered.view()._parts) == 1
    assert all(difference.in_step for difference in rebuild.check())


def test_the_worker_does_it_by_the_clock():
    assert tidying.merge_aside in [entry.do for entry in timetable.entries()]


def test_one_that_is_broken_is_left_to_repair(scattered, monkeypatch):
    def broken(_index):
        raise IndexUnavailable("damaged")

    monkeypatch.setattr(DiskIndex, "merge", broken)
    _merged()

    monkeypatch.undo()
    monkeypatch.setattr(merging, "LIKE_SIZED", 2)
    _merged()
    scattered.check_fresh()
    assert len(scattered.view()._parts) == 1
