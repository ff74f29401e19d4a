"""A known fix ends the call: linked, resolved and taken back in one go; and what else was chosen beside the form."""

import pytest

from portal.articles.lifecycle import Audience
from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.verbs import Verb
from portal.search import rebuild
from portal.search.models import Deed, SearchEvent, SuggestionEvent
from tests.web.articles.pages import form_on, forms_on, send
from tests.web.incidents.test_intake import HTMX, SAID, ask, only_incident


@pytest.fixture
def article(make):
    found = make.article()
    rebuild.rebuild_all()
    return found


def deeds():
    traces.flush()
    return [(event.deed, event.rank, event.incident_id) for event in db.session.query(SuggestionEvent)]


def test_one_press_records_links_and_resolves(browse, cast, article):
    answer = send(browse("mori"), "/incidents/new", **SAID, resolve=f"{article.number} 2 high", asking="answer")

    incident = only_incident()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/incidents/{incident.number}")
    assert (incident.state, incident.first_contact, incident.priority) == (State.RESOLVED, True, 4)
    assert incident.category is article.category
    [use] = incident.active_uses
    assert (use.kind, use.source, use.rank, use.outcome) == (
        LinkKind.RESOLVES,
        LinkSource.INTAKE_SUGGESTION,
        2,
        Outcome.SOLVED,
    )
    assert (Deed.RESOLVED, 2, incident.id) in deeds()


def test_the_questions_of_a_call_lead_to_the_incident_that_came_of_it(browse, article):
    browser = browse("mori")
    for visit in ("mine", "another"):
        send(browser, "/incidents/new", **SAID, visit=visit, look="1")
    send(browser, "/incidents/new", **SAID, visit="mine")

    traces.flush()
    found = {event.visit: event.incident_id for event in db.session.query(SearchEvent)}
    assert found == {"mine": only_incident().id, "another": None}


def test_a_second_incident_of_the_same_sitting_leaves_the_first_one_its_questions(browse, article):
    browser = browse("mori")
    send(browser, "/incidents/new", **SAID, visit="mine", look="1")
    send(browser, "/incidents/new", **SAID, visit="mine")
    first = only_incident().id
    traces.flush()
    send(browser, "/incidents/new", **SAID, visit="mine")

    traces.flush()
    assert [event.incident_id for event in db.session.query(SearchEvent)] == [first]


def test_what_was_done_at_once_is_told_once(browse, article):
    send(browse("mori"), "/incidents/new", **SAID, resolve=f"{article.number} 1 high")

    told = [event.verb for event in db.session.query(Event).filter(Event.subject_kind == "incidents")]
    assert (told.count(Verb.RECORD_INCIDENT), told.count(Verb.RESOLVE_INCIDENT)) == (1, 1)


def test_it_can_be_taken_back_and_the_incident_stays_in_triage(browse, article):
    browser = browse("mori")
    answer = send(browser, "/incidents/new", **SAID, resolve=f"{article.number} 1 high")
    page = browser.get(answer.headers["Location"])
    undo = next(form for form in forms_on(page) if form.action.endswith("/undo"))

    assert browser.post(undo.action, data=undo.values).status_code == 303

    incident = only_incident()
    assert (incident.state, incident.resolved_at, incident.reopened) == (State.TRIAGE, None, 0)
    assert incident.active_uses == []


def test_what_was_chosen_by_the_agent_is_not_put_aside_for_the_articles(browse, article):
    form = form_on(browse("mori").get("/incidents/new"), "/incidents/new")
    upper = next(value for value in form.offered["category"] if value not in ("", str(article.category_id)))

    send(browse("mori"), "/incidents/new", **SAID, resolve=f"{article.number} 1 high", category=upper)

    assert str(only_incident().category_id) == upper


def test_twenty_presses_solve_one_incident(browse, article):
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")
    typed = form.with_changes({**SAID, "resolve": f"{article.number} 1 high"})

    answers = [browser.post("/incidents/new", data=typed) for _ in range(20)]

    assert {answer.headers["Location"] for answer in answers} == {f"/incidents/{only_incident().number}"}
    assert len(only_incident().uses) == 1


def test_what_is_linked_beside_the_form_is_linked_with_the_record(browse, article):
    browser = browse("mori")
    pressed = send(browser, "/incidents/new", **SAID, link=f"{article.number} 1 low")
    assert pressed.status_code == 200
    form = form_on(pressed, "/incidents/new")
    assert form.values["linked"] == [f"{article.number} 1 low"]
    assert db.session.query(Incident).count() == 0

    assert browser.post("/incidents/new", data=form.values).status_code == 303

    [use] = only_incident().active_uses
    assert (use.kind, use.article_id) == (LinkKind.REFERENCE, article.id)
    assert Deed.LINKED in {deed for deed, *_ in deeds()}


def test_a_second_press_takes_the_link_off(browse, article):
    form = form_on(
        send(
            browse("mori"), "/incidents/new", **SAID, linked=f"{article.number} 1 low", link=f"{article.number} 1 low"
        ),
        "/incidents/new",
    )

    assert "linked" not in form.values


def test_the_steps_are_sent_to_a_caller_who_may_read_them(browse, make, cast):
    article = make.article(audience=Audience.PUBLIC, resolution="1. Sign in anew.\n\n:::internal\nCall Sato\n:::\n")
    rebuild.rebuild_all()
    known = {"reporter": str(cast.abe.id), "symptom": SAID["symptom"]}

    send(browse("mori"), "/incidents/new", **known, sent=f"{article.number} 1 low")

    incident = only_incident()
    [entry] = incident.entries
    assert entry.is_visible
    assert "Sign in anew." in entry.text
    assert f"/faq/{article.number}" in entry.text
    assert "Sato" not in entry.text


def test_what_a_caller_may_not_read_is_not_sent(browse, article, cast):
    known = {"reporter": str(cast.abe.id), "symptom": SAID["symptom"]}

    answer = send(browse("mori"), "/incidents/new", **known, sent=f"{article.number} 1 low")

    assert answer.status_code == 422
    assert "The caller may not read" in answer.text
    assert db.session.query(Incident).count() == 0


def test_it_is_handled_together_with_another(browse, make):
    other = make.incident()

    assert send(browse("mori"), "/incidents/new", **SAID, parent=other.number).status_code == 303

    db.session.expire_all()
    assert [child.subject for child in other.children] == ["The VPN says error 691."]


def test_a_suggestion_that_does_not_fit_is_put_aside_and_remembered(browse, article):
    browser = browse("mori")

    answer = ask(browser, dismiss=f"{article.number} 1 low", asking="answer")

    assert "does not fit" in answer.text
    assert f'name="dismissed" value="{article.number} 1 low"' in answer.text
    assert Deed.DISMISSED in {deed for deed, *_ in deeds()}


def test_what_is_opened_is_remembered(browse, article):
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")
    told = {"csrf_token": form.values["csrf_token"], "deed": "opened", "asking": "answer"}

    assert browser.post("/_/suggest/told", data={**told, "article": f"{article.number} 3 low"}).status_code == 204
    assert browser.post("/_/suggest/told", data={**told, "article": "KB-999999 1 low"}).status_code == 204

    assert [(deed, rank) for deed, rank, _incident in deeds() if deed is Deed.OPENED] == [(Deed.OPENED, 3)]


def test_what_needs_others_is_recorded_and_handed_over(browse):
    answer = send(browse("mori"), "/incidents/new", **SAID, then="escalate")

    assert answer.headers["Location"] == f"/incidents/{only_incident().number}/escalate"


def test_where_nothing_is_known_an_article_is_begun_from_the_record(browse):
    answer = send(browse("mori"), "/incidents/new", **SAID, then="write")

    assert answer.headers["Location"] == f"/kb/new?incident={only_incident().number}"


def test_nothing_found_is_said(browse):
    rebuild.rebuild_all()

    answer = ask(browse("mori"))

    assert "No article fits" in answer.text
    assert "Write an article from this" in answer.text


def test_a_call_of_the_last_month_is_shown_with_the_caller(browse, make, cast):
    before = make.incident()

    answer = browse("mori").get(f"/_/callers?id={cast.abe.id}", headers=HTMX)

    assert before.number in answer.text
