"""Writing together: preview and checks while writing, and two people at one article."""

from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.kernel.db import db
from tests.browser import Reader, unreadable


def _save(reader: Reader) -> None:
    with reader.page.expect_navigation():
        reader.page.locator("#writing [type=submit][data-kind=primary]").first.click()


def _number(reader: Reader) -> str:
    return reader.page.url.partition("?")[0].rpartition("/")[2]


def test_while_one_writes_the_checks_and_the_preview_follow(newcomer, words):
    sato = newcomer("sato")
    sato.go("/kb/new")
    met = sato.page.locator("#judged [data-ok]").count()

    sato.page.fill("[name=title]", "プリンターから白紙が出る")
    sato.page.fill("[name=issue]", "印刷すると白紙が出る")
    sato.page.fill("[name=environment]", "- 三階の複合機")
    sato.page.fill("[name=resolution]", "1. トナーを取り替える。\n2. **電源** を入れ直す。")
    sato.page.wait_for_function("met => document.querySelectorAll('#judged [data-ok]').length > met", arg=met)
    sato.page.locator("[name=resolution]").press("Alt+p")
    preview = sato.page.locator("#preview")
    preview.locator("strong", has_text="電源").wait_for()
    assert preview.locator("ol li").count() == 2
    assert unreadable(sato.page) == []

    sato.page.fill("[name=resolution]", "1. トナーを取り替える。")
    preview.locator("strong").wait_for(state="detached")
    _save(sato)

    assert _number(sato).startswith("KB-")
    assert sato.page.get_by_text("トナーを取り替える。").first.is_visible()
    assert words("Not validated") in sato.page.inner_text("main")


def test_the_second_of_two_editors_keeps_the_text_and_saves_deliberately(newcomer, words, make, app):
    number = make.article(audience=Audience.CUSTOMER).number
    db.session.remove()
    sato, ueda = newcomer("sato"), newcomer("ueda")
    ueda.go(f"/kb/{number}/edit")
    ueda.page.fill("[name=cause]", "原因は古い証明書です。")
    ueda.page.fill("[name=reason]", "原因がわかった")

    sato.go(f"/kb/{number}/edit")
    sato.page.fill("[name=cause]", "原因は保存されたパスワードです。")
    sato.page.fill("[name=reason]", "調べた")
    _save(sato)
    assert _number(sato) == number

    ueda.expect_status(409)
    _save(ueda)
    ueda.expect_status()

    conflict = ueda.page.locator(".conflict")
    assert conflict.is_visible()
    assert "原因は保存されたパスワードです。" in conflict.inner_text()
    assert ueda.page.input_value("[name=cause]") == "原因は古い証明書です。"
    assert ueda.page.input_value("[name=reason]") == "原因がわかった"
    assert ueda.page.input_value("[name=audience]") == "customer"
    assert unreadable(ueda.page) == []

    _save(ueda)

    assert _number(ueda) == number
    article = db.session.query(Article).filter_by(number=number).one()
    assert article.current.cause == "原因は古い証明書です。"
    assert (article.current_sequence, article.audience) == (3, Audience.CUSTOMER)
    ueda.go(f"/kb/{number}/history")
    assert ueda.page.get_by_text("調べた").first.is_visible()


def test_a_draft_survives_a_closed_window(newcomer, words):
    sato = newcomer("sato")
    sato.go("/kb/new")
    sato.page.fill("[name=title]", "まだ書きかけの記事")
    sato.go("/kb")

    sato.go("/kb/new")
    offer = sato.page.locator("[data-draft-offer]")
    assert offer.is_visible()
    offer.locator("[data-draft-restore]").click()

    assert sato.page.input_value("[name=title]") == "まだ書きかけの記事"
