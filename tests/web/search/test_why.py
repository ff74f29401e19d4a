"""The page that says why an article is found or not, the log of questions, and the card on the article."""

import pytest

from portal.articles.lifecycle import Audience
from portal.kernel import jobs, traces
from portal.search import ledger, rebuild
from portal.search.models import Asking

WHY = "Why is an article found, or not?"


def _index():
    rebuild.rebuild_all()
    jobs.drain()


def test_the_results_and_the_article_lead_there(make, browse):
    article = make.article()
    _index()
    mori = browse("mori")

    assert 'href="/search/why?q=VPN' in mori.get("/search?q=VPN&lang=en").text
    assert 'href="/search/why?q=flugelhorn' in mori.get("/search?q=flugelhorn&lang=en").text
    assert f'href="/search/why?article={article.number}' in mori.get(f"/kb/{article.number}?lang=en").text
    assert WHY not in browse("abe").get("/search?q=flugelhorn&lang=en").text


def test_the_page_says_it_in_one_sentence(make, browse):
    article = make.article(title="VPN fails")
    make.article(title="VPN fails and fails", issue="VPN 691")
    _index()

    def said(query):
        return browse("mori").get(f"/search/why?article={article.number}&lang=en&{query}").text

    assert "Visible to this reader: Myself." in said("")
    assert "Found, in place " in said("q=VPN")
    assert "of 2." in said("q=VPN")
    assert "Not found: it has no word of the question." in said("q=flugelhorn")
    assert "Not found: it fails at -VPN." in said("q=fails+-VPN")
    assert "Not visible to this reader: Somebody of the company." in said("q=VPN&reader=customer")
    assert 'value="VPN"' in said("q=VPN")


def test_a_number_is_understood_however_it_is_typed(make, browse):
    make.article()
    _index()

    assert "Visible to this reader" in browse("mori").get("/search/why?article=kb-1&lang=en").text


@pytest.mark.parametrize("asked", ["KB-999999", "nonsense", "%00"])
def test_what_is_not_there_says_so_and_keeps_the_form(browse, asked):
    answer = browse("mori").get(f"/search/why?article={asked}&q=VPN&lang=en")

    assert answer.status_code in (200, 404)
    assert 'value="VPN"' in answer.text


def test_for_a_person_ask_those_who_look_after_the_knowledge(make, browse):
    article = make.article(audience=Audience.CUSTOMER)
    _index()
    address = f"/search/why?article={article.number}&q=VPN&lang=en"

    assert browse("mori").get(f"{address}&person=abe").status_code == 403
    told = browse("ueda").get(f"{address}&person=abe")
    assert (told.status_code, "Found, in place 1 of 1." in told.text) == (200, True)
    unknown = browse("ueda").get(f"{address}&person=nobody")
    assert (unknown.status_code, "Nobody has the login nobody." in unknown.text) == (422, True)


def test_an_over_long_question_is_refused(make, browse):
    article = make.article()
    _index()

    answer = browse("mori").get(f"/search/why?article={article.number}&lang=en&q={'vpn+' * 600}")

    assert (answer.status_code, "The question is too long" in answer.text) == (422, True)


def _asked(cast, *texts, article=None):
    for name in ("mori", "nakano", "sato"):
        for text in texts:
            viewer = getattr(cast, name)
            ledger.searched(viewer, Asking.SEARCH, text, results=1 if article else 0, top=[])
            if article:
                ledger.opened(viewer, Asking.SEARCH, text, article, rank=2)
    traces.flush()


def test_the_log_shows_what_is_asked_and_offers_the_missing_article(make, browse, cast):
    _asked(cast, "VPN", article=make.article())
    _asked(cast, "tuba & flute", "<b>horn</b>")

    page = browse("ueda").get("/search/log?lang=en").text
    assert all(text in page for text in (">VPN<", "tuba &amp; flute", "&lt;b&gt;horn&lt;/b&gt;", "2.0"))
    nothing = browse("ueda").get("/search/log?view=nothing&lang=en").text
    assert ">VPN<" not in nothing
    assert "/kb/new?title=tuba+%26+flute" in nothing
    assert "Nothing found <b>2</b>" in nothing


def test_the_log_turns_its_pages_and_absurd_choices_are_no_fault(browse, cast):
    _asked(cast, *(f"question {number}" for number in range(30)))

    first, second = (browse("ueda").get(f"/search/log?page={page}&lang=en").text for page in (1, 2))
    assert (first.count("<tr>"), second.count("<tr>")) == (26, 6)
    for query in ("page=x", "page=-1", "page=999", "days=0", "days=x", "surface=intake", "surface=%00", "view=x"):
        assert browse("ueda").get(f"/search/log?{query}").status_code == 200, query


def test_an_empty_log_says_from_when_on_questions_stand_there(browse):
    page = browse("ueda").get("/search/log?lang=en").text

    assert "No question was asked often enough" in page
    assert "Questions stand here from 3 times on." in page


def test_the_article_shows_what_came_of_it(make, browse, cast):
    article = make.article()
    assert "Suggestions in 90 days" not in browse("mori").get(f"/kb/{article.number}?lang=en").text
    _asked(cast, "VPN", article=article)

    page = browse("mori").get(f"/kb/{article.number}?lang=en").text

    assert "Suggestions in 90 days" in page
    assert "Opened from the search 3 times" in page
    assert "rank 2.0 on average" in page
