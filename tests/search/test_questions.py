"""The search log: asked often, not found, never opened; of people and hidden records nothing."""

from datetime import timedelta

import pytest

from portal.kernel import clock, traces
from portal.kernel.db import db
from portal.search import ledger, questions
from portal.search.models import Asking, SearchEvent

PEOPLE = ("mori", "nakano", "sato", "ueda")


@pytest.fixture
def search(cast):
    """Lets some people ask the same words."""

    def ask(text, people=PEOPLE, *, top=(), opened=None, rank=1, surface=Asking.SEARCH):
        for name in people:
            viewer = getattr(cast, name)
            ledger.searched(viewer, surface, text, results=len(top), top=top)
            if opened is not None:
                ledger.opened(viewer, surface, text, opened, rank=rank)
        traces.flush()

    return ask


def _told(viewer, days=30, **more):
    log = questions.log(viewer, days, **more)
    return {question.text: question for question in log.questions}, log


def test_questions_are_counted_with_what_came_of_them(search, make, cast):
    article = make.article()
    search("VPN", top=[article.number])
    search("vpn", ("mori",), top=[article.number], opened=article, rank=3)
    search("ＶＰＮ", ("sato",), top=[article.number], opened=article, rank=1)
    search("tuba")

    told, log = _told(cast.ueda)

    vpn, tuba = told["VPN"], told["tuba"]
    # Sent again by the same person on the same day it is one question, in the words that most people use.
    assert (vpn.times, vpn.without_result, vpn.unopened) == (5, 0, 3)
    assert (sorted(vpn.ranks), vpn.rank) == ([1, 3], 2.0)
    assert (tuba.times, tuba.without_result, tuba.unopened, tuba.rank) == (4, 4, 0, None)
    assert (log.times, log.without_result, log.answered, log.rank) == (9, 4, 5, 2.0)


def test_what_was_asked_seldom_or_tells_of_somebody_is_only_counted(search, cast):
    search("my neighbour Suzuki", PEOPLE[:2])
    search("mail of suzuki@example.com bounces")
    search("call 03-1234-5678")

    told, log = _told(cast.ueda)

    assert told == {}
    assert (log.times, log.rare) == (10, 10)


def test_what_came_upon_a_hidden_record_did_not_happen(search, make, cast):
    secret = make.article(restricted_to=cast.hara.teams[0])
    search("payroll", (*PEOPLE, "hara"), top=[])
    before = _told(cast.ueda)
    search("salaries", ("hara", "imai", "kato"), top=[secret.number])

    assert _told(cast.ueda) == before
    assert set(_told(cast.hara)[0]) == {"payroll", "salaries"}


def test_the_period_and_the_place_narrow(search, cast):
    search("old")
    for event in db.session.query(SearchEvent):
        event.at = clock.now() - timedelta(days=20)
    db.session.commit()
    search("faq", surface=Asking.FAQ)
    search("told at an intake", surface=Asking.INTAKE)

    assert set(_told(cast.ueda)[0]) == {"old", "faq"}
    assert set(_told(cast.ueda, 7)[0]) == {"faq"}
    assert set(_told(cast.ueda, surfaces=(Asking.SEARCH,))[0]) == {"old"}


def test_what_the_simpler_search_answered_says_nothing_about_the_search(cast):
    for name in PEOPLE:
        ledger.searched(getattr(cast, name), Asking.SEARCH, "VPN", results=0, top=[], degraded=True)
    traces.flush()

    assert _told(cast.ueda)[1].times == 0
