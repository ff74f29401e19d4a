"""The search of the portal: everything that the reader may see, with the index and without it."""

from urllib.parse import quote

import pytest

from portal.articles.lifecycle import Audience, Confidence
from portal.kernel import jobs
from portal.search import rebuild


@pytest.fixture(params=["index", "no index"])
def searched(request):
    """A function that makes what was written findable: with the index, or by leaving it away."""
    return _index if request.param == "index" else (lambda: None)


def _index():
    rebuild.rebuild_all()
    jobs.drain()


def test_strangers_sign_in_first_and_come_back(browse):
    answer = browse().get("/search?q=vpn")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=/search?q%3Dvpn"


def test_agents_find_everything_with_its_state_and_come_to_the_desk(make, browse, searched):
    article = make.article(confidence=Confidence.NOT_VALIDATED)
    searched()

    page = browse("mori").get("/search?q=VPN&lang=en").text

    assert f'href="/kb/{article.number}"' in page
    assert "<mark>VPN</mark>" in page
    assert 'data-state="not_validated"' in page
    assert 'data-aud="within"' in page


def test_readers_find_what_is_open_to_them_and_come_to_the_public_pages(make, browse, searched):
    opened = make.article(audience=Audience.CUSTOMER)
    inside = make.article(title="Canary VPN", confidence=Confidence.VALIDATED)
    searched()

    page = browse("abe").get("/search?q=VPN&state=validated&audience=within&lang=en").text

    assert f'href="/faq/{opened.number}?lang=en"' in page
    assert "Canary" not in page
    assert inside.number not in page
    assert "/kb" not in page
    assert "data-state" not in page


def test_what_another_team_keeps_to_itself_is_nowhere(make, cast, browse, searched):
    make.article(restricted_to=cast.hara.teams[0], title="Canary salaries VPN")
    searched()

    for who in ("mori", "sato", "ueda", "kato", "ono", "abe"):
        page = browse(who).get("/search?q=salaries&lang=en").text
        assert "Canary" not in page, who
        assert "KB-000001" not in page, who
        assert "1 result" not in page, who
        assert "KB-000001" not in browse(who).get("/_/jump?q=KB-1", headers={"HX-Request": "true"}).text, who
    assert "Only HR systems" in browse("hara").get("/search?q=salaries&lang=en").text


def test_words_for_agents_only_are_not_found_by_readers(make, browse, searched):
    make.article(audience=Audience.CUSTOMER, resolution="1. Restart.\n\n:::internal\nconcentrator xyzcanary\n:::")
    searched()

    assert "Nothing was found" in browse("abe").get("/search?q=xyzcanary&lang=en").text
    assert "KB-000001" in browse("mori").get("/search?q=xyzcanary&lang=en").text


def test_the_counts_are_links_that_narrow(make, browse):
    make.article(audience=Audience.PUBLIC)
    validated = make.article(confidence=Confidence.VALIDATED)
    make.article(confidence=Confidence.NOT_VALIDATED)
    rebuild.rebuild_all()

    page = browse("mori").get("/search?q=VPN&lang=en").text
    narrowed = browse("mori").get("/search?q=VPN&lang=en&audience=within&state=validated").text

    assert 'href="/search?q=VPN&amp;lang=en&amp;state=validated">Validated 2</a>' in page
    assert validated.number in narrowed
    assert "1 result" in narrowed
    assert 'href="/search?q=VPN&amp;lang=en&amp;audience=within"' in narrowed


def test_readers_are_not_offered_how_articles_are_kept(make, browse):
    for audience in (Audience.PUBLIC, Audience.CUSTOMER):
        make.article(audience=audience)
    rebuild.rebuild_all()

    page = browse("abe").get("/search?q=VPN&lang=en").text

    assert "2 results" in page
    assert "state=" not in page
    assert "audience=" not in page


def test_an_unknown_value_finds_nothing_and_can_be_taken_out(make, browse, searched):
    make.article()
    searched()

    page = browse("mori").get("/search?q=VPN&type=%3Cb%3E&service=%00&lang=en")

    assert page.status_code == 200
    assert "Kind of article: &lt;b&gt;" in page.text
    assert "Nothing was found" in page.text
    assert "Search in everything" in page.text


def test_nothing_found_offers_to_write_it_to_those_who_may(make, browse, searched):
    make.article()
    searched()

    assert "/kb/new?title=flugelhorn+%26+tuba" in browse("mori").get("/search?q=flugelhorn+%26+tuba").text
    for who in ("abe", "ono"):
        page = browse(who).get("/search?q=flugelhorn&lang=en").text
        assert "Nothing was found for “flugelhorn”" in page
        assert "/kb/new" not in page


def test_without_an_index_the_page_says_so(make, browse):
    make.article()

    page = browse("mori").get("/search?q=VPN&lang=en").text

    assert "The search index is being written anew." in page
    assert "1 result" in page
    rebuild.rebuild_all()
    assert "being written anew" not in browse("mori").get("/search?q=VPN&lang=en").text


def test_an_over_long_question_is_refused_with_its_text_kept(browse, searched):
    searched()
    text = "vpn " * 600

    page = browse("mori").get(f"/search?q={quote(text)}&lang=en")

    assert page.status_code == 422
    assert "The question is too long" in page.text
    assert text.strip() in page.text


def test_an_empty_question_gives_advice(browse):
    for address in ("/search", "/search?q=", "/search?q=%20%00"):
        page = browse("mori").get(f"{address}{'&' if '?' in address else '?'}lang=en")
        assert page.status_code == 200
        assert "What are you looking for?" in page.text


@pytest.mark.parametrize(
    "query",
    ["page=99999999999999999999", "page=-1", "page=x", "kind=nothing", "kind=%00", "page=9999", "type=a&type=b&type=c"],
)
def test_absurd_choices_are_no_fault(make, browse, searched, query):
    make.article()
    searched()

    assert browse("mori").get(f"/search?q=VPN&{query}").status_code == 200


def test_a_page_beyond_the_last_shows_the_last(make, browse, searched):
    for count in range(22):
        make.article(title=f"VPN case {count}")
    searched()

    assert browse("mori").get("/search?q=VPN&page=40").text.count('<a class="title"') == 2


def test_what_was_written_is_text(make, browse, searched):
    make.article(title="<i>Canary</i> VPN", issue="<i>Canary</i> in the VPN")
    searched()

    page = browse("mori").get("/search?q=VPN+%3Ci%3ECanary").text

    assert "&lt;i&gt;" in page
    assert "<i>" not in page


def test_a_search_is_never_kept_by_a_cache(make, browse):
    assert browse("abe").get("/search?q=vpn").headers["Cache-Control"] == "no-store"
