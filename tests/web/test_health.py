"""Whether the process lives, and whether it can work."""

import shutil

import pytest
from sqlalchemy import text

from portal.kernel.current import holdings, settings
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild


@pytest.fixture(autouse=True)
def _asked_for_the_first_time(app):
    holdings().extra.pop("probe", None)


@pytest.fixture
def _indexed(app):
    rebuild.rebuild_all()


def test_the_process_answers_in_plain_text(browse):
    answer = browse().get("/healthz")

    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


@pytest.mark.usefixtures("_indexed")
def test_a_portal_in_order_is_ready(browse):
    answer = browse().get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready\n")


@pytest.mark.usefixtures("_indexed")
def test_only_administrators_see_the_details(browse):
    assert "jobs waiting" in browse("kato").get("/readyz").text
    for login in ("abe", "mori", "ono"):
        assert browse(login).get("/readyz").text == "ready\n"


def test_a_missing_index_slows_down_and_stops_nothing(browse):
    shutil.rmtree(settings().index_folder, ignore_errors=True)

    answer = browse().get("/readyz")

    assert (answer.status_code, answer.text) == (200, "degraded\n")
    assert "index public" in browse("kato").get("/readyz").text


def test_a_database_that_takes_no_writes_is_not_ready(browse):
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only=1"))
        connection.rollback()
    try:
        answer = browse().get("/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready\n")
        assert browse().get("/healthz").status_code == 200
    finally:
        db.session.remove()
        db.engine.dispose()


def test_a_database_of_another_version_is_not_ready(browse):
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'an_older_one'"))

    assert browse().get("/readyz").status_code == 503


def test_the_write_is_tried_once_a_second_at_most(browse, monkeypatch):
    tried = []
    monkeypatch.setattr("portal.kernel.probe._write", lambda: tried.append(1) or True)

    for _time in range(5):
        browse().get("/readyz")

    assert len(tried) == 1
