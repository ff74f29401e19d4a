"""The keyboard alone: every shortcut does what the list of keys says, and none meddles with an IME."""

import pytest
from playwright.sync_api import Page

from portal.accounts.models import User
from portal.articles.models import Article
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.browser import Ime


@pytest.fixture
def number(make, language, site, work_off) -> str:
    found = make.article(language=language).number
    work_off()
    return found


def _path(page: Page) -> str:
    return "/" + page.url.partition("://")[2].partition("/")[2]


def test_every_shortcut_leads_where_the_list_of_keys_says(newcomer, number, words):
    sato = newcomer("sato")
    page = sato.page
    sato.go(f"/kb/{number}")

    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    assert words("search or jump") in page.inner_text("#keys")
    page.keyboard.press("Escape")
    page.locator("#keys[open]").wait_for(state="detached")

    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("f")
    assert _path(page) == "/kb/flags"
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert _path(page) == "/kb"

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    page.keyboard.type("vpn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kb?**q=vpn**")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert _path(page) == f"/kb/{number}"

    with page.expect_navigation():
        page.keyboard.press("e")
    assert _path(page) == f"/kb/{number}/edit"
    page.fill("[name=cause]", "古いパスワード")
    page.fill("[name=reason]", "n e g k ? /")
    assert _path(page) == f"/kb/{number}/edit"
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert _path(page) == f"/kb/{number}"
    assert "古いパスワード" in page.inner_text("main")


def test_one_jumps_to_a_page_or_an_article_without_leaving_the_keyboard(newcomer, number, words):
    mori = newcomer("mori")
    page = mori.page
    mori.go("/kb")

    page.keyboard.press("Control+k")
    page.locator("dialog[data-palette][open] [role=option]").first.wait_for()
    page.keyboard.type(f"kb{int(number[3:])}")
    page.locator("dialog[data-palette] [role=option][aria-selected=true]", has_text=number).wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert _path(page) == f"/kb/{number}"

    page.keyboard.press("Control+k")
    page.locator("dialog[data-palette][open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog[data-palette][open]").wait_for(state="detached")
    page.wait_for_function("document.activeElement.matches('[data-open=palette], body')")


def test_nothing_is_sent_while_a_conversion_is_open(newcomer, number, words):
    sato = newcomer("sato")
    page = sato.page
    asked: list[str] = []
    sato.go("/kb/new")
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    ime = Ime(page)

    page.focus("[name=title]")
    for text in ("ぷ", "ぷり", "ぷりn", "ぷりんた", "プリンター"):
        ime.compose(text)
    page.wait_for_timeout(600)
    ime.press("Enter")
    ime.press("Enter", modifiers=2)
    page.wait_for_timeout(400)
    assert asked == []
    assert _path(page) == "/kb/new"

    with page.expect_request("**/_/kb/checks*"):
        ime.commit("プリンター")
    assert page.input_value("[name=title]") == "プリンター"


def test_the_jump_list_waits_for_the_conversion(newcomer, number, words):
    mori = newcomer("mori")
    page = mori.page
    mori.go("/kb")
    page.keyboard.press("Control+k")
    page.locator("dialog[data-palette][open] [role=option]").first.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    ime = Ime(page)

    ime.compose("しと")
    ime.compose("指摘")
    page.wait_for_timeout(500)
    ime.press("Enter")
    page.wait_for_timeout(200)
    assert asked == []
    assert page.locator("dialog[data-palette][open]").is_visible()

    with page.expect_request("**/_/jump?**"):
        ime.commit("指摘")


def test_single_letters_can_be_switched_off(newcomer, number, words, app):
    with transaction():
        db.session.query(User).filter_by(login="mori").one().single_keys = False
    db.session.remove()
    mori = newcomer("mori")
    mori.go(f"/kb/{number}")

    mori.page.keyboard.press("e")
    mori.page.keyboard.press("?")
    mori.page.wait_for_timeout(200)

    assert _path(mori.page) == f"/kb/{number}"
    assert not mori.page.locator("#keys[open]").count()
    assert db.session.query(Article).count() == 1
