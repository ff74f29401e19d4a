"""The first administrator: only by whoever can read the data folder, and only once."""

import stat

import pytest

from portal.accounts import set_up
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.events import Event
from tests.emptying import send_everybody_home

FIRST = {"login": "yamada", "name": "山田 花子", "email": "", "password": "ten green bottles", "language": "ja"}


@pytest.fixture
def empty_app(app):
    send_everybody_home()
    return app


def test_a_portal_with_an_administrator_needs_no_set_up(app):
    assert not set_up.needed()
    with pytest.raises(InvalidTransition):
        set_up.first_administrator(code_given=set_up.code(), **FIRST)


def test_the_code_is_made_once_and_only_its_owner_can_read_it(empty_app):
    code = set_up.code()

    assert set_up.code() == code
    assert stat.S_IMODE(set_up.code_file().stat().st_mode) == 0o600


@pytest.mark.parametrize("given", ["", "wrong", "あ", "\ud800", "x" * 100_000])
def test_without_the_code_nobody_becomes_administrator(empty_app, given):
    set_up.code()

    with pytest.raises(Invalid) as told:
        set_up.first_administrator(code_given=given, **FIRST)

    assert told.value.field == "code_given"
    assert db.session.query(User).count() == 0


def test_with_the_code_the_first_account_administers_and_the_code_is_spent(empty_app):
    user = set_up.first_administrator(code_given=f" {set_up.code().upper()} ", **FIRST)

    assert {Role.ADMIN, Role.KNOWLEDGE_MANAGER} <= user.roles
    assert not set_up.code_file().exists()
    assert [(event.verb.value, event.actor_id) for event in db.session.query(Event)] == [("portal.set_up", None)]


def test_a_refused_password_does_not_spend_the_code(empty_app):
    code = set_up.code()

    with pytest.raises(Invalid):
        set_up.first_administrator(code_given=code, **{**FIRST, "password": "short"})

    assert set_up.code() == code
