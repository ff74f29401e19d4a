"""The one place that commits: a deed is whole or it was not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.db import db, in_line, writing
from portal.kernel.errors import EditConflict
from portal.kernel.i18n import gettext as _

_open: ContextVar[bool] = ContextVar("transaction_open", default=False)


@contextmanager
def transaction() -> Iterator[bool]:
    """Write inside this block; the outermost block commits, any exception undoes all of it.

    Yields whether this block is the outermost. What was read before is read again inside,
    under the write lock, so that no decision rests on something old.
    """
    if _open.get():
        yield False
        return
    db.session.rollback()
    db.session.expire_all()
    db.session.info.pop("changes", None)  # what was saved without an event before is no part of the next one
    db.session.info.pop("events", None)
    opened, wrote = _open.set(True), writing.set(True)
    with in_line():
        try:
            yield True
            db.session.commit()
        except StaleDataError as lost:
            db.session.rollback()
            raise EditConflict(_("Someone else saved this in the meantime. Load the page again.")) from lost
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _open.reset(opened)
            writing.reset(wrote)


@contextmanager
def attempt() -> Iterator[None]:
    """Inside a transaction: what raises in this block is undone alone, and what was done before it stays."""
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        db.session.info.pop("changes", None)  # they were undone; the next event must not tell of them
        raise
