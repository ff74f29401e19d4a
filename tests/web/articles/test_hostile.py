"""Hostile words in the editor: refused in time and in words, with the text kept; never a fault."""

import pytest

from portal.articles import operations
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from tests.web.articles.pages import form_on, send
from tests.web.articles.test_writing import TEXTS

BOMBS = {"![[]()": 2_000, "[a](": 4_000, "[": 8_000, "<![": 4_000}


def only_article():
    db.session.expire_all()
    return db.session.query(Article).one()


@pytest.mark.parametrize("name", ["title", "short_answer", "reason", "keywords"])
def test_a_megabyte_in_a_line_is_refused_and_kept(browse, name):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, name: "a" * 1_000_000})

    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert len(form_on(answer, "/kb/new").values[name][0]) == 1_000_000


def test_a_reason_of_a_megabyte_is_refused_wherever_one_is_asked_for(browse, make, cast):
    article = make.article(cast.mori)
    answer = send(browse("ueda"), f"/kb/{article.number}/archive", archive_reason="obsolete", reason="a" * 1_000_000)

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    with pytest.raises(Invalid):
        operations.recheck(cast.ueda, make.article(confidence=Confidence.VALIDATED), reason="a" * 1_000_000)


def test_a_wrong_choice_is_told_of_once(browse):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, "type": "sonnet"})

    assert answer.status_code == 422
    assert answer.text.count("Choose one of the list.") == 2  # in the summary and at the field


def test_more_than_a_request_may_hold_is_refused(browse):
    assert send(browse("mori"), "/kb/new", **{**TEXTS, "cause": "a" * 5_000_000}).status_code == 413


@pytest.mark.parametrize("name", ["title", "issue", "resolution", "short_answer"])
def test_nul_is_refused_and_the_rest_kept(browse, name):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, name: "before\0after"})

    assert answer.status_code == 422
    assert form_on(answer, "/kb/new").values[name] == ["beforeafter"]


def test_lone_surrogates_are_refused_and_the_text_kept(browse):
    raw = "&".join(
        f"{name}={value}" for name, value in {**TEXTS, "title": "a%ED%A0%80b", "keywords": "%ED%B0%80"}.items()
    )
    browser = browse("mori")
    form = form_on(browser.get("/kb/new"), "/kb/new")
    raw += "&language=en&type=problem&audience=within&confidence=wip&csrf_token=" + form.values["csrf_token"][0]

    answer = browser.post("/kb/new", data=raw.encode(), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert form_on(answer, "/kb/new").values["title"] == ["a%ED%A0%80b"]


def test_percent_signs_that_were_typed_are_only_words(browse):
    send(browse("mori"), "/kb/new", **{**TEXTS, "title": "a%ED%A0%80b"})

    assert only_article().title == "a%ED%A0%80b"


def test_a_word_of_ten_thousand_characters_is_refused_at_its_field_and_kept(browse):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, "resolution": f"Run {'x' * 10_000} now"})

    assert answer.status_code == 422
    assert 'id="resolution-error"' in answer.text
    assert "x" * 10_000 in form_on(answer, "/kb/new").values["resolution"][0]


def test_ten_thousand_japanese_characters_are_no_word_and_are_saved(browse):
    send(browse("mori"), "/kb/new", **{**TEXTS, "issue": "記" * 10_000})

    assert browse("mori").get(f"/kb/{only_article().number}").status_code == 200


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_time_or_drawn_and_the_text_kept(browse, bomb):
    text = bomb * BOMBS[bomb]

    answer = send(browse("mori"), "/kb/new", **{**TEXTS, "resolution": text})

    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert form_on(answer, "/kb/new").values["resolution"] == [text]
        assert 'id="resolution-error"' in answer.text


def test_a_text_of_more_than_64_kilobytes_is_refused_at_its_field(browse):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, "cause": "a b " * 20_000})

    assert answer.status_code == 422
    assert 'id="cause-error"' in answer.text
