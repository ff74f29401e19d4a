"""The throttle: it stops guessing, and nobody can shut the owner out with it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.accounts import signing_in
from portal.kernel.errors import Invalid, TooMany
from tests.conftest import PASSWORD

HOME, OFFICE, STRANGE = "192.0.2.10", "192.0.2.20", "203.0.113.66"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch):
    """What a password is hashed with is not the matter here, and it is slow on purpose."""
    monkeypatch.setattr("portal.accounts.passwords.verify", lambda stored, given: bool(stored) and given == PASSWORD)


def _come(login="mori", password=PASSWORD, address=HOME):
    return signing_in.sign_in(login, password, address=address, agent="a browser")


def _guess(times, *, login="mori", address=STRANGE):
    for number in range(times):
        with pytest.raises(Invalid):
            _come(login, f"guess number {number}", address)


def test_name_and_mail_address_both_open_the_account_in_any_case(app):
    assert _come("MORI")[0].login == "mori"
    assert _come("Mori@Aoba.Example")[0].login == "mori"


def test_a_wrong_name_and_a_wrong_password_sound_the_same(app):
    with pytest.raises(Invalid) as nobody:
        _come("nobody")
    with pytest.raises(Invalid) as wrong:
        _come(password="not the one")

    assert nobody.value.sentence == wrong.value.sentence
    assert nobody.value.field is wrong.value.field is None


def test_ten_guesses_are_the_limit_even_for_the_right_password(app):
    _guess(10)

    with pytest.raises(TooMany) as told:
        _come(address=STRANGE)

    assert 0 < told.value.seconds <= 15 * 60
    assert "minutes" in told.value.sentence


def test_the_ninth_wrong_password_still_lets_the_owner_in(app):
    _guess(9)

    assert _come(address=STRANGE)[0].login == "mori"


def test_many_addresses_guess_no_more_than_one(app):
    for number in range(10):
        _guess(1, address=f"203.0.113.{number}")

    with pytest.raises(TooMany):
        _come(address="203.0.113.200")


def test_others_cannot_lock_the_owner_out_of_a_known_address(app):
    _come(address=HOME)
    _guess(10)

    assert _come(address=HOME)[0].login == "mori"
    with pytest.raises(TooMany):
        _come(address=STRANGE)


def test_at_a_known_address_ten_guesses_are_the_limit_as_well(app):
    _come(address=HOME)
    _guess(10, address=HOME)

    with pytest.raises(TooMany):
        _come(address=HOME)


def test_guesses_at_a_known_address_do_not_count_elsewhere(app):
    _come(address=HOME)
    _guess(10, address=HOME)

    assert _come(address=OFFICE)[0].login == "mori"


def test_an_address_is_known_for_thirty_days(app):
    with time_machine.travel(MONDAY, tick=False) as clock:
        _come(address=HOME)
        clock.shift(timedelta(days=31))
        _guess(10)

        with pytest.raises(TooMany):
            _come(address=HOME)


def test_after_a_quarter_of_an_hour_the_door_opens_again(app):
    with time_machine.travel(MONDAY, tick=False) as clock:
        _guess(10)
        with pytest.raises(TooMany):
            _come(address=STRANGE)
        clock.shift(timedelta(minutes=15, seconds=1))

        assert _come(address=STRANGE)[0].login == "mori"


def test_login_and_mail_address_are_counted_as_one_account(app):
    _guess(5, login="mori")
    _guess(5, login="mori@aoba.example")

    with pytest.raises(TooMany):
        _come("mori@aoba.example", address=STRANGE)


def test_one_address_cannot_try_all_accounts(app):
    for number in range(50):
        _guess(1, login=f"account{number}")

    with pytest.raises(TooMany):
        _come("sato", address=STRANGE)
    assert _come("sato", address=HOME)[0].login == "sato"


def test_the_session_token_is_kept_nowhere(app):
    _user, token = _come()

    found, row = signing_in.who_is(token)
    assert found.login == "mori"
    assert token not in (row.token_hash, row.agent, row.address)


def test_a_session_ends_after_two_weeks_and_after_a_day_without_a_page(app):
    with time_machine.travel(MONDAY, tick=False) as clock:
        _user, idle = _come()
        clock.shift(timedelta(hours=24, minutes=1))
        assert signing_in.who_is(idle) is None

        _user, busy = _come()
        for _day in range(14):
            clock.shift(timedelta(hours=23))
            assert signing_in.who_is(busy) is not None
        clock.shift(timedelta(hours=23))
        assert signing_in.who_is(busy) is None


def test_an_unknown_token_is_nobody(app):
    assert signing_in.who_is("x" * 10_000) is None
    assert signing_in.who_is("\ud800") is None
    assert signing_in.who_is("") is None
