"""What every answer carries, and what it must not: policy, caching, cookies."""

import pytest
from werkzeug.exceptions import HTTPException

from portal.app import create_app
from portal.http.headers import CONTENT_POLICY
from portal.kernel.db import db
from portal.settings import Settings
from tests.conftest import PASSWORD
from tests.security.crawl import HTMX, addresses
from tests.security.world import Browser, build

# Written down once more, so that none goes missing unnoticed.
CARRIED = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT = ("default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
PUBLIC = ["/faq/", "/faq/c/vpn", "/faq/search?q=vpn", "/faq/{public}", "/faq/feed.xml", "/faq/sitemap.xml"]
PUBLIC += ["/robots.txt", "/faq/{public}?lang=ja", "/faq/?lang=en"]


@pytest.fixture
def world(make, cast):
    return build(make, cast)


def _wrong(answer):
    """What is amiss with the headers of an answer."""
    found = [name for name, value in CARRIED.items() if answer.headers.get(name) != value]
    found += [name for name in CARRIED if len(answer.headers.getlist(name)) > 1]
    if "Cache-Control" not in answer.headers or "X-Request-Id" not in answer.headers:
        found.append("Cache-Control or X-Request-Id")
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        found.append("tells its maker")
    return found


def test_the_policy_is_the_strict_one():
    assert CONTENT_POLICY.split("; ")[0] == STRICT[0]
    assert set(STRICT) <= set(CONTENT_POLICY.split("; "))
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["stranger", "abe", "kato"])
def test_every_route_carries_the_headers(app, world, name):
    browser = Browser(app, None if name == "stranger" else name)

    for path in addresses(app, [world.public, world.secret], world):
        answer = browser.get(path, headers=HTMX if path.startswith("/_/") else None)
        assert answer.status_code < 500, path
        assert _wrong(answer) == [], path
        kept = answer.headers["Cache-Control"]
        if name == "stranger" and path.startswith(("/faq", "/robots")) and answer.status_code == 200:
            assert kept == "no-cache", path
        else:
            assert kept == "no-store", path
        assert {"Cookie", "Accept-Language"} <= set(", ".join(answer.headers.getlist("Vary")).split(", ")), path


def test_error_pages_carry_them_too(app, world):
    stranger, kato, abe = Browser(app, None), Browser(app, "kato"), Browser(app, "abe")
    mori = Browser(app, "mori")
    far = {"title": "x" * (5 * 1024 * 1024)}
    answers = {
        303: stranger.get("/kb"),
        400: abe.post("/me/theme", {"theme": "dark"}, token=False),
        403: abe.get("/admin"),
        404: stranger.get("/nowhere"),
        405: abe.open("DELETE", "/me", headers={"X-CSRF-Token": abe._signed}),
        409: mori.get(f"/kb/{world.archived}/edit"),
        410: abe.get(f"/faq/{world.away}"),
        413: mori.post("/kb/new", far),
        422: kato.post("/admin/people/new", {}),
    }

    for status, answer in answers.items():
        assert answer.status_code == status
        assert _wrong(answer) == []
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_broken_page_carries_them_and_tells_nothing(app, monkeypatch):
    def break_down(*_given):
        raise ZeroDivisionError("the secret inside")

    monkeypatch.setitem(app.view_functions, "health.alive", break_down)
    break_down.needs = app.view_functions["faq.home"].needs

    answer = Browser(app, None).get("/healthz")

    assert answer.status_code == 500
    assert _wrong(answer) == []
    assert "secret inside" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_static_files_are_kept_by_browsers_and_by_nobody_s_name(app):
    browser = Browser(app, "abe")
    page = browser.get("/me").text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]

    answer, old = browser.get(sheet), browser.get("/static/old/css/site.css")

    assert _wrong(answer) == []
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in old.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    for path in (
        "/static/x/../../portal/app.py",
        "/static/x/css/../../portal/app.py",
        "/static/x/..%2f..%2fpyproject.toml",
    ):
        assert browser.get(path).status_code == 404


def test_public_pages_give_strangers_no_cookie(app, world):
    client = app.test_client()

    for path in PUBLIC:
        answer = client.get(path.format(**vars(world)))
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers, path
    origin = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    voted = client.post(f"/faq/{world.public}/vote", data={"helpful": "yes"}, headers=origin)
    assert voted.status_code == 303
    assert "Set-Cookie" not in voted.headers


def test_a_public_page_holds_no_token_of_a_stranger(app, world):
    text = app.test_client().get(f"/faq/{world.public}").text

    assert 'name="csrf_token"' not in text
    assert 'name="csrf-token"' not in text


@pytest.mark.parametrize("base", ["http://localhost", "https://desk.example"])
def test_the_session_cookie_is_for_this_site_alone(app, tmp_path, base):
    settings = Settings(data=app.extensions["portal"].settings.data, testing=True, base_url=base)
    other = create_app(settings)
    client = other.test_client()
    form = {"login": "abe", "password": PASSWORD}
    origin = {"Origin": base, "Sec-Fetch-Site": "same-origin"}

    answer = client.post("/login", data=form, headers=origin, base_url=base)

    assert answer.status_code == 303
    parts = {part.strip().split("=")[0].lower(): part.strip() for part in answer.headers["Set-Cookie"].split(";")}
    assert "httponly" in parts
    assert parts["samesite"] == "SameSite=Lax"
    assert ("secure" in parts) == base.startswith("https")
    assert "domain" not in parts
    assert ("Strict-Transport-Security" in answer.headers) == base.startswith("https")
    with other.app_context():
        db.engine.dispose()


def test_an_unknown_method_is_refused_without_a_trace(app):
    browser = Browser(app, "abe")

    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        try:
            answer = browser.open(method, "/me")
        except HTTPException as refused:
            answer = refused.get_response()
        assert answer.status_code in (400, 405)
