"""What search engines and feed readers get: public things only, in forms that they can read."""

from xml.etree import ElementTree

import pytest

from portal.articles.lifecycle import Audience, Confidence

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _tree(page: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(page)  # noqa: S314 – our own page


@pytest.mark.parametrize("who", [None, "abe", "sato"])
@pytest.mark.parametrize("address", ["/faq/sitemap.xml", "/faq/feed.xml"])
def test_only_what_is_public_is_listed_whoever_asks(make, browse, address, who):
    shown = make.article(audience=Audience.PUBLIC)
    hidden = [
        make.article(audience=Audience.CUSTOMER, title="Canary"),
        make.article(title="Canary", confidence=Confidence.VALIDATED),
    ]

    page = browse(who).get(address)

    assert shown.number in page.text
    assert "Canary" not in page.text
    assert not any(article.number in page.text for article in hidden)


def test_the_feed_is_atom(make, browse):
    make.article(audience=Audience.PUBLIC, title="A & B <c>", short_answer="Use “A” & not <b>.")

    answer = browse().get("/faq/feed.xml")
    feed = _tree(answer.data)

    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A & B <c>"
    assert entry.findtext(f"{ATOM}summary") == "Use “A” & not <b>."
    assert entry.findtext(f"{ATOM}id") == "http://localhost/faq/KB-000001"
    assert "佐藤" not in answer.text


def test_the_feed_keeps_to_one_language_where_it_is_asked_to(make, browse):
    make.article(audience=Audience.PUBLIC)
    make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")

    assert browse().get("/faq/feed.xml").text.count("<entry") == 2
    assert browse().get("/faq/feed.xml?lang=ja").text.count("<entry") == 1
    assert browse().get("/faq/feed.xml?lang=xx").text.count("<entry") == 2


def test_an_empty_feed_is_still_a_feed(browse):
    feed = _tree(browse().get("/faq/feed.xml").data)

    assert feed.findtext(f"{ATOM}updated")


def test_the_sitemap_lists_absolute_addresses(make, browse):
    make.article(audience=Audience.PUBLIC)

    tree = _tree(browse().get("/faq/sitemap.xml").data)

    assert [place.text for place in tree.iter(f"{SITEMAP}loc")] == [
        "http://localhost/faq/",
        "http://localhost/faq/KB-000001",
    ]


def test_robots_are_led_to_the_questions_and_away_from_the_rest(browse):
    lines = browse().get("/robots.txt").text.splitlines()

    assert "Allow: /faq/" in lines
    assert "Disallow: /" in lines
    assert "Disallow: /faq/search" in lines
    assert "Sitemap: http://localhost/faq/sitemap.xml" in lines


@pytest.mark.parametrize("address", ["/robots.txt", "/faq/sitemap.xml", "/faq/feed.xml"])
def test_machines_get_no_cookie(browse, address):
    assert "Set-Cookie" not in browse().get(address).headers
