"""The chain as one page, the card on an incident that begins it, and what waits for oneself."""

import pytest

from portal.accounts.models import Team
from portal.articles.lifecycle import Audience
from portal.kernel.db import db
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from tests.sending import send


@pytest.fixture
def whole(chain, cast):
    """A review whose cause became a known error with an article, an action and an issued report."""
    review = chain.review()
    action = chain.action(review)
    problem = chain.known_error(review.incident)
    report = reports.draft(cast.nakano, review.incident, kind=ReportKind.FINAL, reporter=cast.nakano)
    reports.issue(cast.imai, report)
    return review, action, problem, report


def test_each_end_of_the_chain_leads_to_all_the_rest(browse, whole):
    review, action, problem, report = whole
    incident, article = review.incident, problem.article
    browser = browse("mori")

    for start in (f"/incidents/{incident.number}", f"/problems/{problem.number}", f"/kb/{article.number}"):
        assert f"{start}/trace" in browser.get(start).text, start
        page = browser.get(f"{start}/trace").text
        for address in (
            f"/incidents/{incident.number}", f"/reviews/{review.number}", f"/problems/{problem.number}",
            f"/reports/{incident.number}?version={report.sequence}", f"/kb/{article.number}",
            f"/actions/{action.number}",
        ):  # fmt: skip
            assert f'href="{address}"' in page, (start, address)


def test_what_is_a_teams_is_in_nobody_elses_trace(browse, chain, cast, whole):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    for person in (cast.nakano, cast.mori, cast.imai, chain.endo, chain.okada, chain.inoue):
        chain.join(person, hr)
    hidden = chain.incident(restricted_to=hr)
    browser = browse("ueda")

    assert hidden.number not in browser.get(f"/problems/{whole[2].number}/trace").text
    assert browser.get(f"/incidents/{hidden.number}/trace").status_code == 404


def test_an_incident_shows_what_followed_and_only_ways_that_lead_on(browse, make, chain, whole):
    review, _action, problem, _report = whole
    done = browse("nakano").get(f"/incidents/{review.incident.number}").text
    fresh = make.incident()
    new = browse("nakano").get(f"/incidents/{fresh.number}").text
    auditor = browse("ono").get(f"/incidents/{fresh.number}").text

    for part in (review.number, problem.number, "Final report", "Raise problem"):
        assert part in done, part
    assert "Begin the review" not in done
    assert ("Begin the review" in new, "Write report" in new) == (False, True)
    assert "Review and problems" not in auditor


def test_a_review_is_begun_from_the_incident(browse, make, cast, chain):
    from portal.incidents import endings, states
    from portal.incidents.kinds import ResolutionCode
    from portal.incidents.priority import Impact, Urgency

    incident = make.incident()
    states.take(cast.mori, incident, person=cast.mori)
    fix = endings.Fix("Done", ResolutionCode.KNOWN_SOLUTION, impact=Impact.SMALL, urgency=Urgency.LOW)
    endings.resolve(cast.mori, incident, fix=fix)
    browser, page = browse("mori"), f"/incidents/{incident.number}"

    answer = send(browser, page, f"{page}/review")

    assert answer.location.startswith("/reviews/PIR-")
    assert "Begin the review" not in browser.get(page).text


def test_what_waits_for_oneself_is_on_one_page(browse, chain, cast, whole):
    review, action, problem, _report = whole
    from portal.actions import operations as actions

    actions.accept(cast.imai, action)
    reports.draft(cast.nakano, chain.incident(), kind=ReportKind.FIRST, reporter=cast.nakano)

    sato, imai, inoue, nakano = (browse(name).get("/me/work").text for name in ("sato", "imai", "inoue", "nakano"))

    assert action.title in sato
    assert not any("&lt;" in page for page in (sato, imai, inoue, nakano))
    assert "Reports to issue" in imai
    assert problem.statement in inoue
    assert review.number in nakano
    assert "Nothing waits for you" in browse("ono").get("/me/work").text
    assert browse("abe").get("/me/work").status_code == 403


@pytest.mark.parametrize(("login", "start"), [("okada", "/problems"), ("inoue", "/problems"), ("endo", "/reviews")])
def test_people_begin_where_their_work_is(browse, chain, login, start):
    assert browse(login).get("/").location == start


def test_an_article_that_readers_find_stands_at_the_end(browse, make, cast):
    article = make.article(cast.sato, audience=Audience.PUBLIC)

    assert f'href="/faq/{article.number}"' in browse("mori").get(f"/kb/{article.number}/trace").text
