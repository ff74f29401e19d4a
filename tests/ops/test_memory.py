"""A process that goes on for weeks does not look through everything it once loaded, again and again."""

import gc

import pytest

from portal.ops import memory


@pytest.fixture
def as_before():
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_is_taken_for_lasting(as_before):
    often = gc.get_threshold()[0]

    memory.settle()

    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] > often


def test_lost_cycles_are_still_found(as_before):
    memory.settle()
    for _place in range(gc.get_threshold()[0] + 1):
        lost: list[object] = []
        lost.append(lost)
    del lost

    assert gc.get_count()[0] < gc.get_threshold()[0]
