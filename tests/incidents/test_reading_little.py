"""What is asked with every suggestion is found without reading whole tables."""

from sqlalchemy import event, text
from sqlalchemy.dialects import sqlite

from portal.incidents import queries
from portal.kernel import traces
from portal.kernel.db import db
from portal.search import ledger
from tests.web.articles.pages import form_on


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


def test_what_was_just_saved_is_not_read_again_to_answer(app_on_sqlite, browse, cast):
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")
    after_saving: list[str] = []

    def committed(_connection):
        after_saving.append("commit")

    def asked(_connection, _cursor, statement, *_rest):
        if after_saving:
            after_saving.append(statement)

    event.listen(db.engine, "commit", committed)
    event.listen(db.engine, "before_cursor_execute", asked)
    answer = browser.post(
        "/incidents/new",
        data=form.with_changes({"reporter_name": "Tanaka", "reporter_contact": "3421", "symptom": "No VPN."}),
    )
    event.remove(db.engine, "commit", committed)
    event.remove(db.engine, "before_cursor_execute", asked)

    assert answer.status_code == 303
    assert after_saving == ["commit"]
