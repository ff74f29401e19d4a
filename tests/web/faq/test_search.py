"""Searching the public questions, with the index and without it."""

from urllib.parse import quote

import pytest

from portal.articles.lifecycle import Audience, Confidence
from portal.search import rebuild

HOSTILE = [
    "*", "-", '"', '""', "(", "[", "a" * 300, "%", "_", "\\", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}",
    "AND", "OR NOT", "title:*", "\x00", "\ufffe", "\u202e", "🗾", "あ" * 300, "kind:", "type:xyz",
    "-a -b", "...", "1..9", "^x~2",
]  # fmt: skip


@pytest.fixture(params=["index", "no index"])
def searched(request):
    """A function that makes what was written findable: with the index, or by leaving it away."""
    return rebuild.rebuild_all if request.param == "index" else (lambda: None)


def test_words_are_marked_in_what_was_found(make, browse, searched):
    article = make.article(audience=Audience.PUBLIC)
    searched()

    page = browse().get("/faq/search?q=VPN").text

    assert f'href="/faq/{article.number}"' in page
    assert "<mark>VPN</mark>" in page
    assert "1 question fits." in page


def test_strangers_find_only_what_is_public(make, browse, searched):
    shown = make.article(audience=Audience.PUBLIC)
    others = [
        make.article(audience=Audience.CUSTOMER, title="Canary VPN for staff"),
        make.article(title="Canary VPN inside", confidence=Confidence.VALIDATED),
    ]
    searched()

    page = browse().get("/faq/search?q=VPN").text

    assert shown.number in page
    assert "Canary" not in page
    assert not any(article.number in page for article in others)
    assert others[0].number in browse("abe").get("/faq/search?q=VPN").text
    assert others[1].number not in browse("sato").get("/faq/search?q=VPN").text


def test_words_for_agents_only_find_nothing(make, browse, searched):
    article = make.article(
        audience=Audience.PUBLIC, resolution="1. Restart.\n\n:::internal\nconcentrator xyzcanary\n:::"
    )
    searched()

    for who in (None, "sato"):
        page = browse(who).get("/faq/search?q=xyzcanary&lang=en").text
        assert article.number not in page.split("Look by subject")[0]
        assert "Nothing was found" in page


def test_nothing_found_offers_ways_on(make, browse, searched):
    make.article(audience=Audience.PUBLIC)
    searched()

    page = browse().get("/faq/search?q=flugelhorn").text

    assert "Nothing was found for “flugelhorn”" in page
    assert "Network and VPN" in page
    assert "Service desk (weekdays" in page
    assert "/kb/new" not in page
    assert "/kb/new?title=flugelhorn" in browse("mori").get("/faq/search?q=flugelhorn").text


def test_an_over_long_question_is_refused_with_its_text_kept(browse, searched):
    searched()
    text = "vpn " * 600

    page = browse().get(f"/faq/search?q={quote(text)}")

    assert page.status_code == 422
    assert "The question is too long" in page.text
    assert text.strip() in page.text


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_gets_a_page(make, browse, searched, text):
    make.article(audience=Audience.PUBLIC)
    searched()

    page = browse().get(f"/faq/search?q={quote(text)}")

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_broken_characters_are_no_fault(browse):
    assert browse().get("/faq/search?q=%ED%A0%80%FF").status_code == 200


def test_pages_follow_one_another(make, browse, searched):
    numbers = {make.article(audience=Audience.PUBLIC, title=f"VPN case {count}").number for count in range(23)}
    searched()

    pages = [browse().get(f"/faq/search?q=VPN&page={page}").text for page in (1, 2)]

    found = [{number for number in numbers if number in page} for page in pages]
    assert [len(page) for page in found] == [20, 3]
    assert found[0] | found[1] == numbers
    assert browse().get("/faq/search?q=VPN&page=9999").text.count("<li>\n    <h2>") in (3, 20)


def test_without_words_every_question_is_listed(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    assert article.number in browse().get("/faq/search").text
    assert article.number in browse().get("/faq/search?q=+").text
