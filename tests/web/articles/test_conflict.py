"""Somebody was faster: text and audience are kept, and both texts are shown word by word."""

import pytest

from portal.articles import operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article
from portal.kernel.db import db
from tests.web.articles.pages import form_on, send


def only_article():
    db.session.expire_all()
    return db.session.query(Article).one()


def test_losing_the_right_while_writing_does_not_lose_the_text(browse, make, cast):
    article = make.article(confidence=Confidence.VALIDATED)
    path = f"/kb/{article.number}/edit"
    browser = browse("mori")
    form = form_on(browser.get(path), path)
    operations.widen(cast.sato, article, audience=Audience.PUBLIC, reason="FAQ")

    answer = browser.post(path, data=form.with_changes({"cause": "My own words", "reason": "Found it"}))

    assert answer.status_code == 403
    assert form_on(answer, path).values["cause"] == ["My own words"]


def test_an_archived_article_is_not_changed(browse, make, cast):
    article = make.article()
    path = f"/kb/{article.number}/edit"
    browser = browse("sato")
    form = form_on(browser.get(path), path)
    operations.archive(cast.sato, article, why="other", replacement=None, reason="")

    assert browser.get(path).status_code == 409
    answer = browser.post(path, data=form.with_changes({"cause": "Mine", "reason": "Found it"}))
    assert answer.status_code == 409
    assert form_on(answer, path).values["cause"] == ["Mine"]


def test_two_editors_the_second_keeps_text_and_audience_and_sees_both(browse, make, cast):
    article = make.article(audience=Audience.PUBLIC, resolution="1. Sign out.")
    path = f"/kb/{article.number}/edit"
    second = browse("sato")
    form = form_on(second.get(path), path)
    first = browse("ueda")
    send(first, path, resolution="1. Restart the computer.", reason="Better")
    operations.pull_back(cast.ueda, article, reason="Not yet")

    mine = form.with_changes({"resolution": "1. Restart the client.", "reason": "Mine is right"})
    answer = second.post(path, data=mine)

    assert answer.status_code == 409
    shown = form_on(answer, path)
    assert shown.values["resolution"] == ["1. Restart the client."]
    assert shown.values["audience"] == ["public"]
    assert "<del>computer</del>" in answer.text
    assert "<ins>client</ins>" in answer.text
    assert "Agents only" in answer.text
    assert "上田 誠 saved while you were writing" in answer.text

    again = second.post(path, data=shown.with_changes({}))

    assert again.status_code == 303
    assert only_article().current.resolution == "1. Restart the client."
    assert only_article().audience is Audience.PUBLIC


@pytest.mark.parametrize("version", ["", "0", "-1", "99999999999999999999999", "²", "x" * 5000, "1e9"])
def test_a_forged_version_is_a_conflict_or_nothing(browse, make, version):
    article = make.article()
    path = f"/kb/{article.number}/edit"

    answer = send(browse("sato"), path, cause="x", reason="y", version=version)

    assert answer.status_code == (303 if version == "" else 409)
