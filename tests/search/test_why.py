"""Why an article is found or not: rights, words and place, told only as far as the one who asks may see."""

from datetime import timedelta

import pytest

from portal.articles import operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason
from portal.kernel import clock, i18n, jobs
from portal.kernel.transaction import transaction
from portal.search import rebuild
from portal.search.results import Asked, ask
from portal.search.why import OUTSIDERS, explain


@pytest.fixture(autouse=True)
def in_english(app):
    with i18n.speaking("en"):
        yield


def _index():
    rebuild.rebuild_all()
    jobs.drain()


def _failing(explained):
    return [point.said for point in explained.points if point.holds is False]


def test_the_place_is_the_one_in_which_the_search_shows_it(make, cast):
    articles = [make.article(title=title) for title in ("VPN 691", "VPN", "Printer")]
    _index()

    shown = [item.record.number for item in ask(cast.mori, Asked("VPN 691 password")).items]
    told = {article.number: explain(cast.mori, article, cast.mori, "VPN 691 password") for article in articles}

    assert {number: told[number].place for number in shown} == {number: at for at, number in enumerate(shown, 1)}
    first = told[shown[0]]
    assert (first.total, first.score, _failing(first)) == (len(shown), first.best, [])
    assert {reason.term for reason in first.reasons} >= {"vpn", "691"}


def test_what_a_reader_may_not_see_is_said_with_the_reason(make, cast):
    within = make.article(confidence=Confidence.VALIDATED)
    company = make.article(audience=Audience.CUSTOMER)
    _index()

    def told(article, reader):
        explained = explain(cast.mori, article, reader, "VPN")
        return explained.is_visible, explained.place, _failing(explained)

    beyond = "The reader belongs to its audience."
    assert told(within, cast.abe) == (False, None, [beyond])
    assert told(company, OUTSIDERS["public"]) == (False, None, [beyond])
    assert told(company, OUTSIDERS["customer"]) == (True, 1, [])
    assert told(company, cast.abe) == (True, 1, [])
    assert told(within, cast.mori)[0] is True


def test_what_is_archived_is_found_when_it_is_asked_for(make, cast):
    article = make.article()
    operations.archive(cast.ueda, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="Old.")
    _index()

    plain, asked_for = (explain(cast.mori, article, cast.mori, text) for text in ("VPN", "VPN state:archived"))

    assert plain.place is None
    assert [said.partition(";")[0] for said in _failing(plain)] == ["It is not archived"]
    assert asked_for.place == 1


def test_each_part_of_the_question_says_where_it_is_met(make, cast):
    article = make.article(title="VPN fails", issue="Error 691 appears.", resolution="1. Clear the cache.")
    _index()

    explained = explain(cast.mori, article, cast.mori, 'VPN 691 tuba "clear the cache" -appears cach* type:question')

    parts = {(part.kind, part.typed): (sorted(part.fields), part.holds) for part in explained.parts}
    assert parts["word", "VPN"] == (["title"], True)
    assert parts["word", "691"] == (["issue"], True)
    assert parts["word", "tuba"] == ([], False)
    assert parts["prefix", "cach*"] == (["resolution"], True)
    assert parts["phrase", '"clear the cache"'][1] is True
    assert parts["without", "-appears"][1] is False
    assert parts["filter", "type:question"][1] is False
    assert explained.place is None


def test_words_for_agents_only_are_no_words_of_what_readers_read(make, cast):
    article = make.article(audience=Audience.CUSTOMER, resolution="1. Restart.\n\n:::internal\nconcentrator\n:::")
    _index()

    def met(reader):
        [part] = explain(cast.mori, article, reader, "concentrator").parts
        return part.holds

    assert (met(cast.mori), met(cast.abe)) == (True, False)


def test_places_are_counted_among_what_the_one_who_asks_may_see(make, cast):
    """What HR keeps to itself stands before it for its own people; nobody else hears of that."""
    article = make.article(title="Payroll", issue="Nothing.")
    before = {}
    _index()
    for name in ("ueda", "hara"):
        before[name] = explain(getattr(cast, name), article, cast.hara, "payroll")
    make.article(title="Payroll payroll", issue="Payroll", restricted_to=cast.hara.teams[0])
    _index()

    after = {name: explain(getattr(cast, name), article, cast.hara, "payroll") for name in before}

    assert after["ueda"] == before["ueda"]
    assert (before["hara"].place, after["hara"].place) == (1, 2)


def test_what_only_a_team_reads_is_told_to_its_people_for_others(make, cast):
    article = make.article(restricted_to=cast.hara.teams[0])
    _index()

    explained = explain(cast.hara, article, cast.mori, "VPN")

    assert (explained.is_visible, explained.place) == (False, None)
    assert _failing(explained) == ["Only HR systems may read it, and the reader belongs there."]
    assert explain(cast.hara, article, cast.hara, "VPN").place == 1


def test_an_account_that_was_closed_sees_nothing(make, cast):
    article = make.article()
    _index()
    with transaction():
        cast.mori.retired_at = clock.now() - timedelta(days=1)

    explained = explain(cast.ueda, article, cast.mori, "VPN")

    assert (explained.is_visible, _failing(explained)) == (False, ["The account is open."])


def test_an_index_that_is_behind_or_away_is_said(make, cast):
    _index()
    article = make.article()

    behind = explain(cast.mori, article, cast.mori, "VPN")
    assert [said.partition(";")[0] for said in _failing(behind)] == ["The index has it as it stands now"]
    jobs.drain()
    assert _failing(explain(cast.mori, article, cast.mori, "VPN")) == []


def test_without_an_index_rights_are_still_told(make, cast):
    article = make.article()

    explained = explain(cast.mori, article, cast.mori, "VPN")

    assert (explained.is_away, explained.is_visible, explained.place) == (True, True, None)


def test_an_over_long_question_is_refused(make, cast):
    article = make.article()
    _index()

    assert "too long" in explain(cast.mori, article, cast.mori, "vpn " * 600).refused
