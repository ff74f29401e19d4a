"""From cause and workaround to an article that tells of both, and to the incidents that wait."""

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles import operations as articles
from portal.articles.lifecycle import Audience, Confidence, Governance
from portal.articles.models import ArticleType
from portal.incidents import operations as incidents
from portal.incidents import queries as incident_queries
from portal.incidents import states
from portal.incidents.kinds import HoldReason, LinkSource
from portal.incidents.kinds import ResolutionCode as IncidentCode
from portal.incidents.lifecycle import State as IncidentState
from portal.kernel.errors import Invalid, NotFound
from portal.problems import known_errors, operations, queries, solving
from portal.problems.kinds import CauseCategory, CauseKind, Method, ResolutionCode
from portal.problems.lifecycle import State
from tests.chain import Chain


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def test_a_known_error_is_an_article_for_agents_with_the_workaround(chain):
    problem = chain.known_error()

    article = problem.article
    assert (article.type, article.audience, article.confidence) == (
        ArticleType.KNOWN_ERROR, Audience.WITHIN, Confidence.NOT_VALIDATED,
    )  # fmt: skip
    words = (article.current.title, article.current.issue, article.current.resolution, article.current.cause)
    assert words == (problem.statement, "Error 691 at noon", "Choose vpn1.", "The list was moved")
    assert list(queries.known_errors(chain.cast.mori).subquery().c)
    assert problem.is_known_error


def test_without_a_shown_cause_or_a_tested_workaround_nothing_is_known(chain):
    problem = chain.problem()
    operations.assess(
        chain.okada, problem, category=chain.make.incident().category, impact="small", urgency="low", owner=chain.inoue
    )
    operations.investigate(chain.inoue, problem, method=Method.FACTORS)
    known_errors.write_workaround(chain.inoue, problem, workaround="Choose vpn1.", tested=False)
    known_errors.name_cause(chain.inoue, problem, kind=CauseKind.ROOT, text="A guess", category=CauseCategory.UNKNOWN)

    with pytest.raises(Invalid, match="Confirm the root cause"):
        known_errors.declare(chain.okada, problem)


def test_a_new_workaround_stands_in_the_article_too(chain):
    problem = chain.known_error()

    known_errors.write_workaround(chain.cast.nakano, problem, workaround="Choose vpn2.", tested=True)

    assert problem.article.current.resolution == "Choose vpn2."


def test_whoever_may_not_change_the_article_leaves_a_flag(chain, cast):
    problem = chain.known_error()
    hr = cast.hara.teams[0]
    articles.govern(THE_SYSTEM, problem.article, governance=Governance.COMPLIANCE, team=hr, reason="audit")

    known_errors.write_workaround(chain.inoue, problem, workaround="Choose vpn2.", tested=True)

    assert problem.article.current.resolution == "Choose vpn1."
    assert problem.number in problem.article.open_flags[0].text


def test_those_who_wait_read_the_workaround(chain, make):
    waiting, over = make.incident(), make.incident(state=IncidentState.CLOSED)
    problem = chain.known_error(waiting, over)

    known_errors.tell_workaround(chain.inoue, problem)

    assert [entry.text for entry in waiting.entries if entry.is_visible] == ["Choose vpn1."]
    assert waiting.active_uses[0].source is LinkSource.PROBLEM_PUSH
    assert over.entries == []


def test_a_fix_resolves_what_waited_for_it(chain, make, cast):
    held, other = make.incident(state=IncidentState.TRIAGE), make.incident(state=IncidentState.TRIAGE)
    states.hold(cast.mori, held, why=HoldReason.AWAITING_PROBLEM)
    states.hold(cast.mori, other, why=HoldReason.AWAITING_USER)
    problem = chain.known_error(held, other)

    solving.resolve(chain.inoue, problem, solution=solving.Solution(ResolutionCode.FIX_APPLIED, "The rule moved too"))

    assert (held.state, held.resolution_code) == (IncidentState.RESOLVED, IncidentCode.BY_PROBLEM)
    assert other.state is IncidentState.ON_HOLD
    assert problem.watched_until is not None


def test_an_open_change_keeps_a_fix_from_being_told(chain):
    problem = chain.known_error()
    solving.raise_change(chain.inoue, problem, proposal="Move the rule", reference="CHG-7")
    solution = solving.Solution(ResolutionCode.FIX_APPLIED, "Moved")

    with pytest.raises(Invalid, match="still open"):
        solving.resolve(chain.inoue, problem, solution=solution)
    solving.settle_change(chain.inoue, problem, problem.changes[0])
    solving.resolve(chain.inoue, problem, solution=solution)

    with pytest.raises(Invalid, match="still watched"):
        solving.close(chain.okada, problem)


def test_a_returned_change_leads_back_to_the_known_error(chain):
    problem = chain.known_error()
    solving.raise_change(chain.inoue, problem, proposal="Move the rule", reference="CHG-7")

    solving.return_change(chain.inoue, problem, reason="turned down")

    assert problem.state is State.KNOWN_ERROR


def test_a_merged_problem_gives_its_incidents_away(chain, make):
    one, two = make.incident(), make.incident()
    gone, stays = chain.problem(one, two), chain.problem(two)

    operations.merge(chain.inoue, gone, stays)

    assert {link.incident_id for link in stays.links} == {one.id, two.id}
    assert gone.state is State.DUPLICATE


def test_what_one_team_alone_may_know_does_not_mix(chain, make, cast):
    hr = cast.hara.teams[0]
    secret = make.incident(restricted_to=hr)
    problem = chain.problem(make.incident())

    with pytest.raises(Invalid):
        operations.gather(THE_SYSTEM, problem, secret)
    with pytest.raises(Invalid, match="no such incident"):
        operations.gather(chain.inoue, problem, secret)


def test_an_incident_that_is_restricted_later_takes_its_problem_and_article_along(chain, make, cast):
    incident = make.incident()
    problem = chain.known_error(incident)
    hr = cast.hara.teams[0]

    incidents.restrict(THE_SYSTEM, incident, team=hr, reason="pay")

    assert problem.restricted_to is hr
    assert problem.article.restricted_to_id == hr.id
    with pytest.raises(NotFound):
        queries.get(cast.nakano, problem.number)
    assert queries.get(cast.hara, problem.number) is problem


def test_a_problem_of_others_too_stays_theirs_and_forgets_the_restricted_one(chain, make, cast):
    incident, other = make.incident(), make.incident()
    problem = chain.problem(incident, other)

    incidents.restrict(THE_SYSTEM, incident, team=cast.hara.teams[0], reason="pay")

    assert [link.incident_id for link in problem.links] == [other.id]
    assert queries.get(cast.nakano, problem.number) is problem
    assert incident_queries.get(cast.hara, incident.number) is incident
