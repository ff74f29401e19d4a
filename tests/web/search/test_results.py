"""The search of the portal: everything that the reader may see, with the index and without it."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience, Confidence
from portal.kernel import clock, jobs, traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.problems import operations as problems
from portal.search import rebuild
from portal.search.models import Deed, SearchEvent, SuggestionEvent
from tests.sending import filled, sent


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


def test_each_kind_is_drawn_as_what_it_is(make, browse, searched):
    article, incident = make.article(title="VPN fix"), make.incident()
    outline = problems.Outline("The VPN gateway drops sessions", symptoms="VPN error 691")
    problem = problems.raise_problem(THE_SYSTEM, outline=outline)
    searched()
    mori = browse("mori")

    page = mori.get("/search?q=VPN&lang=en").text

    for address in (f"/kb/{article.number}", f"/incidents/{incident.number}", f"/problems/{problem.number}"):
        assert f'class="title" href="{address}"' in page
    assert 'data-state="new"' in page or 'data-state="triage"' in page
    assert 'data-state="logged"' in page
    only = mori.get("/search?q=VPN&kind=problem&lang=en").text
    assert re.findall(r'class="title" href="([^"]+)"', only) == [f"/problems/{problem.number}"]
    assert "1 result" in only


def test_the_kinds_are_tabs_with_their_counts(make, browse):
    make.article()
    for _ in range(2):
        make.incident()
    _index()

    page = browse("mori").get("/search?q=VPN&kind=incident&lang=en").text

    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL).group()
    assert re.findall(r"<b>(\d+)</b>", tabs) == ["3", "1", "0", "2"]
    assert 'href="/search?q=VPN&amp;lang=en&amp;kind=incident" aria-current="page"' in tabs


def test_readers_are_offered_no_other_kinds_and_no_ages(make, browse, searched):
    make.article(audience=Audience.CUSTOMER)
    make.incident()
    searched()

    for kind in ("", "incident", "problem"):
        page = browse("abe").get(f"/search?q=VPN&kind={kind}&updated=7&lang=en").text
        assert "1 result" in page, kind
        assert 'class="tabs"' not in page
        assert "Updated" not in page
        assert "INC-" not in page


def test_results_are_narrowed_by_age_and_widened_again(make, browse):
    old, new = make.article(title="Old VPN"), make.article(title="New VPN")
    with transaction():
        old.changed_at = clock.now() - timedelta(days=40)
    _index()
    mori = browse("mori")

    page = mori.get("/search?q=VPN&lang=en").text
    assert 'href="/search?q=VPN&amp;lang=en&amp;updated=30">last 30 days 1</a>' in page
    assert "updated=90" in page

    page = mori.get("/search?q=VPN&updated=30&lang=en").text
    assert new.number in page
    assert old.number not in page
    assert "Updated: last 30 days" in page
    # What is no age narrows nothing.
    assert old.number in mori.get("/search?q=VPN&updated=31&lang=en").text


def test_the_page_explains_how_to_ask(make, browse):
    _index()

    page = browse("mori").get("/search?lang=en").text
    for said in ("How to ask more exactly", "kind:", "<code>problem</code>", "<code>vpn</code>", "wire*", "-VPN"):
        assert said in page
    assert "kind:" not in browse("abe").get("/search?lang=en").text


def test_what_was_opened_is_kept_with_its_place_and_nobody_elses(make, cast, browse):
    article = make.article()
    secret = make.article(restricted_to=cast.hara.teams[0])
    _index()
    mori = browse("mori")
    form = filled(mori, "/search?q=VPN", "/me/theme")
    for number in (article.number, secret.number, "KB-999999", ""):
        answer = sent(mori, "/search/opened", form, q=" vpn ", article=f"{number} 3")
        assert answer.status_code == 204
    traces.flush()

    [event] = db.session.query(SuggestionEvent)
    assert (event.deed, event.article_id, event.rank) == (Deed.OPENED, article.id, 3)
    [asked] = db.session.query(SearchEvent)
    assert (asked.asking, asked.top) == (event.asking, [article.number])


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


@pytest.mark.parametrize(("language", "said"), [("en", "Did you mean:"), ("ja", "もしかして:")])
def test_a_misspelled_word_is_put_right(make, browse, language, said):
    make.article(audience=Audience.PUBLIC, title="VPN <printer>")
    _index()

    for who, address in (("mori", "/search"), ("abe", "/search"), (None, "/faq/search")):
        page = browse(who).get(f"{address}?q=VPN+Pritner+%3Cb%3E&lang={language}&page=1").text
        assert "<mark>printer</mark>" in page, who
        assert said in page, who
        assert re.search(r'href="[^"]*q=VPN\+printer\+%3Cb%3E[^"]*">VPN printer &lt;b&gt;</a>', page), who
        assert said not in browse(who).get(f"{address}?q=VPN+printer&lang={language}").text


def test_the_words_of_what_another_team_keeps_to_itself_are_not_offered(make, cast, browse):
    make.article(title="VPN")
    make.article(restricted_to=cast.hara.teams[0], title="VPN salaries")
    _index()

    for who in ("mori", "sato", "ueda", "kato", "ono", "abe"):
        page = browse(who).get("/search?q=VPN+salaires&lang=en").text
        assert "Did you mean" not in page, who
        assert "salaries" not in page, who
    assert "Did you mean" in browse("hara").get("/search?q=VPN+salaires&lang=en").text
