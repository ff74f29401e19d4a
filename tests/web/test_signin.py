"""Coming in, going out, and a forgotten password, as a browser does it."""

import email
import re
import socket
from email.policy import default
from importlib import import_module

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from portal.accounts import credentials, signing_in
from portal.accounts.models import SignIn
from portal.kernel import jobs
from portal.kernel.current import holdings
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.conftest import PASSWORD
from tests.sending import filled, send, sent

NEW = "green bottles on the wall"


@pytest.fixture
def letters(app, monkeypatch):
    """The letters that a mail server on this machine has taken."""
    taken = []

    class Box(Message):
        def handle_message(self, message):
            taken.append(email.message_from_bytes(message.as_bytes(), policy=default))

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Box(), hostname="127.0.0.1", port=port)
    server.start()
    chosen = holdings().settings.model_copy(update={"mail_host": "127.0.0.1", "mail_port": port, "mail_tls": "none"})
    monkeypatch.setattr(holdings(), "settings", chosen)
    yield taken
    server.stop()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(import_module("portal.web.signin.views"), "LEAST_ANSWER_TIME", 0.0)


def test_signing_in_leads_to_the_start_page(browse):
    browser = browse()

    answer = send(browser, "/login", login="mori", password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get("/me").status_code == 200


def test_signing_in_leads_back_to_where_one_wanted_to_go(browse):
    browser = browse()
    refused = browser.get("/admin/people?role=admin&q=a%20b")
    assert refused.status_code == 303

    answer = send(browser, refused.location, login="kato", password=PASSWORD)

    assert answer.location == "/admin/people?role=admin&q=a%20b"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%0d%0aX: y", "\\\\evil"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(browse, target):
    answer = browse().post(
        "/login",
        query_string={"next": target},
        data={"login": "mori", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 303
    assert answer.location == "/" or answer.location.startswith("/%")


def test_who_is_signed_in_does_not_see_the_form(browse):
    assert browse("mori").get("/login?next=/me").location == "/me"


def test_a_wrong_password_keeps_the_name_and_says_one_sentence(browse):
    wrong = send(browse(), "/login", login="mori", password="not the one at all")
    nobody = send(browse(), "/login", login="nobody", password="not the one at all")

    assert wrong.status_code == nobody.status_code == 422
    assert 'value="mori"' in wrong.text
    assert "not the one at all" not in wrong.text
    for answer in (wrong, nobody):
        assert "Name and password do not match." in answer.text
        assert "<title>Error: Sign in" in answer.text


def test_an_empty_form_says_what_is_missing(browse):
    answer = send(browse(), "/login", login="", password="")

    assert answer.status_code == 422
    assert "Give your login." in answer.text
    assert "Give your password." in answer.text


@pytest.mark.parametrize("odd", ["a\0b", "\udcff", "x" * 100_000, "' OR 1=1 --", "{{ 7*7 }}"])
def test_odd_names_are_refused_in_peace(browse, odd):
    raw = odd.encode("utf-8", "surrogatepass")
    answer = browse().post(
        "/login", data={"login": raw, "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 422


def test_after_ten_guesses_the_form_says_how_long_to_wait(browse, monkeypatch):
    monkeypatch.setattr("portal.accounts.passwords.verify", lambda stored, given: bool(stored) and given == PASSWORD)
    for _time in range(10):
        assert send(browse(), "/login", login="mori", password="a guess").status_code == 422

    answer = send(browse(), "/login", login="mori", password=PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Too many attempts." in answer.text


def test_a_form_from_another_site_does_not_sign_in(browse):
    form = {"login": "mori", "password": PASSWORD}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        assert browse().post("/login", data=form, headers=headers).status_code == 400


def test_a_sign_in_page_left_open_in_a_second_tab_still_works(browse):
    browser = browse()
    old_form = filled(browser, "/login")
    send(browser, "/login", login="mori", password=PASSWORD)

    answer = browser.post(
        "/login", data={**old_form, "login": "sato", "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 303


def test_the_session_of_before_is_dropped_at_signing_in(browse):
    browser = browse()
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
    browser.get("/login")

    send(browser, "/login", login="mori", password=PASSWORD)

    with browser.session_transaction() as session:
        assert "planted" not in session


def test_the_cookie_is_closed_to_scripts_and_other_sites(browse):
    cookie = send(browse(), "/login", login="mori", password=PASSWORD).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_out_ends_the_session_on_the_server_too(browse):
    browser = browse("emily")
    with browser.session_transaction() as session:
        token = session["sign_in"]

    answer = send(browser, "/me", "/logout")

    assert answer.location == "/login"
    assert "You are signed out." in browser.get("/login").text
    assert signing_in.who_is(token) is None


def test_a_get_does_not_sign_out(browse):
    browser = browse("mori")

    assert browser.get("/logout").status_code == 405
    assert browser.get("/me").status_code == 200


def test_a_session_ended_elsewhere_leads_to_the_sign_in(browse):
    browser = browse("mori")
    with transaction():
        for row in db.session.query(SignIn):
            row.ended_at = row.created_at

    answer = browser.get("/me")

    assert (answer.status_code, answer.location) == (303, "/login?next=/me")


def test_whoever_was_given_a_password_changes_it_before_anything_else(browse, cast):
    credentials.set_password(cast.kato, cast.emily, password="given by somebody else")
    browser = browse()
    answer = send(browser, "/login?next=/faq/", "/login?next=/faq/", login="emily", password="given by somebody else")
    assert answer.location == "/me/password?next=/faq/"
    assert browser.get("/faq/").location == "/me/password?next=/faq/"
    assert "Choose a password of your own" in browser.get("/me/password").text

    page = "/me/password?next=/faq/"
    assert send(browser, page, current="given by somebody else", password=NEW).location == "/faq/"
    assert browser.get("/faq/").status_code == 200


def test_without_mail_a_forgotten_password_goes_by_the_administrator(browse):
    page = browse().get("/password/forgot").text

    assert "portal user password" in page
    assert '<form method="post"' not in page


def test_the_answer_is_the_same_whether_the_account_exists_or_not(browse, letters):
    answers = [send(browse(), "/password/forgot", login=login) for login in ("mori", "nobody", "mori@aoba.example")]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert "a letter is on its way" in answers[0].text


def test_a_letter_with_a_link_leads_to_a_new_password(browse, letters):
    send(browse(), "/password/forgot", login="emily")
    assert letters == []
    jobs.drain()

    (letter,) = letters
    assert letter["To"] == "emily@aoba.example"
    assert letter["Subject"] == "Choose a new password"
    link = re.search(r"http://localhost(/password/\S+)", letter.get_content()).group(1)
    browser = browse()
    assert send(browser, link, password=NEW).location == "/login"
    assert "Your new password holds." in browser.get("/login").text
    assert send(browser, "/login", login="emily", password=NEW).status_code == 303
    assert browse().get(link).status_code == 404


def test_a_letter_is_written_in_the_readers_language(browse, letters):
    send(browse(), "/password/forgot", login="mori")
    jobs.drain()

    assert re.search(r"[ぁ-ん]", letters[0].get_content())


def test_a_mailbox_cannot_be_flooded(browse, letters):
    for _time in range(5):
        send(browse(), "/password/forgot", login="mori")
        jobs.drain()

    assert len(letters) == 1


def test_a_letter_that_cannot_be_sent_is_tried_again(browse, letters, monkeypatch):
    monkeypatch.setattr("portal.kernel.mail.send", lambda **_letter: (_ for _ in ()).throw(OSError("away")))
    send(browse(), "/password/forgot", login="mori")

    jobs.drain()

    assert db.session.query(jobs.Job).one().state is jobs.JobState.PENDING


def test_a_refused_new_password_keeps_the_link(browse, cast):
    with transaction():
        token = credentials.new_reset_token(cast.mori)

    assert send(browse(), f"/password/{token}", password="short").status_code == 422
    assert send(browse(), f"/password/{token}", password=NEW).status_code == 303


def test_a_link_that_never_was_and_one_that_was_used_look_the_same(browse, cast):
    with transaction():
        token = credentials.new_reset_token(cast.mori)
    send(browse(), f"/password/{token}", password=NEW)

    used, never = browse().get(f"/password/{token}"), browse().get("/password/never-was")

    assert used.status_code == never.status_code == 404
    assert used.data == never.data
    assert "Ask for a new link" in used.text


def test_a_reset_ends_every_session(browse, cast):
    browser = browse("mori")
    with transaction():
        token = credentials.new_reset_token(cast.mori)

    send(browse(), f"/password/{token}", password=NEW)

    assert browser.get("/me").status_code == 303


def test_a_form_sent_twice_signs_out_once(browse):
    browser = browse("mori")
    form = filled(browser, "/me", "/logout")

    assert sent(browser, "/logout", form).status_code == 303
    assert sent(browser, "/logout", form).status_code in (303, 400)


def test_a_stranger_keeps_the_language_that_was_chosen(browse):
    browser = browse(language="ja")
    assert 'lang="ja"' in browser.get("/login").text

    browser.get("/login?lang=en")

    assert 'lang="en"' in browser.get("/password/forgot").text
