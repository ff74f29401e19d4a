"""Hostile words in the editor: refused in time and in words, with the text kept; never a fault."""

import pytest

from portal.articles.models import Article
from portal.kernel.db import db
from tests.web.articles.pages import form_on, send
from tests.web.articles.test_writing import TEXTS

BOMBS = {"![[]()": 2_000, "[a](": 4_000, "[": 8_000, "<![": 4_000}


def only_article():
    db.session.expire_all()
    return db.session.query(Article).one()


@pytest.mark.parametrize("name", ["title", "short_answer", "reason", "keywords"])
def test_a_megabyte_in_a_line_is_refused_and_kept(browse, name):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, name: "a" * 1_000_000})

    assert answer.status_code in (413, 422) or (name == "reason" and answer.status_code == 303)
    if answer.status_code == 422:
        assert len(form_on(answer, "/kb/new").values[name][0]) == 1_000_000


def test_more_than_a_request_may_hold_is_refused(browse):
    assert send(browse("mori"), "/kb/new", **{**TEXTS, "cause": "a" * 5_000_000}).status_code == 413


@pytest.mark.parametrize("name", ["title", "issue", "resolution", "short_answer"])
def test_nul_is_refused_and_the_rest_kept(browse, name):
    answer = send(browse("mori"), "/kb/new", **{**TEXTS, name: "before\0after"})

    assert answer.status_code == 422
    assert form_on(answer, "/kb/new").values[name] == ["beforeafter"]


def test_lone_surrogates_never_break_a_page(browse):
    raw = "&".join(
        f"{name}={value}" for name, value in {**TEXTS, "title": "a%ED%A0%80b", "keywords": "%ED%B0%80"}.items()
    )
    browser = browse("mori")
    form = form_on(browser.get("/kb/new"), "/kb/new")
    raw += "&language=en&type=problem&audience=within&confidence=wip&csrf_token=" + form.values["csrf_token"][0]

    answer = browser.post("/kb/new", data=raw.encode(), content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (303, 422)


def test_words_of_ten_thousand_characters_are_saved_and_shown(browse):
    send(browse("mori"), "/kb/new", **{**TEXTS, "resolution": "x" * 10_000, "issue": "記" * 10_000})

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
