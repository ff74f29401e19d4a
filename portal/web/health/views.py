"""Whether this process lives, and whether it can work."""

from flask import g
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal import schema
from portal.http.guard import Door, GuardedBlueprint
from portal.kernel import jobs
from portal.kernel.db import db
from portal.kernel.probe import database_takes_writes
from portal.kernel.verbs import Verb
from portal.web.admin.progress import index_troubles

bp = GuardedBlueprint("health", __name__)


@bp.page("/healthz", needs=Door.ANYONE)
def alive() -> Response:
    """This process answers; nothing else is asked."""
    return _plain(["ok"], 200)


@bp.page("/readyz", needs=Door.ANYONE)
def ready() -> Response:
    """Whether work can be done here. A damaged index only slows searching down; administrators see the details."""
    writes = database_takes_writes()
    migrated = writes and _migrated()
    troubles = index_troubles() if migrated else []
    works = writes and migrated
    lines = [("degraded" if troubles else "ready") if works else "not ready"]
    if works and g.user.may(Verb.SEE_ADMIN):
        lines += ["database: ok", "schema: ok", f"jobs waiting: {jobs.waiting()}"]
        lines += [f"index {trouble}" for trouble in troubles] or ["index: ok"]
    return _plain(lines, 200 if works else 503)


def _migrated() -> bool:
    try:
        return schema.at_head(db.engine)
    except SQLAlchemyError:
        return False


def _plain(lines: list[str], status: int) -> Response:
    return Response("\n".join(lines) + "\n", status=status, content_type="text/plain; charset=utf-8")
