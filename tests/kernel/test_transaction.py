"""Writers of one process stand in line, so that none of them knocks at a database that another one has locked."""

import threading
from contextlib import suppress

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from portal.kernel import db as opening
from portal.kernel.db import db
from portal.kernel.transaction import transaction


@pytest.fixture
def knocks(app_on_sqlite):
    """The names of the threads that went to the database."""
    names: list[str] = []

    def _came(_connection):
        names.append(threading.current_thread().name)

    with app_on_sqlite.app_context():
        engine = db.engine
        event.listen(engine, "engine_connect", _came)
        yield names
        event.remove(engine, "engine_connect", _came)


def _second(app) -> threading.Thread:
    def write():
        # Refused at last where the first one goes on.
        with app.app_context(), suppress(OperationalError), transaction():
            db.session.execute(text("SELECT 1"))

    thread = threading.Thread(target=write, name="second")
    thread.start()
    return thread


def test_the_second_writer_begins_when_the_first_is_through(app_on_sqlite, knocks):
    with transaction():
        db.session.execute(text("SELECT 1"))
        second = _second(app_on_sqlite)
        second.join(0.5)
        assert "second" not in knocks
    second.join(5)
    assert "second" in knocks


def test_a_writer_that_fails_holds_nobody_up(app_on_sqlite, knocks):
    with suppress(LookupError), transaction():
        db.session.execute(text("SELECT 1"))
        raise LookupError
    second = _second(app_on_sqlite)
    second.join(5)
    assert "second" in knocks


def test_who_has_waited_long_leaves_it_to_the_database(app_on_sqlite, knocks, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    with transaction():
        second = _second(app_on_sqlite)
        second.join(5)
        assert "second" in knocks
