"""Alembic runs this; `portal/schema.py` drives it and hands over the open connection."""

from typing import Any

from alembic import context
from sqlalchemy import Enum

from portal import models  # noqa: F401 – every table has to be known
from portal.kernel.db import Base, Moment
from portal.schema import included


def plain_types(kind: str, thing: Any, _autogen: Any) -> Any:
    """Write our own column types as plain ones, so that a migration imports nothing of ours."""
    if kind != "type":
        return False
    if isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return False


def types_differ(
    _context: Any, _inspected: Any, _metadata: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    return False if isinstance(metadata_type, Enum | Moment) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_types,
    compare_type=types_differ,
    include_object=included,
    transaction_per_migration=False,
)
context.run_migrations()
