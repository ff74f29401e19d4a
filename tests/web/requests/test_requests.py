"""One's own reports: what waits on top, the conversation without what is within, and what one answers."""

import io

import pytest

from portal.accounts.models import Team
from portal.articles.lifecycle import Audience, Confidence
from portal.incidents import endings, knowledge, operations, states, timeline
from portal.incidents.kinds import CancelReason, HoldReason, LinkSource
from portal.incidents.lifecycle import State
from portal.incidents.operations import Details
from portal.kernel.db import db
from tests.incidents.deeds import FIX
from tests.sending import filled, send


@pytest.fixture
def report(cast):
    def reported(by=None, symptom="The VPN says error 691"):
        return operations.report(by or cast.abe, details=Details(symptom))

    return reported


def at_work(cast, incident, category=None):
    states.take(cast.mori, incident, person=cast.mori)
    return incident


def state_of(incident):
    db.session.expire_all()
    return incident.state


def test_an_empty_list_says_how_to_report(browse):
    page = browse("abe").get("/requests").text

    assert "There are no requests" in page
    assert 'href="/report"' in page
    assert "Nothing is finished yet" in browse("abe").get("/requests?view=ended").text


def test_only_the_own_ones_are_listed(browse, report, cast):
    report(symptom="Mine alone")
    report(cast.emily, symptom="Of somebody else")

    page = browse("abe").get("/requests").text

    assert "Mine alone" in page
    assert "Of somebody else" not in page


def test_what_waits_for_me_stands_on_top_and_is_counted(browse, make, cast, report):
    asked, _resolved = (
        make.incident(symptom="Was asked about"),
        make.incident(symptom="Said to work", state=State.RESOLVED),
    )
    states.hold(cast.mori, asked, why=HoldReason.AWAITING_USER)
    report(symptom="Just reported")
    parts = make.incident(symptom="Waits for parts")
    states.hold(cast.mori, parts, why=HoldReason.AWAITING_PARTS)

    page = browse("abe").get("/requests").text

    places = [page.index(words) for words in ("Said to work", "Was asked about", "Waits for parts", "Just reported")]
    assert places == sorted(places)
    assert '<b class="waiting">2<' in page
    assert "Waiting for your answer" in page
    assert "Waiting for something else" in page


def test_many_are_paged_and_the_finished_have_a_view_of_their_own(browse, make, report):
    for number in range(23):
        report(symptom=f"Report {number:02d}")
    make.incident(symptom="Long closed", state=State.CLOSED)

    first, second = browse("abe").get("/requests").text, browse("abe").get("/requests?page=2").text

    assert "Report 22" in first
    assert "Report 02" not in first
    assert "Report 02" in second
    assert "Long closed" not in first + second
    assert "Long closed" in browse("abe").get("/requests?view=ended").text


def test_the_conversation_leaves_out_what_is_within(browse, cast, report):
    incident = at_work(cast, report())
    timeline.note(cast.mori, incident, text="Caller seems tired")
    timeline.reply(cast.mori, incident, text="Which version is it?")
    timeline.reply(cast.abe, incident, text="Version 5")
    wrong = incident.entries[1]
    timeline.correct(cast.mori, wrong, text="Which version of the client is it?")

    page = browse("abe").get(f"/requests/{incident.number}").text

    for words in ("error 691", "Which version of the client is it?", "Version 5", "森 健太"):
        assert words in page, words
    assert "Caller seems tired" not in page
    assert "Which version is it?" not in page


def test_what_the_desk_wrote_about_the_fix_stays_within(browse, cast, make):
    """The resolution is copied from an article that may be for agents alone."""
    inside = make.article(title="Secret way", resolution="1. Open the vault.", confidence=Confidence.VALIDATED)
    incident = make.incident(state=State.TRIAGE)
    knowledge.resolve_with(
        cast.mori, incident, inside, source=LinkSource.MANUAL_SEARCH, impact=FIX.impact, urgency=FIX.urgency
    )

    page = browse("abe").get(f"/requests/{incident.number}").text

    assert "Open the vault" not in page
    assert "Secret way" not in page
    assert "Does it work again?" in page


def test_a_fix_that_the_reporter_may_read_is_named(browse, cast, make):
    public = make.article(audience=Audience.CUSTOMER)
    incident = make.incident(state=State.TRIAGE)
    knowledge.resolve_with(
        cast.mori, incident, public, source=LinkSource.MANUAL_SEARCH, impact=FIX.impact, urgency=FIX.urgency
    )

    assert f'href="/faq/{public.number}"' in browse("abe").get(f"/requests/{incident.number}").text


@pytest.mark.parametrize("rest", ["", "/reply", "/not-fixed", "/withdraw"])
def test_a_report_of_somebody_else_is_as_if_it_were_not_there(browse, report, cast, rest):
    incident = report()
    states.take(cast.mori, incident, person=cast.mori)

    for who in ("emily", "mori", "kato"):
        browser = browse(who)
        answers = [browser.get(f"/requests/{number}{rest}") for number in (incident.number, "INC-20200101-001")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].data.replace(incident.number.encode(), b"") == answers[1].data.replace(
            b"INC-20200101-001", b""
        )


def test_an_agent_sees_the_own_report_and_a_restricted_one_stays_with_its_reporter(browse, report, cast):
    mine, hidden = report(cast.mori, "Of an agent"), report(symptom="About my pay")
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    operations.restrict(cast.hara, hidden, team=hr, reason="pay")

    assert browse("mori").get(f"/requests/{mine.number}").status_code == 200
    assert "About my pay" in browse("abe").get(f"/requests/{hidden.number}").text
    assert browse("mori").get(f"/requests/{hidden.number}").status_code == 404


def test_a_reply_reaches_the_desk_with_its_file(browse, report, cast):
    incident = at_work(cast, report())
    browser, path = browse("abe"), f"/requests/{incident.number}"
    form = filled(browser, path, f"{path}/reply")
    form["text"] = "It says 691 still"

    answer = browser.post(f"{path}/reply", data={**form.to_dict(), "files": (io.BytesIO(b"log"), "a.log")})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}#talk")
    page = browse("mori").get(f"/incidents/{incident.number}").text
    assert "It says 691 still" in page
    assert "a.log" in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 5_001, "a\x00b"])
def test_a_reply_that_says_nothing_or_too_much_is_refused_with_its_text(browse, report, text):
    path = f"/requests/{report().number}"

    answer = send(browse("abe"), path, f"{path}/reply", text=text)

    assert answer.status_code == 422
    assert "data-error-summary" in answer.text


def test_the_answer_that_was_waited_for_lets_the_work_go_on(browse, report, cast):
    incident = at_work(cast, report())
    states.hold(cast.mori, incident, why=HoldReason.AWAITING_USER)
    timeline.reply(cast.mori, incident, text="Which version?")
    assert state_of(incident) is State.ON_HOLD

    send(browse("abe"), f"/requests/{incident.number}", f"/requests/{incident.number}/reply", text="Version 5")

    assert state_of(incident) is State.TRIAGE
    assert incident.holds[0].ended_at is not None


def test_a_word_meanwhile_does_not_end_another_wait_nor_a_resolution(browse, report, cast, make):
    parts, resolved = at_work(cast, report()), make.incident(state=State.RESOLVED)
    states.hold(cast.mori, parts, why=HoldReason.AWAITING_PARTS)

    for incident in (parts, resolved):
        send(browse("abe"), f"/requests/{incident.number}", f"/requests/{incident.number}/reply", text="Any news?")

    assert (state_of(parts), state_of(resolved)) == (State.ON_HOLD, State.RESOLVED)


def test_yes_closes_it(browse, make, cast):
    incident = make.incident(state=State.RESOLVED)
    path = f"/requests/{incident.number}"

    answer = send(browse("abe"), path, f"{path}/confirm")

    assert (answer.status_code, state_of(incident)) == (303, State.CLOSED)
    assert incident.user_confirmed_at is not None
    page = browse("abe").get(path).text
    assert "You said that it works" in page
    assert "/confirm" not in page
    assert "/reply" not in page


def test_not_yet_sends_it_back_to_work_with_the_reason(browse, make):
    incident = make.incident(state=State.RESOLVED)
    path = f"/requests/{incident.number}/not-fixed"

    assert send(browse("abe"), path, reason=" ").status_code == 422
    assert state_of(incident) is State.RESOLVED
    assert send(browse("abe"), path, reason="Still error 691").status_code == 303
    assert (state_of(incident), incident.reopened) == (State.INVESTIGATING, 1)
    assert "Still error 691" in browse("abe").get(f"/requests/{incident.number}").text


def test_the_desks_own_reasons_stay_within(browse, make, cast):
    incident = make.incident(state=State.RESOLVED)
    endings.contradict(cast.mori, incident, reason="He always says so")
    states.cancel(cast.mori, incident, why=CancelReason.MISTAKE, reason="A prank")

    page = browse("abe").get(f"/requests/{incident.number}").text

    assert "It is being worked on again" in page
    assert "The desk has ended it" in page
    assert "He always says so" not in page
    assert "A prank" not in page


def test_a_resolution_that_was_undone_is_not_told(browse, make, cast):
    incident = make.incident(state=State.TRIAGE)
    endings.resolve(cast.mori, incident, fix=FIX)
    assert "The desk says that it is fixed" in browse("abe").get(f"/requests/{incident.number}").text
    endings.undo(cast.mori, incident)

    assert "The desk says that it is fixed" not in browse("abe").get(f"/requests/{incident.number}").text


def test_a_report_is_taken_back(browse, report):
    incident = report()

    assert send(browse("abe"), f"/requests/{incident.number}/withdraw", reason="I rebooted").status_code == 303
    assert state_of(incident) is State.CANCELLED
    page = browse("abe").get(f"/requests/{incident.number}").text
    assert "Taken back" in page
    assert "I rebooted" in page


def test_what_was_typed_stays_when_the_desk_went_on_meanwhile(browse, make, cast):
    incident = make.incident(state=State.RESOLVED)
    browser, path = browse("abe"), f"/requests/{incident.number}"
    forms = {
        rest: filled(browser, f"{path}{page}", f"{path}{rest}")
        for page, rest in (("", "/reply"), ("/not-fixed", "/not-fixed"))
    }
    endings.confirm(cast.abe, incident)

    for rest, name in (("/reply", "text"), ("/not-fixed", "reason")):
        forms[rest][name] = "My very words"
        answer = browser.post(f"{path}{rest}", data=forms[rest])
        assert answer.status_code == 409, rest
        assert "My very words" in answer.text, rest


def test_sent_twice_is_once(browse, report):
    incident = report()
    browser, path = browse("abe"), f"/requests/{incident.number}"
    form = filled(browser, path, f"{path}/reply")
    form["text"] = "Only once"

    answers = [browser.post(f"{path}/reply", data=form) for _again in range(3)]

    db.session.expire_all()
    assert [answer.status_code for answer in answers] == [303] * 3
    assert answers[2].headers["Location"] == path
    assert [entry.text for entry in incident.entries] == ["Only once"]


@pytest.mark.parametrize("number", ["%00", "INC-1", "inc-99999999-999999999", "a" * 3_000, "KB-000001"])
def test_numbers_of_nothing_are_not_found(browse, number):
    assert browse("abe").get(f"/requests/{number}").status_code == 404


def test_end_users_find_their_pages_in_the_top_bar(browse):
    stranger, abe = browse().get("/faq/").text, browse("abe").get("/faq/").text

    assert 'href="/report"' in stranger
    assert 'href="/requests"' not in stranger
    assert 'href="/report"' in abe
    assert 'href="/requests"' in abe
    assert "/requests" in browse("mori").get("/incidents").text
