"""The page on which solved incidents are asked once more."""

import pytest

from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse
from portal.kernel import jobs
from portal.kernel.transaction import transaction
from portal.search import rebuild
from search_index import IndexUnavailable


@pytest.fixture
def solved(make, cast):
    """One that its article is shown for, one that it is not, one that none solved, and one that is HR's own."""
    article, far = make.article(), make.article(title="Printer", issue="Paper jam", resolution="Pull.", short_answer="")
    hr = cast.hara.teams[0]
    secret = make.article(title="Salaries", issue="salaries", restricted_to=hr)
    cases = {
        "shown": (make.incident(symptom="The VPN says error 691.", state=State.RESOLVED), article),
        "missed": (make.incident(symptom="The VPN says error 691 again.", state=State.RESOLVED), far),
        "uncovered": (make.incident(symptom="Zanzibar is closed.", state=State.RESOLVED), None),
        "hidden": (make.incident(symptom="Salaries are late.", state=State.RESOLVED, restricted_to=hr), secret),
    }
    with transaction():
        for incident, solved_by in cases.values():
            if solved_by is not None:
                use = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH}
                incident.uses.append(ArticleUse(article=solved_by, sequence=1, **use))
    rebuild.rebuild_all()
    jobs.drain()
    return {name: (incident.number, by.number if by else "") for name, (incident, by) in cases.items()}


def test_it_tells_what_is_shown_what_is_missed_and_what_no_article_solved(browse, solved):
    page = browse("ueda").get("/search/replay?newest=100&lang=en").text

    missed, uncovered = page.index('id="missed"'), page.index('id="uncovered"')
    assert missed < page.index(solved["missed"][0]) < uncovered < page.index(solved["uncovered"][0])
    assert f"/search/why?article={solved['missed'][1]}" in page
    assert f"/kb/new?incident={solved['uncovered'][0]}" in page
    assert solved["shown"][0] not in page
    assert page.count("(33%)") == 3


def test_what_is_for_others_is_not_counted(browse, solved):
    page = browse("ueda").get("/search/replay?newest=100&lang=en").text

    assert solved["hidden"][0] not in page
    assert "(25%)" in browse("hara").get("/search/replay?newest=100&lang=en").text


def test_nothing_is_asked_until_somebody_says_how_many(browse, solved):
    log = browse("ueda").get("/search/log?lang=en").text
    assert 'href="/search/replay' in log
    for query in ("", "?newest=", "?newest=999999", "?newest=x"):
        page = browse("ueda").get(f"/search/replay{query}")
        assert page.status_code == 200
        assert 'id="missed"' not in page.text


def test_where_nothing_was_solved_it_says_so(browse):
    rebuild.rebuild_all()

    assert "No incident was solved yet" in browse("ueda").get("/search/replay?newest=50&lang=en").text


def test_without_an_index_it_says_so(browse, solved, monkeypatch):
    def away(*_given):
        raise IndexUnavailable("missing")

    monkeypatch.setattr("portal.search.ranking.search_groups", away)

    answer = browse("ueda").get("/search/replay?newest=50&lang=en")

    assert (answer.status_code, "The index cannot answer now" in answer.text) == (409, True)
