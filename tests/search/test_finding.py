"""From a saved article to a hit, and from a withdrawn one to none."""

import shutil

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import operations
from portal.articles.lifecycle import Audience
from portal.kernel import jobs
from portal.search import rebuild
from portal.search.engine import engine
from portal.search.results import Asked, Asking, ask
from portal.search.similar import numbers


def _found(viewer, text, **more):
    return [item.record.number for item in ask(viewer, Asked(text, **more)).items]


def test_an_article_is_found_as_soon_as_the_worker_has_seen_it(make, cast):
    rebuild.rebuild_all()
    article = make.article()

    jobs.drain()

    assert _found(cast.mori, "vpn password") == [article.number]
    assert not ask(cast.mori, Asked("vpn")).degraded


def test_without_an_index_plain_sql_answers(make, cast):
    article = make.article(language="ja", title="VPNにつながらない", issue="接続できないと表示される")

    found = ask(cast.mori, Asked("VPNにつながらない"))

    assert found.degraded
    assert [item.record.number for item in found.items] == [article.number]


def test_the_worker_repairs_a_broken_index(make, cast):
    rebuild.rebuild_all()
    make.article()
    jobs.drain()
    shutil.rmtree(engine()._folder / "staff")

    assert ask(cast.mori, Asked("vpn")).degraded
    rebuild.repair_if_broken()

    assert not ask(cast.mori, Asked("vpn")).degraded
    assert all(difference.in_step for difference in rebuild.check())


def test_what_is_withdrawn_is_not_counted_before_the_index_knows(make, cast):
    rebuild.rebuild_all()
    article = make.article(audience=Audience.PUBLIC)
    jobs.drain()
    assert ask(THE_STRANGER, Asked("vpn", surface=Asking.FAQ)).total == 1

    operations.pull_back(cast.sato, article, reason="It names a server")

    found = ask(THE_STRANGER, Asked("vpn", surface=Asking.FAQ))
    assert found.total == 0
    assert found.facets.get("type", {}) == {}
    assert ask(cast.mori, Asked("vpn")).total == 1


def test_blocks_for_agents_are_not_found_outside(make, cast):
    rebuild.rebuild_all()
    make.article(audience=Audience.PUBLIC, resolution="1. Restart.\n\n:::internal\nask zanzibar\n:::\n")
    jobs.drain()

    assert _found(cast.mori, "zanzibar")
    for surface in Asking:
        assert not _found(cast.abe, "zanzibar", surface=surface)
    assert not _found(cast.mori, "zanzibar", surface=Asking.FAQ)


def test_a_restricted_article_is_found_by_its_team_only(make, cast):
    rebuild.rebuild_all()
    article = make.article(title="Cannot open the payroll", restricted_to=cast.hara.teams[0])
    jobs.drain()

    assert _found(cast.hara, "payroll") == [article.number]
    for other in (cast.ueda, cast.mori, cast.kato, cast.abe, THE_STRANGER):
        found = ask(other, Asked("payroll"))
        assert (found.total, found.degraded) == (0, False)


def test_facets_count_what_was_found(make, cast):
    rebuild.rebuild_all()
    make.article()
    make.article(audience=Audience.CUSTOMER)
    jobs.drain()

    facets = ask(cast.mori, Asked("vpn")).facets

    assert facets["audience"] == {"within": 1, "customer": 1}
    assert facets["service"] == {"vpn": 2}


def test_a_question_without_end_is_refused_in_a_sentence(cast):
    rebuild.rebuild_all()

    assert "2000" in ask(cast.mori, Asked("a" * 20_000)).refused


def test_an_article_about_the_same_is_noticed(make, cast):
    rebuild.rebuild_all()
    article = make.article()
    make.article(title="The printer prints blank pages", issue="All pages are white", resolution="1. Change the toner.")
    jobs.drain()

    assert numbers(cast.mori, "Cannot connect to the VPN: error 691", "VPN error 691") == [article.number]
    assert numbers(cast.mori, "How do I book a room", "I need a room for ten people") == []
