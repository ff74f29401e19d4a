"""The pages of problems: board, table, known errors, one problem, and every deed on it."""

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents import operations as incidents
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.problems import operations
from portal.problems.lifecycle import State
from portal.problems.models import Problem
from tests.chain import Chain
from tests.sending import filled, send, sent


@pytest.fixture
def chain(cast, make):
    chain = Chain(cast, make)
    with transaction():
        for person in db.session.query(User):
            person.language = "en"
    return chain


def _only():
    return db.session.query(Problem).order_by(Problem.id.desc()).first()


def test_the_board_has_a_column_for_each_stage(browse, chain, make):
    problem = chain.known_error(make.incident())
    other = chain.problem()

    page = browse("mori").get("/problems").text

    assert page.index(other.number) < page.index(problem.number)
    assert "1 incident in 30 days" in page
    assert problem.number in browse("mori").get("/known-errors").text
    assert other.number not in browse("mori").get("/known-errors").text


def test_the_board_is_narrowed_and_says_when_nothing_fits(browse, chain):
    problem = chain.problem()
    browser = browse("nakano")

    assert problem.number in browser.get("/problems?q=noon").text
    assert problem.number in browser.get("/problems?view=table&service=vpn").text
    assert problem.number not in browser.get("/problems?q=printer").text
    assert "No problem fits" in browser.get("/problems?q=printer").text
    assert "There are no known errors" in browser.get("/known-errors").text


def test_another_spelling_leads_to_the_address(browse, chain):
    problem = chain.problem()

    answer = browse("mori").get(f"/problems/{problem.number.lower()}")

    assert (answer.status_code, answer.location.endswith(problem.number)) == (308, True)


def test_a_problem_is_raised_from_an_incident_and_linked_to_it(browse, make):
    incident = make.incident()
    browser = browse("nakano")
    form = filled(browser, f"/problems/new?incident={incident.number}")
    assert form["statement"] == incident.subject

    answer = sent(browser, f"/problems/new?incident={incident.number}", form, owner="")

    assert answer.status_code == 303
    assert [link.incident for link in _only().links] == [incident]


def test_a_whole_way_by_its_pages(browse, chain, make, cast):
    coordinator, manager = browse("inoue"), browse("okada")
    incident = make.incident()
    assert send(coordinator, "/problems/new", statement="VPN drops", symptoms="691 at noon").status_code == 303
    problem = _only()
    at = f"/problems/{problem.number}"
    category = str(incident.category.id)

    steps = [
        (coordinator, "assess", {"category": category, "impact": "medium", "urgency": "high", "owner": chain.inoue.id}),
        (coordinator, "investigate", {"method": "five_whys"}),
        (coordinator, "incidents", {"incident": incident.number, "role": "cause"}),
        (coordinator, "causes", {"kind": "root", "text": "A list", "category": "configuration", "confirmed": "y"}),
        (coordinator, "workaround", {"workaround": "Choose vpn1.", "tested": "y"}),
        (manager, "declare", {}),
        (coordinator, "tell", {}),
        (coordinator, "changes", {"proposal": "Move the list", "reference": "CHG-1", "url": "", "planned_on": ""}),
        (coordinator, "notes", {"text": "The vendor agrees"}),
    ]
    for browser, deed, values in steps:
        page = at if deed in ("tell", "notes") else f"{at}/{deed}"
        assert send(browser, page, f"{at}/{deed}", **values).status_code == 303, deed
    db.session.expire_all()
    change = problem.changes[0].id
    assert send(coordinator, at, f"{at}/changes/{change}/settle").status_code == 303
    assert send(coordinator, f"{at}/resolve", code="fix_applied", fix="The list moved").status_code == 303
    assert send(manager, f"{at}/close", reason="").status_code == 422
    assert send(manager, f"{at}/close", reason="seen in the log").status_code == 303

    db.session.expire_all()
    assert problem.state is State.CLOSED
    page = manager.get(at).text
    for words in ("A list", "Choose vpn1.", "CHG-1", "The vendor agrees", incident.number, problem.article.number):
        assert words in page, words


def test_only_what_would_work_is_offered(browse, chain):
    problem = chain.problem()

    assert "Assess problem" in browse("inoue").get(f"/problems/{problem.number}").text
    assert "Assess problem" not in browse("mori").get(f"/problems/{problem.number}").text
    assert browse("mori").get(f"/problems/{problem.number}/assess").status_code == 403
    assert browse("inoue").get(f"/problems/{problem.number}/investigate").status_code == 409


def test_an_owner_who_left_is_told_of_on_the_board_and_on_the_page(browse, chain, make):
    problem = chain.known_error(make.incident())
    pages = ("/problems", f"/problems/{problem.number}")
    assert not any("not here any more" in browse("mori").get(page).text for page in pages)
    with transaction():
        problem.owner.retired_at = clock.now()

    assert all("井上 学" in (text := browse("mori").get(page).text) and "not here any more" in text for page in pages)


def test_two_editors_meet(browse, chain, cast):
    problem = chain.problem()
    browser = browse("inoue")
    form = filled(browser, f"/problems/{problem.number}/edit")
    operations.revise(cast.nakano, problem, outline=operations.Outline("Said by Nakano"))

    answer = sent(browser, f"/problems/{problem.number}/edit", form, statement="Said by Inoue")

    assert answer.status_code == 409
    assert "Said by Nakano" in answer.text
    assert "Said by Inoue" in answer.text


@pytest.mark.parametrize(
    ("deed", "values"),
    [
        ("edit", {"statement": ""}),
        ("edit", {"statement": "x" * 10_001}),
        ("assess", {"impact": "huge"}),
        ("causes", {"kind": "root", "text": "A list"}),
        ("causes", {"kind": "direct", "text": "a\0b"}),
        ("incidents", {"incident": "INC-20200101-001", "role": "cause"}),
        ("merge", {"other": "PRB-999999"}),
        ("notes", {"text": ""}),
        ("hold", {"reason": "", "resume_on": "never"}),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(browse, chain, deed, values):
    problem = chain.problem()

    at = f"/problems/{problem.number}"
    answer = send(browse("okada"), at if deed == "notes" else f"{at}/{deed}", f"{at}/{deed}", **values)

    assert answer.status_code == 422
    assert "error-summary" in answer.text or "error" in answer.text


def test_a_restricted_problem_does_not_exist_for_others(browse, chain, make, cast):
    incident = make.incident()
    problem = chain.known_error(incident)
    incidents.restrict(THE_SYSTEM, incident, team=cast.hara.teams[0], reason="pay")

    for address in (f"/problems/{problem.number}", f"/problems/{problem.number}/edit"):
        assert browse("okada").get(address).status_code == 404
    for address in ("/problems", "/problems?view=table", "/known-errors"):
        assert problem.number not in browse("okada").get(address).text
        assert problem.number in browse("hara").get(address).text


def test_an_accepted_risk_says_who_bears_it(browse, chain, cast):
    problem = chain.known_error()
    solution = {"code": "risk_accepted", "risk_reason": "rare", "risk_accepted_by": cast.imai.id}

    refused = send(browse("inoue"), f"/problems/{problem.number}/resolve", **solution)
    assert refused.status_code == 422
    assert "Choose a day to come" in refused.text
