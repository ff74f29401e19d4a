"""Requests that somebody else makes for a person: without the token, from elsewhere, with a wrong way back."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts import operations
from portal.accounts.models import User
from portal.articles.models import Vote
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.web.session import local_address
from tests.conftest import PASSWORD
from tests.security.bodies import body
from tests.security.world import Browser, build

ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Referer": "https://evil.example/http://localhost/"},
    {},
)
AWAY = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/%5cevil.example/..//evil.example\\",
    "https:evil.example",
    "@evil.example",
    "evil.example",
    "",
)


@pytest.fixture
def world(make, cast):
    return build(make, cast)


def _posts(app: Flask, world):
    bound = app.url_map.bind("localhost")
    values = {
        "number": world.within, "flag_id": world.flag, "sequence": 1, "login": "abe", "team_id": world.team,
        "bundle_id": world.bundle, "service_id": world.service, "category_id": world.category, "token": world.token,
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            # The token is looked at before the record, so any row will do.
            args = {name: values.get(name, 1) for name in rule.arguments}
            yield rule.endpoint, bound.build(rule.endpoint, args, method="POST"), body(rule.endpoint, args, world)


def _deeds() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


@pytest.mark.timeout(300)
def test_no_form_is_carried_out_without_its_token(app, world):
    before = _deeds()
    for name, tokens in (("ueda", (None, "wrong")), ("kato", (None, "IldoYXQi.aQ.wrong"))):
        browser = Browser(app, name)
        for _endpoint, path, form in _posts(app, world):
            for token in (*tokens, browser._signed[:-1]):
                sent = {**form} if token is None else {**form, "csrf_token": token}
                answer = browser.post(path, sent, token=False)
                assert answer.status_code == 400, (path, token)

    db.session.rollback()
    assert _deeds() == before


def test_the_token_of_another_session_is_worth_nothing(app, world):
    mine, theirs = Browser(app, "kato"), app.test_client()
    with theirs.session_transaction() as session:
        session["csrf_token"] = "another secret"

    answer = theirs.post("/me/theme", data={"theme": "dark", "csrf_token": mine._signed})

    assert answer.status_code == 400


@pytest.mark.parametrize("headers", ELSEWHERE, ids=lambda headers: str(headers) or "silent")
def test_a_stranger_s_form_counts_only_from_this_site(app, world, headers):
    client = app.test_client()

    for path, form in (
        (f"/faq/{world.public}/vote", {"helpful": "yes"}),
        ("/login", {"login": "abe", "password": PASSWORD}),
        ("/password/forgot", {"login": "abe"}),
        (f"/password/{world.token}", {"password": "eleven green bottles"}),
    ):
        answer = client.post(path, data=form, headers=headers)
        assert answer.status_code == 400, path
        assert "Set-Cookie" not in answer.headers or "sign_in" not in answer.headers["Set-Cookie"]
    traces.flush()
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 0


def test_looking_changes_nothing(app, world):
    before = _deeds()
    for name in ("ueda", "kato"):
        browser = Browser(app, name)
        for _endpoint, path, form in _posts(app, world):
            assert browser.get(path, query_string=form).status_code < 500
            assert browser.open("HEAD", path, query_string=form).status_code < 500

    db.session.rollback()
    assert _deeds() == before


def test_a_method_in_disguise_is_not_believed(app, world):
    browser = Browser(app, "kato")
    before = _deeds()

    for headers in ({"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "POST"}, {"X-HTTP-Method": "POST"}):
        browser.get(f"/admin/teams/{world.team}/retire", headers=headers)
    browser.get(f"/admin/teams/{world.team}/retire?_method=POST")

    db.session.rollback()
    assert _deeds() == before


@pytest.mark.parametrize("wanted", AWAY)
def test_signing_in_leads_nowhere_else(app, wanted):
    assert local_address(wanted) is None
    client = app.test_client()

    answer = client.post(
        "/login",
        query_string={"next": wanted},
        data={"login": "abe", "password": PASSWORD},
        headers={"Origin": "http://localhost"},
    )

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


def test_signing_in_leads_back_to_where_one_wanted_to_go(app, world):
    client = app.test_client()
    asked = client.get(f"/kb/{world.within}/history?page=1").headers["Location"]

    answer = client.post(asked, data={"login": "mori", "password": PASSWORD}, headers={"Origin": "http://localhost"})

    assert answer.headers["Location"] == f"/kb/{world.within}/history?page=1"


def test_another_host_in_the_request_gets_into_no_address(app, world):
    client = app.test_client()
    claims = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "10.9.8.7",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "/admin",
        "X-Rewrite-URL": "/admin",
    }

    for path in (
        "/faq/",
        "/faq",
        f"/faq/{world.public}",
        "/faq/feed.xml",
        "/faq/sitemap.xml",
        "/robots.txt",
        "/login",
        "/kb",
    ):
        for base, headers in (("http://evil.example", {}), ("http://localhost", claims)):
            answer = client.get(path, base_url=base, headers=headers)
            assert "evil.example" not in answer.text + str(answer.headers), (path, base)


def test_a_session_from_before_signing_in_is_dropped(app):
    """No fixed sessions: what an attacker put into the browser beforehand does not stay."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"], session["csrf_token"] = "by somebody else", "known"

    client.post("/login", data={"login": "abe", "password": PASSWORD}, headers={"Origin": "http://localhost"})

    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "known"
        assert session["sign_in"]


def test_a_person_who_has_left_is_a_stranger_at_once(app, cast):
    browser = Browser(app, "mori")
    assert browser.get("/kb").status_code == 200

    user = db.session.query(User).filter_by(login="mori").one()
    operations.retire_person(cast.kato, user)

    assert browser.get("/kb").status_code == 303
