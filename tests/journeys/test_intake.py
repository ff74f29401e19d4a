"""A call, from the first word to the known fix; and what must not happen while a conversion is open."""

import pytest
from playwright.sync_api import Route
from sqlalchemy import select

from portal.articles.lifecycle import Audience
from portal.incidents.kinds import LinkKind
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.search.models import Deed, SuggestionEvent
from tests.browser import Ime, Reader, unreadable

SAID = {
    "ja": "在宅勤務でVPNに接続できない。「エラー 691」が表示される。",
    "en": "Cannot connect to the VPN from home. It shows “error 691”.",
}
KNOWN = {
    "ja": {
        "title": "VPNで「エラー 691」が表示され接続できない",
        "issue": "VPNに接続できない。「エラー 691」が表示される",
        "resolution": "1. 保存した資格情報を消去する。\n2. もう一度サインインする。",
        "short_answer": "資格情報を消去する。",
    },
    "en": {"title": "Cannot connect to the VPN: error 691"},
}


@pytest.fixture
def number(make, language, site, work_off) -> str:
    found = make.article(language=language, audience=Audience.PUBLIC, **KNOWN[language]).number
    work_off()
    return found


def _incidents(app) -> list[Incident]:
    with app.app_context():
        found = list(db.session.scalars(select(Incident).order_by(Incident.id)).unique())
        db.session.expunge_all()
        db.session.remove()
        return found


def _call(reader: Reader, said: str, caller: str = "あべ") -> None:
    """Somebody calls: the caller is found, and what is said is typed."""
    page = reader.page
    reader.go("/incidents/new")
    page.fill("#reporter_name", caller)
    page.locator("#callers [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("[name=change_caller]").wait_for()
    page.fill("#symptom", said)
    page.locator("#suggestions [data-told]").wait_for(state="attached")


def test_a_call_is_solved_by_one_key_undone_and_solved_again(newcomer, number, words, language, app, work_off):
    mori = newcomer("mori")
    page = mori.page
    _call(mori, SAID[language])
    card = page.locator(".suggest").first
    assert number in card.inner_text()
    assert card.locator("ol li").count() == 2
    assert page.input_value("#subject").startswith(SAID[language][:10])
    assert unreadable(page) == []

    with page.expect_navigation():
        page.keyboard.press("Alt+1")
    [incident] = _incidents(app)
    assert page.url.endswith(f"/incidents/{incident.number}")
    assert incident.state is State.RESOLVED
    assert incident.first_contact

    with page.expect_navigation():
        page.locator(".toast").get_by_role("button", name=words("Undo"), exact=True).click()
    [incident] = _incidents(app)
    assert (incident.state, incident.reopened) == (State.TRIAGE, 0)

    _call(mori, SAID[language])
    with page.expect_navigation():
        page.locator(".suggest [name=resolve]").first.click()
    assert [each.state for each in _incidents(app)] == [State.TRIAGE, State.RESOLVED]
    work_off()
    with app.app_context():
        deeds = set(db.session.scalars(select(SuggestionEvent.deed)))
        db.session.remove()
    assert Deed.RESOLVED in deeds


def test_what_was_chosen_beside_the_form_is_carried_out_with_it(newcomer, number, words, language, app):
    mori = newcomer("mori")
    page = mori.page
    _call(mori, SAID[language])

    page.locator(f"#link-{number}").click()
    page.locator(f"#link-{number}[aria-pressed=true]").wait_for()
    page.locator(f"#send-{number}").click()
    page.locator(f"#send-{number}[aria-pressed=true]").wait_for()
    assert unreadable(page) == []
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    with app.app_context():
        incident = db.session.scalars(select(Incident)).unique().one()
        assert [use.article.number for use in incident.active_uses] == [number]
        assert [entry.is_visible for entry in incident.entries] == [True]
        db.session.remove()


def test_a_card_that_does_not_fit_goes_and_comes_back(newcomer, number, words, language):
    mori = newcomer("mori")
    page = mori.page
    _call(mori, SAID[language])
    card = page.locator(f"#fix-{number}")

    card.locator("[name=dismiss]").click()
    page.locator(".put-aside").wait_for()
    assert unreadable(page) == []
    page.locator(".put-aside button").click()
    page.locator(".put-aside").wait_for(state="detached")


def test_nothing_is_asked_or_saved_while_a_conversion_is_open(newcomer, number, language, app):
    mori = newcomer("mori")
    page = mori.page
    mori.go("/incidents/new")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    ime = Ime(page)

    for field in ("#reporter_name", "#subject", "#symptom"):
        page.focus(field)
        ime.compose("せつぞくできない")
        page.wait_for_timeout(500)
        ime.press("Enter")
        ime.press("Enter", modifiers=2)
        ime.press("Digit1", modifiers=1)
        page.wait_for_timeout(200)
        assert asked == [], field
        if field != "#symptom":
            ime.commit("接続できない")
            page.wait_for_timeout(600)
            asked.clear()
    with page.expect_request("**/_/suggest"):
        ime.commit("接続できない")

    assert page.url.endswith("/incidents/new")
    assert _incidents(app) == []


def test_a_suggestion_service_that_hangs_leaves_the_form_as_it_is(newcomer, number, words, language, app):
    mori = newcomer("mori")
    page = mori.page
    held: list[Route] = []
    page.route("**/_/suggest", lambda route: held.append(route))
    mori.go("/incidents/new")
    page.fill("#reporter_name", "あべ")
    page.locator("#callers [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("[name=change_caller]").wait_for()
    page.fill("#symptom", SAID[language])
    page.locator("[data-suggest][aria-busy]").wait_for()

    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert len(_incidents(app)) == 1
    assert held


def test_when_there_are_no_suggestions_it_is_said_and_tried_again(newcomer, number, words, language, app):
    mori = newcomer("mori")
    page = mori.page
    mori.expect_status(503)
    tries: list[Route] = []

    def fail_once(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/_/suggest", fail_once)
    mori.go("/incidents/new")
    page.fill("#symptom", SAID[language])
    page.locator("[data-suggest-failed]").wait_for()
    assert words("No suggestions can be had right now. Recording still works.") in page.inner_text("#suggest")

    page.locator(".suggest").first.wait_for()
    assert page.locator("[data-suggest-failed]").is_hidden()
    mori.complaints.texts.clear()


def test_the_order_stays_while_the_pointer_is_among_the_cards(newcomer, number, words, language):
    mori = newcomer("mori")
    page = mori.page
    _call(mori, SAID[language])
    page.locator(".suggest").first.hover()
    before = page.locator("#suggestions").inner_html()

    with page.expect_response("**/_/suggest"):
        page.locator("#symptom").press_sequentially(" printer paper")
    page.locator("[data-suggest-waiting]").wait_for()
    assert page.locator("#suggestions").inner_html() == before

    page.mouse.move(10, 10)
    page.locator("[data-suggest-waiting]").wait_for(state="hidden")
    assert page.locator("#suggestions").inner_html() != before


def test_a_draft_is_kept_on_the_device_and_thrown_away_on_demand(newcomer, number, words, language):
    mori = newcomer("mori")
    page = mori.page
    _call(mori, SAID[language])
    mori.go("/incidents")
    mori.go("/incidents/new")

    page.locator("[data-draft-restore]").click()
    assert page.input_value("#symptom") == SAID[language]
    assert page.input_value("#reporter_name")

    with page.expect_navigation():
        page.locator("[data-draft-forget]").click()
    assert page.input_value("#symptom") == ""
    assert page.locator("[data-draft-offer]").is_hidden()


def test_impact_and_urgency_give_the_priority_at_once(newcomer, number, words, language):
    mori = newcomer("mori")
    page = mori.page
    mori.go("/incidents/new")
    shown = page.locator("[data-priority] output")
    assert words("Low") in shown.inner_text()

    page.locator("[name=impact][value=large]").check(force=True)
    page.locator("[name=urgency][value=high]").check(force=True)

    assert words("Highest") in shown.inner_text()
    assert words("before everything else") in shown.inner_text()
    assert page.locator(".matrix [data-on]").inner_text() == "1"


def test_where_nothing_is_known_an_article_is_written_from_the_call_and_linked(newcomer, number, words, language, app):
    said = {"ja": "観葉植物の葉が枯れている。", "en": "The aquarium filter gurgles loudly."}[language]
    mori = newcomer("mori")
    page = mori.page
    _call(mori, said)
    assert words("No article fits") in page.inner_text("#suggestions")
    assert unreadable(page) == []

    with page.expect_navigation():
        page.get_by_role("button", name=words("Write an article from this")).click()
    assert "/kb/new?incident=" in page.url
    assert said in page.input_value("[name=issue]")
    page.fill("[name=resolution]", "1. 水をやる。" if language == "ja" else "1. Clean the filter.")
    with page.expect_navigation():
        page.locator("#writing [type=submit][data-kind=primary]").first.click()

    with app.app_context():
        incident = db.session.scalars(select(Incident)).unique().one()
        [use] = incident.active_uses
        assert use.kind is LinkKind.CREATED_FROM
        assert page.url.partition("#")[0].endswith(f"/incidents/{incident.number}")
        assert use.article.number in page.inner_text("main")
        db.session.remove()
