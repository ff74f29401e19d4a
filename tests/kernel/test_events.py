"""The audit log tells what was done, and no secret."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from portal.accounts import credentials, operations, signing_in
from portal.accounts.models import User
from portal.articles import operations as articles
from portal.kernel.db import Base, db
from portal.kernel.events import _SECRET_COLUMNS, LONGEST_CHANGE, Event, history
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from tests.conftest import PASSWORD

NEW = "eleven green bottles"


def _whole_log() -> str:
    db.session.rollback()
    return "\n".join(str(tuple(row)) for row in db.session.execute(text("SELECT * FROM events")))


def test_every_column_that_holds_a_secret_is_known_to_the_log():
    suspicious = {
        column.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(word in column.name for word in ("password", "token", "secret", "hash"))
    }

    assert suspicious - {"must_change_password"} == _SECRET_COLUMNS


def test_no_deed_with_a_password_puts_it_or_its_hash_into_the_log(app, cast):
    token = signing_in.open_session(cast.abe, address="127.0.0.1", agent="test")
    before = cast.abe.password_hash

    credentials.set_password(cast.kato, cast.abe, password=NEW)
    credentials.change_password(cast.abe, current=NEW, password=PASSWORD, token=token)
    credentials.ask_reset(signing_in.THE_STRANGER, cast.abe)
    signing_in.sign_out(cast.abe, token=token)

    log = _whole_log()
    assert db.session.query(Event).count() == 4
    for secret in (NEW, PASSWORD, token, before, cast.abe.password_hash, "argon2"):
        assert secret not in log
    assert "password_hash" in log  # that it changed is told


def test_changes_of_secret_columns_say_only_that_there_was_one(app, cast):
    credentials.set_password(cast.kato, cast.abe, password=NEW)

    event = db.session.scalars(select(Event).where(Event.verb == Verb.SET_PASSWORD)).one()
    assert event.changes[f"users:{cast.abe.id}"]["password_hash"] == [None, "…"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=2 * LONGEST_CHANGE))
def test_long_texts_stay_out_and_short_ones_come_back(app, cast, department):
    user = db.session.query(User).filter_by(login="emily").one()
    known = {column.key: getattr(user, column.key) for column in inspect(User).column_attrs}
    kept = ("name_ja", "name_en", "reading", "extension", "language", "time_zone", "theme", "start_page", "single_keys")
    operations.change_profile(user, **{name: known[name] for name in kept}, department=department)

    told = db.session.scalars(history(user).limit(1)).one().changes.get(f"users:{user.id}", {})
    if user.department == known["department"]:
        assert "department" not in told
    elif max(len(user.department), len(known["department"])) <= LONGEST_CHANGE:
        assert told["department"] == [known["department"], user.department]
    else:
        assert "department" not in told


def test_history_shows_a_record_as_subject_and_as_object_newest_first(make, cast):
    kept, double = make.article(issue="No dial tone"), make.article(issue="The line is dead")
    articles.merge(cast.sato, double, kept, reason="The same")

    verbs = [event.verb for event in db.session.scalars(history(kept))]

    assert verbs[0] is Verb.MERGE_ARTICLE
    assert Verb.DRAFT_ARTICLE in verbs


def test_what_was_saved_without_an_event_is_no_part_of_the_next(make, cast):
    with transaction():
        cast.abe.department = "Sales"

    article = make.article()

    (event,) = db.session.scalars(history(article))
    assert f"users:{cast.abe.id}" not in event.changes
