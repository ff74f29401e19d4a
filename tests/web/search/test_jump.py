"""The lines behind the palette: numbers, articles, pages."""

import re

import pytest

from portal.articles.lifecycle import Audience, Confidence
from portal.search import rebuild

FRAGMENT = {"HX-Request": "true"}


def _targets(browser, text, **more):
    answer = browser.get("/_/jump", query_string={"q": text, "lang": "en", **more}, headers=FRAGMENT)
    assert answer.status_code == 200
    return re.findall(r'<a role="option" aria-selected="false" href="([^"]*)"', answer.text)


def test_strangers_are_sent_to_sign_in(browse):
    assert browse().get("/_/jump?q=vpn", headers=FRAGMENT).status_code == 303


def test_without_scripts_it_is_the_search_page(browse):
    answer = browse("mori").get("/_/jump?q=vpn")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/search?q=vpn"


@pytest.mark.parametrize("typed", ["KB-000001", "kb-1", "KB1", "1", " kb 1 ", "ＫＢ－１", "000001"])
def test_a_number_jumps_at_once(make, browse, typed):
    make.article(confidence=Confidence.NOT_VALIDATED)

    assert _targets(browse("mori"), typed)[0] == "/kb/KB-000001"


@pytest.mark.parametrize("typed", ["KB-2", "99999999999999999999", "0", "-1", "KB-"])
def test_a_number_that_is_not_there_jumps_nowhere(make, browse, typed):
    make.article()

    assert not [target for target in _targets(browse("mori"), typed) if target.startswith("/kb/KB")]


def test_a_number_that_is_not_for_the_reader_jumps_nowhere(make, browse):
    make.article(confidence=Confidence.VALIDATED)
    make.article(audience=Audience.CUSTOMER)

    assert _targets(browse("abe"), "KB-1") == ["/search?q=KB-1"]
    assert _targets(browse("abe"), "KB-2")[0] == "/faq/KB-000002?lang=en"


def test_articles_are_found_by_the_beginning_of_a_word(make, browse):
    make.article(title="Concentrator restarts")
    rebuild.rebuild_all()

    assert "/kb/KB-000001" in _targets(browse("mori"), "concen")
    assert "/kb/KB-000001" not in _targets(browse("abe"), "concen")


def test_articles_are_found_without_an_index(make, browse):
    make.article(title="Concentrator restarts")

    assert "/kb/KB-000001" in _targets(browse("mori"), "concen")


def test_pages_are_found_by_their_names(browse):
    targets = _targets(browse("mori"), "arti")

    assert "/kb" in targets[:2]
    assert targets[-1] == "/search?q=arti"


def test_nothing_typed_shows_where_to_start(browse):
    targets = _targets(browse("mori"), "")

    assert targets[0] == "/incidents/new"
    assert {"/kb/new", "/kb", "/search", "/faq/?lang=en"} <= set(targets)
    assert "/kb/new" not in _targets(browse("abe"), "")


@pytest.mark.parametrize("typed", ["*", '"', "\x00", "<img src=x>", "あ" * 3_000, "%", "({[", "\ufffe\u202e"])
def test_whatever_is_typed_gets_lines(make, browse, typed):
    make.article()

    for searched in (lambda: None, rebuild.rebuild_all):
        searched()
        assert _targets(browse("mori"), typed)
