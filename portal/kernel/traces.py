"""What is no verb but worth counting: views, votes, searches; and what signing in must remember at once.

Traces wait up to two seconds in memory and are written together; a kill may lose them, nothing else. A statement among
them runs after the rows that waited with it.
"""

import logging
import threading
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Update
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel.db import Base, db
from portal.kernel.transaction import transaction

WAIT = 2.0  # seconds
MOST = 2_000  # traces kept in memory; more are dropped, never waited for

log = logging.getLogger(__name__)

Trace = Base | Update


class Buffer:
    """The traces of one application that are not yet written."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._rows: list[Trace] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, row: Trace) -> None:
        with self._lock:
            if len(self._rows) < MOST:
                self._rows.append(row)
            if self._timer is None:
                self._timer = threading.Timer(WAIT, self._write)
                self._timer.daemon = True
                self._timer.start()

    def take(self) -> list[Trace]:
        with self._lock:
            rows, self._rows = self._rows, []
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            return rows

    def _write(self) -> None:
        with self._app.app_context():
            flush()


def note(row: Trace) -> None:
    """Remember *row* soon; losing it would hurt nobody."""
    _buffer().note(row)


def flush() -> None:
    """Write down what waits, now."""
    rows = _buffer().take()
    if not rows:
        return
    try:
        write_now(*rows)
    except SQLAlchemyError as error:
        log.warning("traces lost", extra={"count": len(rows), "error": repr(error)})


def write_now(*rows: Trace) -> None:
    """Commit *rows* at once, in a transaction of their own; for sign-in sessions and the throttle."""
    with transaction():
        db.session.add_all(row for row in rows if isinstance(row, Base))
        db.session.flush()
        for statement in rows:
            if isinstance(statement, Update):
                db.session.execute(statement)


def _buffer() -> Buffer:
    held: dict[str, Any] = current_app.extensions["portal"].extra
    if "traces" not in held:
        held["traces"] = Buffer(current_app._get_current_object())  # type: ignore[attr-defined]
    buffer: Buffer = held["traces"]
    return buffer
