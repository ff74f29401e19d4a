"""Views and votes wait in memory and are written together; losing them hurts nobody, and nobody waits for them."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from portal.articles.models import Surface, View
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.traces import MOST


@pytest.fixture
def view(make):
    article = make.article()
    number = article.id

    def view(**wrong):
        return View(**{"article_id": number, "sequence": 1, "surface": Surface.KB, **wrong})

    return view


@pytest.fixture(autouse=True)
def _no_clock(app, monkeypatch):
    monkeypatch.setattr(traces, "WAIT", 3_600.0)
    yield
    traces._buffer().take()


def test_traces_are_written_together(view):
    for _place in range(5):
        traces.note(view())
    assert db.session.query(View).count() == 0

    traces.flush()

    assert db.session.query(View).count() == 5
    traces.flush()
    assert db.session.query(View).count() == 5


def test_they_are_written_by_themselves_soon(app, view, monkeypatch):
    monkeypatch.setattr(traces, "WAIT", 0.05)
    traces.note(view())

    traces._buffer()._timer.join(timeout=20)

    db.session.rollback()
    assert db.session.query(View).count() == 1


def test_more_than_memory_holds_are_dropped(view):
    for _place in range(MOST + 10):
        traces.note(view())

    assert len(traces._buffer().take()) == MOST


def test_traces_that_cannot_be_written_are_told_and_forgotten(view, monkeypatch, caplog):
    def refuse(*_rows):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    traces.note(view())
    monkeypatch.setattr(traces, "write_now", refuse)
    with caplog.at_level(logging.WARNING):
        traces.flush()

    assert "traces lost" in caplog.text
    assert traces._buffer().take() == []


def test_a_view_of_something_that_is_gone_by_now_breaks_no_other_page(view, caplog):
    traces.note(view(article_id=999_999))

    traces.flush()

    assert db.session.query(View).count() == 0
    assert "traces lost" in caplog.text
    traces.note(view())
    traces.flush()
    assert db.session.query(View).count() == 1
