"""The database handle; how Python's types lie in columns; optimistic versions; how SQLite is opened."""

import enum
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, String, Text, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from portal.kernel.current import holdings
from portal.kernel.errors import EditConflict
from portal.kernel.i18n import gettext as _

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

writing: ContextVar[bool] = ContextVar("writing", default=False)

PATIENCE = 5.0  # seconds that a writer waits for another


class Moment(TypeDecorator[datetime]):
    """An aware moment: refused without a zone, kept and given back in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[int, mapped_column(primary_key=True)]
Prose = Annotated[str, mapped_column(Text, default="")]


class Base(DeclarativeBase):
    """What every record stands on."""

    registry: ClassVar[registry] = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: Moment,
            # Kept as the word that people read, so that a new state needs no migration.
            enum.Enum: Enum(
                enum.Enum, native_enum=False, length=40, values_callable=lambda kind: [m.value for m in kind]
            ),
            dict[str, Any]: JSON,
            list[str]: JSON,
            str: String,
        },
    )


class Versioned(Base):
    """A record that two people may edit at once: a lost race is noticed, never overwritten."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1, nullable=False)

    def __init_subclass__(cls, **options: Any) -> None:
        cls.__mapper_args__ = {"version_id_col": cls.__dict__.get("version", Versioned.__dict__["version"])}
        super().__init_subclass__(**options)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


def expect(record: Any, version: int | None, **stored: object) -> None:
    """Refuse with `EditConflict` unless *record* still has the *version* that the person started from."""
    if version is not None and record.version != version:
        raise EditConflict(
            _("Someone else saved this in the meantime. Your text is kept below; compare, then save again."), stored
        )


@contextmanager
def in_line() -> Iterator[None]:
    """Let writers of one process wait for each other in line.

    SQLite has one writer, and whoever finds it busy sleeps up to 100 ms before he tries again, however short the other
    one was. After its patience SQLite itself decides. Other databases know no line.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    line: threading.Lock = holdings().extra.setdefault("writers", threading.Lock())
    first = line.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if first:
            line.release()


def prepare_engine(engine: Engine) -> None:
    """Make connections keep their promises; for SQLite that means WAL, full sync and keys that hold."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _open(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")
        asserted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for name, wanted in asserted.items():
            if not (name == "journal_mode" and connection.execute("PRAGMA journal_mode").fetchone()[0] == wanted):
                connection.execute(f"PRAGMA {name}={wanted}")
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise RuntimeError(f"SQLite refuses {name}={wanted} (it says {found}); the data would not be safe.")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A read that later writes would lose its race without a word; so whoever writes says it at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
