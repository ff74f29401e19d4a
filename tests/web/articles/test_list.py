"""The list of articles over the wire: filters, views, pages."""

import pytest

from portal.articles import flags, operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, FlagKind, Severity

NONSENSE = ("0", "-1", "99999999999999999999", "9" * 5000, "²", "１", "x", "1.5", "")


def titles(page):
    return [line.split(">")[1].split("<")[0] for line in page.text.split('<a class="title"')[1:] for line in [line]]


def test_the_list_is_for_agents(browse, make):
    make.article()

    assert browse("mori").get("/kb").status_code == 200
    assert browse("abe").get("/kb").status_code == 403
    assert browse().get("/kb").headers["Location"] == "/login?next=/kb"


def test_every_filter_stands_in_the_address_and_narrows_the_list(browse, make, cast):
    make.article(cast.mori, title="Printer is slow", language="en")
    made = make.article(title="VPN cannot connect", confidence=Confidence.VALIDATED)
    make.article(title="ログインできない", language="ja", audience=Audience.PUBLIC)
    flags.flag(cast.mori, made, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="old")
    browser = browse("mori")
    for query, expected in {
        "q=printer": {"Printer is slow"},
        "q=KB-000002": {"VPN cannot connect"},
        "state=not_validated": {"Printer is slow"},
        "audience=public": {"ログインできない"},
        "language=ja": {"ログインできない"},
        "mine=1": {"Printer is slow"},
        "flagged=1": {"VPN cannot connect"},
        "service=vpn&category=network&type=problem": {"Printer is slow", "VPN cannot connect", "ログインできない"},
        "type=howto": set(),
        "q=nothing+at+all": set(),
    }.items():
        assert set(titles(browser.get(f"/kb?{query}"))) == expected, query


def test_filters_that_cannot_be_read_narrow_nothing(browse, make):
    make.article()

    page = browse("mori").get(
        "/kb?state=discarded&audience=x&type=&service=%00&category=%ff&team=9e9&sort=%00&language=zz"
    )

    assert len(titles(page)) == 1


@pytest.mark.parametrize("number", NONSENSE)
def test_absurd_page_numbers_show_a_page(browse, make, number):
    make.article()

    page = browse("mori").get("/kb", query_string={"page": number})

    assert len(titles(page)) == 1


def test_a_long_or_hostile_search_text_is_no_fault(browse, make):
    make.article()
    browser = browse("mori")

    for text in (
        "\0",
        "%" * 200,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "'\"<script>",
    ):
        assert browser.get("/kb", query_string={"q": text}).status_code == 200


def test_the_archive_is_a_view_of_its_own(browse, make, cast):
    operations.archive(
        cast.sato, make.article(title="Old fax"), why=ArchiveReason.OBSOLETE, replacement=None, reason=""
    )

    assert titles(browse("mori").get("/kb")) == []
    assert titles(browse("mori").get("/kb?state=archived")) == ["Old fax"]


def test_an_empty_list_offers_to_write(browse):
    assert "/kb/new" in browse("mori").get("/kb").text


def test_a_search_text_that_is_too_long_is_refused_with_a_way_back(browse):
    answer = browse("mori").get("/kb", query_string={"q": "a " * 5000, "state": "wip"})

    assert answer.status_code == 422
    assert "at most 200 characters" in answer.text
    assert 'href="/kb"' in answer.text
