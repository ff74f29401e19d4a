"""Finding an answer on the public pages, and telling whether it helped; with and without scripts."""

import pytest

from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.kernel import traces
from portal.kernel.db import db

YES, NO = "form:has([value=yes]) [type=submit]", "details form [type=submit]:not([formaction])"


@pytest.fixture
def number(make, language, site, work_off) -> str:
    """A public article in the language of the journey."""
    made = make.article(
        audience=Audience.PUBLIC, language=language,
        title="VPNにつながらない" if language == "ja" else "Cannot connect to the VPN",
    )  # fmt: skip
    found = made.number
    work_off()
    return found


def _votes_arrive(app) -> None:
    traces.flush()
    db.session.remove()


def test_a_reader_finds_an_answer_and_votes_and_the_desk_sees_it(newcomer, number, words, app):
    reader, other, desk = newcomer(), newcomer(), newcomer("mori")

    reader.go("/faq/")
    reader.page.locator("[data-search]").first.fill("vpn")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/faq/search?**")
    with reader.page.expect_navigation():
        reader.page.locator(".hits a.title").first.click()
    assert f"/faq/{number}" in reader.page.url
    with reader.page.expect_navigation():
        reader.page.locator(".vote").locator(YES).click()
    assert "thanks=yes" in reader.page.url
    assert reader.context.cookies() == []

    other.go(f"/faq/{number}")
    other.page.locator(".vote summary").click()
    other.page.fill(".vote textarea", "二番目の手順で止まりました")
    with other.page.expect_navigation():
        other.page.locator(".vote").locator(NO).click()
    assert "thanks=no" in other.page.url

    _votes_arrive(app)
    desk.go(f"/kb/{number}/feedback")
    told = desk.page.inner_text("main")
    assert "二番目の手順で止まりました" in told
    assert "50" in told


def test_who_has_voted_is_not_asked_again_in_this_window(newcomer, number, words):
    reader = newcomer()
    reader.go(f"/faq/{number}")
    with reader.page.expect_navigation():
        reader.page.locator(".vote").locator(YES).click()

    reader.go(f"/faq/{number}")

    assert reader.page.locator("[data-voted]").is_visible()


def test_without_scripts_one_signs_in_searches_reads_votes_and_writes(newcomer, number, words, app):
    plain = newcomer(java_script_enabled=False)

    plain.go("/faq/")
    plain.page.locator("[data-search]").first.fill("vpn")
    plain.page.locator("form[role=search] [type=submit], search [type=submit]").first.click()
    plain.page.locator(".hits a.title").first.click()
    assert f"/faq/{number}" in plain.page.url
    plain.page.locator(".vote summary").click()
    plain.page.fill(".vote textarea", "絵がほしい")
    plain.page.locator(".vote").locator(NO).click()
    plain.page.wait_for_url("**thanks=no**")

    plain.go("/login?next=/kb/new")
    plain.page.fill("[name=login]", "sato")
    plain.page.fill("[name=password]", "ten green bottles")
    plain.page.locator("main [type=submit]").first.click()
    plain.page.wait_for_url("**/kb/new")
    plain.page.fill("[name=title]", "複合機でスキャンした文書が届かない")
    plain.page.fill("[name=issue]", "メールに届かない")
    plain.page.fill("[name=resolution]", "1. **宛先** を確かめる。")
    plain.page.locator("[name=preview]").first.click()
    assert plain.page.locator("#preview strong").inner_text() == "宛先"
    assert plain.page.input_value("[name=title]") == "複合機でスキャンした文書が届かない"
    plain.page.locator("#writing [type=submit][data-kind=primary]").first.click()
    plain.page.wait_for_url("**/kb/KB-*")

    _votes_arrive(app)
    written = db.session.query(Article).filter_by(number=plain.page.url.rpartition("/")[2]).one()
    assert written.title == "複合機でスキャンした文書が届かない"
    plain.go(f"/kb/{number}/feedback")
    assert "絵がほしい" in plain.page.inner_text("main")
    plain.go("/search?q=vpn")
    assert plain.page.locator(".hits a.title").first.is_visible()


def test_on_a_telephone_the_menu_leads_everywhere(newcomer, number, words):
    agent = newcomer("mori", viewport={"width": 390, "height": 844}, has_touch=True)
    agent.go("/kb")
    agent.page.locator(".menu-open").click()
    with agent.page.expect_navigation():
        agent.page.locator("#side").get_by_role("link", name=words("Flags")).click()
    assert agent.page.url.endswith("/kb/flags")
