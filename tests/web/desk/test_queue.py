"""The queue: each view shows what it says, the gravest first; one takes from the row, and never from somebody else."""

import re

import pytest

from portal.accounts.models import Team
from portal.incidents import states, timeline
from portal.incidents.lifecycle import State
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.web.articles.pages import form_on, send


@pytest.fixture
def work(make, cast):
    """One for each view, by the word that its symptom begins with."""
    found = {
        word: make.incident(symptom=f"{word} does not work.", state=state)
        for word, state in (("Fresh", None), ("Mine", None), ("Held", State.ON_HOLD), ("Done", State.RESOLVED))
    }
    states.take(cast.mori, found["Mine"], person=cast.mori)
    return found


def _shown(page, work):
    return {word for word in work if f"{word} does not work." in page}


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("", {"Fresh", "Held"}), ("unassigned", {"Fresh", "Held"}), ("mine", {"Mine"}), ("held", {"Held"}),
        ("waiting", {"Done"}), ("open", {"Fresh", "Mine", "Held"}), ("nonsense", {"Fresh", "Held"}),
    ],
)  # fmt: skip
def test_a_view_shows_what_it_says(browse, work, view, words):
    page = browse("mori").get(f"/desk?view={view}").text

    assert _shown(page, work) == words


def test_the_team_sees_what_lies_with_it(browse, work):
    assert _shown(browse("nakano").get("/desk?view=team").text, work) == {"Fresh", "Mine", "Held"}
    assert _shown(browse("hara").get("/desk?view=team").text, work) == set()


def test_the_counts_are_those_of_the_viewer(browse, make, cast, work):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    make.incident(symptom="Pay is wrong.", reporter=cast.hara, restricted_to=hr)

    counts = {
        login: re.findall(r"Unassigned <b>(\d+)</b>", browse(login).get("/desk").text) for login in ("mori", "hara")
    }

    assert counts == {"mori": ["2"], "hara": ["3"]}


def test_what_nobody_has_graded_comes_first_then_the_gravest_then_the_oldest(browse, make, cast):
    for word, impact in (("Small", Impact.SMALL), ("Large", Impact.LARGE), ("Later", Impact.LARGE)):
        incident = make.incident(symptom=f"{word} one.", state=State.TRIAGE)
        states.prioritize(cast.mori, incident, impact=impact, urgency=Urgency.HIGH)
    make.incident(symptom="Fresh one.")

    page = browse("mori").get("/desk").text

    places = [page.index(f"{word} one.") for word in ("Fresh", "Large", "Later", "Small")]
    assert places == sorted(places)


def test_one_is_taken_from_its_row_and_the_view_stays(browse, work):
    browser, number = browse("mori"), work["Fresh"].number
    address = f"/desk/{number}/take"

    answer = send(browser, "/desk?view=open", address)

    assert answer.location == "/desk?view=open"
    db.session.rollback()
    assert (work["Fresh"].state, work["Fresh"].assignee.login) == (State.TRIAGE, "mori")
    assert f"{number} is yours now." in browser.get(answer.location).text


def test_one_that_was_handed_over_is_for_the_team_it_was_handed_to(browse, make, cast):
    handed = make.incident(state=State.TRIAGE)
    states.escalate(cast.mori, handed, team=cast.nakano.teams[0], reason="firewall", tried="password")
    address = f"/desk/{handed.number}/take"

    assert address not in browse("mori").get("/desk").text
    send(browse("nakano"), "/desk", address)

    db.session.rollback()
    assert (handed.state, handed.assignee.login) == (State.INVESTIGATING, "nakano")


def test_one_that_somebody_has_taken_meanwhile_stays_theirs(browse, cast, work):
    browser, fresh = browse("nakano"), work["Fresh"]
    form = {"view": "unassigned"}
    sent = form_on(browser.get("/desk"), f"/desk/{fresh.number}/take").with_changes(form)
    states.take(cast.mori, fresh, person=cast.mori)

    answer = browser.post(f"/desk/{fresh.number}/take", data=sent)

    assert answer.status_code == 409
    assert "has taken it already" in answer.text
    db.session.rollback()
    assert fresh.assignee.login == "mori"


def test_words_narrow_the_view_and_an_empty_one_says_so(browse, work):
    browser = browse("mori")

    assert _shown(browser.get("/desk?view=open&q=Held").text, work) == {"Held"}
    assert "No incident fits these filters" in browser.get("/desk?q=qwertzuiop").text
    assert "Nothing lies with you" in browse("nakano").get("/desk?view=mine").text


def test_a_major_incident_stands_above_the_queue(browse, cast, work):
    states.declare_major(cast.imai, work["Held"], reason="All of sales")

    assert "Major incident: Held does not work." in browse("mori").get("/desk").text


def test_who_only_looks_on_has_nothing_to_take(browse, work):
    assert "/take" not in browse("ono").get("/desk").text


def test_a_message_of_the_caller_stands_out_until_it_is_answered(browse, work, cast):
    done = work["Done"]
    timeline.reply(done.reporter, done, text="It came back this morning.")

    for view in ("unanswered", "waiting"):
        page = browse("mori").get(f"/desk?view={view}").text
        assert (_shown(page, work), page.count("Message from the caller")) == ({"Done"}, 1)

    timeline.reply(cast.mori, done, text="We are looking into it.")

    page = browse("mori").get("/desk?view=unanswered").text
    assert (_shown(page, work), "Every message of a caller is answered" in page) == (set(), True)
    assert "Message from the caller" not in browse("mori").get("/desk?view=waiting").text


def test_what_was_resolved_since_needs_no_answer(browse, work, cast):
    fresh = work["Mine"]
    timeline.reply(fresh.reporter, fresh, text="Please be quick.")
    assert _shown(browse("mori").get("/desk?view=unanswered").text, work) == {"Mine"}

    with transaction():
        fresh.state, fresh.resolved_at = State.RESOLVED, clock.now()

    assert _shown(browse("mori").get("/desk?view=unanswered").text, work) == set()
