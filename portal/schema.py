"""Driving Alembic: upgrade, step back, draft a revision, tell the differences; children are never lost."""

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from portal.kernel.db import Base
from portal.paths import MIGRATIONS


class BrokenReferences(RuntimeError):
    """A migration left rows that point to nothing; it was undone."""


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database to *target*, in one transaction."""
    _run(engine, lambda config: command.upgrade(config, target))


def downgrade(engine: Engine, target: str) -> None:
    _run(engine, lambda config: command.downgrade(config, target))


def draft(engine: Engine, words: str, number: str) -> None:
    """Write a revision file for what the models say and the database does not have yet."""
    _run(engine, lambda config: command.revision(config, message=words, rev_id=number, autogenerate=True))


def differences(engine: Engine) -> list[Any]:
    """What the models say and the database does not, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": included})
        return list(compare_metadata(context, Base.metadata))


def at_head(engine: Engine) -> bool:
    """Whether every migration has run."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def included(thing: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


def _run(engine: Engine, step: Callable[[Config], object]) -> None:
    config = Config()
    config.set_main_option("file_template", "%%(rev)s")
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A batch step drops and renames the parent; with keys on, SQLite would delete its children with it.
            # Said to the driver itself: inside a transaction SQLite would not even listen.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                step(config)
                if sqlite:
                    _insist_on_references(connection)
        finally:
            if sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def _insist_on_references(connection: Connection) -> None:
    if broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall():
        raise BrokenReferences(
            f"{len(broken)} rows would point to nothing, the first in {broken[0][0]}; the migration was undone."
        )
