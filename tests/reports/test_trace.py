"""The chain is told whole from each of its ends, and without what one may not see."""

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.incidents import knowledge
from portal.incidents import operations as incidents
from portal.incidents.kinds import LinkKind
from portal.problems import operations as problems
from portal.reports import operations as reports
from portal.reports import trace
from portal.reports.kinds import ReportKind
from tests.chain import Chain


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def _whole(chain, cast):
    review = chain.review()
    incident = review.incident
    action = chain.action(review, owner=None)
    problem = chain.known_error(incident)
    report = reports.draft(cast.imai, incident, kind=ReportKind.FIRST, reporter=cast.imai)
    reports.issue(cast.imai, report)
    return incident, review, report, problem, action, problem.article


def _kinds(found):
    return [
        *(record for kind in (found.incidents, found.reviews, found.reports) for record in kind),
        *(record for kind in (found.problems, found.actions, found.articles) for record in kind),
    ]


def test_each_end_leads_to_all_of_it(chain, cast, make):
    whole = _whole(chain, cast)
    problem, article = whole[3], whole[5]
    other = make.incident()
    problems.gather(chain.inoue, problem, other)

    assert set(_kinds(trace.of_problem(cast.mori, problem))) == {*whole, other}
    assert set(_kinds(trace.of_incident(cast.mori, other))) == {*whole, other}
    assert set(_kinds(trace.of_article(cast.mori, article))) == {*whole, other}


def test_an_article_leads_to_where_it_was_used(chain, cast, make):
    incident, article = make.incident(), make.article()
    knowledge.link(cast.mori, incident, article, kind=LinkKind.REFERENCE)

    assert _kinds(trace.of_article(cast.mori, article)) == [incident, article]
    assert _kinds(trace.of_incident(cast.mori, incident)) == [incident, article]


def test_what_is_restricted_is_not_part_of_it(chain, cast, make):
    incident, review, _report, problem, *_rest = _whole(chain, cast)
    incidents.restrict(THE_SYSTEM, incident, team=cast.hara.teams[0], reason="pay")

    assert _kinds(trace.of_problem(cast.mori, problem)) == [problem]
    assert review in trace.of_problem(cast.hara, problem).reviews
