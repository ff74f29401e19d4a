"""New passwords: given, changed, and chosen by the link of a letter."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.accounts import credentials, passwords, signing_in
from portal.accounts.models import ResetToken
from portal.accounts.signing_in import THE_STRANGER
from portal.kernel.db import db
from portal.kernel.errors import Invalid, NotFound, PermissionDenied
from portal.kernel.events import Event, history
from portal.kernel.transaction import transaction
from tests.conftest import PASSWORD

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEW = "green bottles on the wall"


def _letter(user):
    with transaction():
        return credentials.new_reset_token(user)


def test_a_link_works_once(app, cast):
    token = _letter(cast.mori)

    credentials.reset_password(THE_STRANGER, token=token, password=NEW)

    assert passwords.verify(cast.mori.password_hash, NEW)
    with pytest.raises(NotFound):
        credentials.reset_password(THE_STRANGER, token=token, password="another good sentence")


def test_a_used_link_spends_the_other_letters_too(app, cast):
    first, second = _letter(cast.mori), _letter(cast.mori)

    credentials.reset_password(THE_STRANGER, token=second, password=NEW)

    with pytest.raises(NotFound):
        credentials.find_reset(first)


def test_a_link_works_for_two_hours(app, cast):
    with time_machine.travel(MONDAY, tick=False) as clock:
        token = _letter(cast.mori)
        clock.shift(timedelta(hours=1, minutes=59))
        assert credentials.find_reset(token)
        clock.shift(timedelta(minutes=2))

        with pytest.raises(NotFound):
            credentials.find_reset(token)


def test_the_link_of_somebody_who_left_is_dead(app, cast):
    token = _letter(cast.mori)
    with transaction():
        cast.mori.retired_at = MONDAY

    with pytest.raises(NotFound):
        credentials.find_reset(token)


@pytest.mark.parametrize("deed", ["change", "give"])
def test_a_new_password_spends_letters_that_wait(app, cast, deed):
    token = _letter(cast.mori)
    if deed == "change":
        credentials.change_password(cast.mori, current=PASSWORD, password=NEW, token="")
    else:
        credentials.set_password(cast.kato, cast.mori, password=NEW)

    with pytest.raises(NotFound):
        credentials.find_reset(token)


def test_the_token_stands_nowhere_but_in_the_letter(app, cast):
    token = _letter(cast.mori)

    assert token not in [row.token_hash for row in db.session.query(ResetToken)]


def test_a_given_password_ends_all_sessions_and_has_to_be_changed(app, cast):
    token = signing_in.open_session(cast.mori, address="127.0.0.1", agent="")

    credentials.set_password(cast.kato, cast.mori, password=NEW)

    assert signing_in.who_is(token) is None
    assert cast.mori.must_change_password


def test_changing_ones_password_keeps_this_device_and_ends_the_others(app, cast):
    here = signing_in.open_session(cast.mori, address="127.0.0.1", agent="")
    there = signing_in.open_session(cast.mori, address="127.0.0.2", agent="")

    credentials.change_password(cast.mori, current=PASSWORD, password=NEW, token=here)

    assert signing_in.who_is(here)
    assert signing_in.who_is(there) is None


def test_no_password_stands_in_the_audit_log(app, cast):
    credentials.set_password(cast.kato, cast.mori, password=NEW)

    event = db.session.scalars(history(cast.mori)).first()
    assert event.changes[f"users:{cast.mori.id}"]["password_hash"] == [None, "…"]
    assert not any("argon2" in str(event.changes) or NEW in str(event.changes) for event in db.session.query(Event))


@pytest.mark.parametrize("weak", ["short", "a" * 30, "password12", "1234567890", "x" * 257])
def test_a_password_that_is_quickly_guessed_is_refused(app, cast, weak):
    with pytest.raises(Invalid) as told:
        credentials.set_password(cast.kato, cast.mori, password=weak)

    assert told.value.field == "password"


def test_only_administrators_give_passwords(app, cast):
    with pytest.raises(PermissionDenied):
        credentials.set_password(cast.ueda, cast.mori, password=NEW)


def test_a_made_up_password_is_strong_and_never_the_same():
    made = {passwords.made_up() for _time in range(50)}

    assert len(made) == 50
    for password in made:
        passwords.insist_on_strength(password)
