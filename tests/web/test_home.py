"""Where one begins; the first administrator; help."""

import pytest

from portal.accounts import set_up
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.emptying import send_everybody_home
from tests.sending import filled, send, sent

FIRST = {"login": "yamada", "name": "山田 花子", "email": "yamada@aoba.example", "password": "ten green bottles"}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def empty_app(app):
    send_everybody_home()
    return app


@pytest.mark.parametrize(
    ("login", "start"),
    [
        (None, "/faq/"),
        ("abe", "/faq/"),
        ("emily", "/faq/"),
        ("mori", "/desk"),
        ("ueda", "/kb"),
        ("imai", "/desk"),
        ("kato", "/admin"),
        ("ono", "/kb"),
    ],
)
def test_the_start_page_is_led_to_by_role(browse, login, start):
    assert browse(login).get("/").location == start


def test_ones_own_start_page_goes_first_as_long_as_it_is_open(browse, cast):
    with transaction():
        cast.kato.start_page = "/admin/audit"
        cast.mori.start_page = "/admin/audit"

    assert browse("kato").get("/").location == "/admin/audit"
    assert browse("mori").get("/").location == "/desk"


def test_an_empty_portal_leads_everybody_to_its_first_steps(empty_app, browse):
    assert browse().get("/").location == "/setup"
    assert browse().get("/login").location == "/setup"
    page = browse().get("/setup").text
    assert "portal init" in page
    assert "setup_code" in page
    assert set_up.code() not in page


def test_the_first_administrator_is_made_with_the_code_and_signed_in(empty_app, browse):
    browser = browse()

    answer = send(browser, "/setup", code_given=set_up.code(), **FIRST)

    assert answer.location == "/admin"
    assert browser.get("/admin").status_code == 200
    assert Role.ADMIN in db.session.query(User).one().roles
    assert browse().get("/setup").location == "/"
    assert not set_up.code_file().exists()


@pytest.mark.parametrize("code", ["", "abcd-abcd-abcd-abcd", "あ", "x" * 99])
def test_without_the_code_nothing_is_made_and_everything_typed_stays(empty_app, browse, code):
    answer = send(browse(), "/setup", code_given=code, **FIRST)

    assert answer.status_code == 422
    assert 'href="#code_given"' in answer.text
    assert 'value="山田 花子"' in answer.text
    assert "ten green bottles" not in answer.text
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(
    ("field", "wrong"), [("login", "a b"), ("password", "short"), ("name", ""), ("email", "no address")]
)
def test_wrong_values_are_named_and_the_code_stays_good(empty_app, browse, field, wrong):
    code = set_up.code()

    answer = send(browse(), "/setup", code_given=code, **{**FIRST, field: wrong})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert set_up.code() == code


def test_the_form_is_gone_as_soon_as_there_is_anybody(empty_app, browse):
    browser, late = browse(), browse()
    code, form = set_up.code(), filled(late, "/setup")
    send(browser, "/setup", code_given=code, **FIRST)

    answer = sent(late, "/setup", form, code_given=code, **{**FIRST, "login": "evil"})

    assert answer.status_code == 303
    assert db.session.query(User).count() == 1


def test_in_a_portal_with_people_the_set_up_page_does_not_exist(browse):
    assert browse().get("/setup").location == "/"
    assert browse().post("/setup", data={**FIRST, "code_given": set_up.code()}, headers=SAME_SITE).location == "/"
    assert db.session.query(User).filter_by(login="yamada").count() == 0


def test_with_people_but_no_administrator_only_the_command_line_helps(browse, cast):
    with transaction():
        cast.kato.granted_roles = [Role.END_USER]

    page = browse().get("/setup").text

    assert "portal user role" in page
    assert '<form method="post"' not in page
    assert browse().get("/").location == "/setup"


@pytest.mark.parametrize("address", ["/help/keys", "/help/components"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_is_for_those_at_the_desk(browse, address, language):
    for login in ("mori", "ono", "kato"):
        assert browse(login).get(f"{address}?lang={language}").status_code == 200
    assert browse("abe").get(address).status_code == 403
    assert browse().get(address).status_code == 303
