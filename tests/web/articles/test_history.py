"""Versions over the wire: listed, shown, compared, brought back."""

import pytest

from portal.articles import operations
from portal.articles.models import Article
from portal.kernel.db import db
from tests.web.articles.pages import form_on, forms_on, send


@pytest.fixture
def changed(make, browse):
    article = make.article(resolution="1. Sign out.")
    path = f"/kb/{article.number}/edit"
    send(browse("sato"), path, resolution="1. Restart.", reason="Signing out is not enough")
    send(browse("sato"), path, resolution="1. Restart twice.", title="Another title", reason="Once is not enough")
    return article


def again(article):
    db.session.expire_all()
    return db.session.get(Article, article.id)


def test_the_history_tells_who_changed_what_and_why(browse, changed, cast):
    operations.validate(cast.ueda, again(changed), note="Tried it")

    text = browse("mori").get(f"/kb/{changed.number}/history").text

    for part in ("Signing out is not enough", "Once is not enough", "佐藤 恵", "Validate", "上田 誠"):
        assert part in text, part
    assert f"/kb/{changed.number}/diff/1..2" in text


def test_any_two_versions_are_compared_field_by_field(browse, changed):
    browser = browse("mori")
    page = f"/kb/{changed.number}"

    assert browser.get(f"{page}/diff?old=1&new=3").headers["Location"] == f"{page}/diff/1..3"
    text = browser.get(f"{page}/diff/1..3").text
    assert "<h3>Title</h3>" in text
    assert "<h3>Resolution</h3>" in text
    assert "<h3>Cause</h3>" not in text
    assert "<del>Sign out</del>" in text
    assert "say the same" in browser.get(f"{page}/diff/2..2").text
    assert "<ins>Sign out</ins>" in browser.get(f"{page}/diff/3..1").text


@pytest.mark.parametrize(
    "span", ["1..4", "0..1", "1...2", "1", "x..y", "1..99999999999999999999", "²..1", "%00..1", "-1..2"]
)
def test_versions_that_are_not_there_are_not_found(browse, changed, span):
    assert browse("mori").get(f"/kb/{changed.number}/diff/{span}").status_code == 404


@pytest.mark.parametrize("query", ["", "?old=1", "?old=x&new=2", "?old=1&new=99999999999999999999", "?old=²&new=1"])
def test_a_choice_that_cannot_be_read_leads_to_the_history(browse, changed, query):
    assert browse("mori").get(f"/kb/{changed.number}/diff{query}").headers["Location"].endswith("/history")


@pytest.mark.parametrize("sequence", ["0", "4", "99999999999999999999", "x", "-1"])
def test_a_version_that_is_not_there_is_not_found(browse, changed, sequence):
    assert browse("mori").get(f"/kb/{changed.number}/history/{sequence}").status_code == 404


def test_an_older_version_comes_back_as_a_new_one(browse, changed):
    path = f"/kb/{changed.number}/history/1"

    answer = send(browse("sato"), path)

    assert answer.headers["Location"] == f"/kb/{changed.number}"
    article = again(changed)
    assert (article.current_sequence, article.current.resolution) == (4, "1. Sign out.")
    assert article.current.reason == "Back to version 1"


def test_bringing_back_needs_a_reason_and_the_right(browse, changed):
    path = f"/kb/{changed.number}/history/1"

    assert send(browse("sato"), path, reason=" ").status_code == 422
    assert "Restore this version?" not in browse("ono").get(path).text
    browser = browse("ono")
    token = forms_on(browser.get("/kb"))[0].values["csrf_token"]
    assert browser.post(path, data={"csrf_token": token, "reason": "x"}).status_code == 403
    assert again(changed).current_sequence == 3


def test_bringing_back_over_a_newer_version_is_a_conflict(browse, changed):
    path = f"/kb/{changed.number}/history/1"
    browser = browse("sato")
    form = form_on(browser.get(path), path)
    send(browse("ueda"), f"/kb/{changed.number}/edit", cause="New", reason="Found")

    answer = browser.post(path, data=form.with_changes({"reason": "It was right"}))

    assert answer.status_code == 409
    assert form_on(answer, path).values["reason"] == ["It was right"]
    assert browser.post(path, data=form_on(answer, path).with_changes({})).status_code == 303


def test_readers_see_no_history(browse, changed):
    for page in ("history", "history/1", "diff/1..2", "diff", "feedback"):
        assert browse("abe").get(f"/kb/{changed.number}/{page}").status_code == 403
        assert browse().get(f"/kb/{changed.number}/{page}").status_code == 303
