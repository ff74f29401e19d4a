"""My settings, my password, my devices."""

import pytest

from portal.accounts import operations, passwords, signing_in
from portal.accounts.models import Theme, User
from portal.accounts.roles import Role
from portal.kernel.db import db
from tests.conftest import PASSWORD
from tests.sending import filled, send, sent


def _stored(login):
    db.session.expire_all()
    return db.session.query(User).filter_by(login=login).one()


@pytest.mark.parametrize("address", ["/me", "/me/password", "/me/devices"])
def test_a_stranger_signs_in_first(browse, address):
    assert browse().get(address).location == f"/login?next={address}"


@pytest.mark.parametrize("login", ["abe", "mori", "kato", "ono", "emily"])
@pytest.mark.parametrize("address", ["/me", "/me/password", "/me/devices"])
def test_everybody_has_settings(browse, login, address):
    assert browse(login).get(address).status_code == 200


def test_the_profile_is_kept(browse):
    answer = send(
        browse("mori"),
        "/me",
        name_ja="森  健太郎 ",
        reading="もり けんたろう",
        language="en",
        time_zone="Europe/Berlin",
        theme="dark",
        start_page="/faq/",
        single_keys=None,
    )

    assert answer.status_code == 303
    mori = _stored("mori")
    assert (mori.name_ja, mori.reading, mori.language, mori.time_zone) == (
        "森 健太郎",
        "もり けんたろう",
        "en",
        "Europe/Berlin",
    )
    assert (mori.theme, mori.start_page, mori.single_keys) == (Theme.DARK, "/faq/", False)


def test_the_pages_follow_the_profile_at_once(browse):
    browser = browse("mori", language="ja")
    send(browser, "/me", language="en", theme="dark")

    page = browser.get("/me").text

    assert 'lang="en" data-theme="dark"' in " ".join(page.split())
    assert "Saved." in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name_ja", ""),
        ("name_ja", "長" * 101),
        ("language", "fr"),
        ("time_zone", "Mars/Olympus"),
        ("theme", "pink"),
        ("start_page", "/admin"),
        ("start_page", "https://evil.example"),
        ("department", "a\0b"),
    ],
)
def test_a_wrong_value_is_named_and_the_rest_stays(browse, field, wrong):
    answer = send(browse("mori"), "/me", reading="ここに残る", **{field: wrong})

    assert answer.status_code == 422
    assert "ここに残る" in answer.text
    assert f'href="#{field}"' in answer.text
    assert _stored("mori").reading == "もり けんた"


def test_start_pages_are_those_that_one_may_open(browse):
    assert 'value="/admin"' not in browse("mori").get("/me").text
    assert 'value="/admin"' in browse("kato").get("/me").text
    assert 'value="/kb"' not in browse("abe").get("/me").text


def test_what_an_administrator_changed_meanwhile_is_shown_and_ones_own_text_stays(browse, cast):
    browser = browse("emily")
    form = filled(browser, "/me")
    kept = {
        name: getattr(cast.emily, name)
        for name in (
            "email",
            "name_ja",
            "name_en",
            "reading",
            "extension",
            "language",
            "licence",
            "bundle",
            "teams",
            "is_partner",
        )
    }
    operations.change_person(cast.kato, cast.emily, **kept, roles=[Role.FIRST_LINE], department="総務部")

    answer = sent(browser, "/me", form, department="情報システム部")

    assert answer.status_code == 409
    assert "総務部" in answer.text
    assert "情報システム部" in answer.text
    assert "加藤 学 saved while you were writing" in answer.text
    again = sent(
        browser, "/me", form, department="情報システム部", version=str(_stored("emily").version), nonce="another"
    )
    assert again.status_code == 303
    assert _stored("emily").department == "情報システム部"


def test_a_new_password_needs_the_present_one(browse):
    answer = send(browse("emily"), "/me/password", current="wrong", password="green bottles on the wall")

    assert answer.status_code == 422
    assert "This is not your present password." in answer.text
    assert "green bottles" not in answer.text
    assert passwords.verify(_stored("emily").password_hash, PASSWORD)


def test_the_same_password_is_no_new_one(browse):
    assert send(browse("mori"), "/me/password", current=PASSWORD, password=PASSWORD).status_code == 422


def test_changing_the_password_signs_out_the_other_devices(browse):
    here, there = browse("mori"), browse("mori")

    assert send(here, "/me/password", current=PASSWORD, password="green bottles on the wall").status_code == 303

    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 303


def test_devices_are_named_and_the_others_can_be_signed_out(browse, cast):
    browser = browse("mori")
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604"
    other = signing_in.open_session(cast.mori, address="192.0.2.7", agent=agent)
    signing_in.open_session(cast.sato, address="192.0.2.99", agent="")
    page = browser.get("/me/devices").text
    assert "Safari, iPhone" in page
    assert "192.0.2.7" in page
    assert "192.0.2.99" not in page

    send(browser, "/me/devices", "/me/devices/end")

    assert signing_in.who_is(other) is None
    assert browser.get("/me/devices").status_code == 200
    assert len(db.session.query(signing_in.SignIn).filter_by(ended_at=None).all()) == 2


def test_the_theme_button_answers_a_script_with_nothing(browse):
    browser = browse("mori")
    form = filled(browser, "/me", "/me/theme")
    form.pop("nonce")

    for theme in ("dark", "light", "dark"):
        answer = browser.post("/me/theme", data={**form, "theme": theme}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.data) == (204, b"")
        assert _stored("mori").theme == theme


def test_the_theme_button_takes_its_token_from_a_header_too(browse):
    browser = browse("mori")
    token = filled(browser, "/me", "/me/theme")["csrf_token"]

    assert browser.post("/me/theme", data={"theme": "dark"}, headers={"X-CSRF-Token": token}).status_code == 204
    assert browser.post("/me/theme", data={"theme": "dark"}).status_code == 400


def test_without_scripts_the_theme_button_leads_back_to_the_page(browse):
    browser = browse("mori")
    form = {**filled(browser, "/me", "/me/theme"), "theme": "dark"}

    answer = browser.post("/me/theme", data=form, headers={"Referer": "http://localhost/kb?page=2"})

    assert answer.location == "/kb?page=2"


def test_the_theme_button_leads_to_no_other_site(browse):
    browser = browse("mori")
    form = {**filled(browser, "/me", "/me/theme"), "theme": "dark"}

    assert browser.post("/me/theme", data=form, headers={"Referer": "https://evil.example/kb"}).location == "/me"


def test_there_is_no_pink_theme(browse):
    browser = browse("mori")
    form = {**filled(browser, "/me", "/me/theme"), "theme": "pink"}

    assert browser.post("/me/theme", data=form).status_code == 422


def test_roles_and_mail_address_are_not_changed_by_ones_own_form(browse):
    send(browse("mori"), "/me", roles=["admin"], email="evil@aoba.example", licence="publisher", is_partner="y")

    mori = _stored("mori")
    assert Role.ADMIN not in mori.roles
    assert mori.email == "mori@aoba.example"
    assert not mori.is_partner


def test_the_languages_of_the_switch_do_not_change_the_profile(browse):
    browser = browse("mori")

    assert 'lang="en"' in browser.get("/me?lang=en").text
    assert 'lang="ja"' in browser.get("/me").text
