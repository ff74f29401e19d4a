"""What is asked with every suggestion is found without reading whole tables."""

from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from portal.incidents import queries
from portal.kernel import traces
from portal.kernel.db import db
from portal.search import ledger


def _plan(statement) -> str:
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    rows = db.session.execute(text(f"EXPLAIN QUERY PLAN {str(compiled).replace(':', chr(92) + ':')}"))
    return "\n".join(row.detail for row in rows)


def test_majors_in_progress_are_found_by_their_index(app_on_sqlite, cast):
    assert "ix_incidents_major" in _plan(queries.majors(cast.mori).with_only_columns(queries.Incident.id))


def test_the_questions_of_a_sitting_are_found_by_their_index(app_on_sqlite, cast, make, monkeypatch):
    noted = []
    monkeypatch.setattr(traces, "note", noted.append)
    ledger.came_of(cast.mori, "a sitting", make.incident())

    assert "ix_search_events_visit" in _plan(noted[0])
