"""Reporting a problem: answers first where there are some, and never in the way."""

import io

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Vote
from portal.incidents import strangers
from portal.incidents.kinds import Channel
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.policy import ReportingPolicy
from portal.incidents.priority import Impact, Urgency
from portal.kernel import policies, traces
from portal.kernel.db import db
from portal.search import rebuild
from portal.search.models import Deed, SuggestionEvent
from tests.sending import filled, send, sent

HTMX = {"HX-Request": "true"}
HERE = {"Sec-Fetch-Site": "same-origin"}
SAID = {"symptom": "The VPN says error 691. Since today.", "urgency": "high", "impact": "medium"}
WHO = {"reporter_name": "Tanaka", "reporter_contact": "090-1234-5678"}


def fill(form, values):
    for name, value in values.items():
        form[name] = value


def reports():
    db.session.expire_all()
    return db.session.query(Incident).order_by(Incident.id).all()


def deeds():
    traces.flush()
    told = db.session.query(SuggestionEvent).filter(SuggestionEvent.deed != Deed.SHOWN).order_by(SuggestionEvent.id)
    return [(event.deed, event.rank) for event in told]


@pytest.fixture(autouse=True)
def _traces_wait(app, monkeypatch):
    monkeypatch.setattr(traces, "WAIT", 600.0)
    yield
    traces._buffer().take()


@pytest.fixture
def question(make):
    article = make.article(audience=Audience.PUBLIC)
    rebuild.rebuild_all()
    return article


def test_whoever_is_signed_in_reports_and_gets_the_number(browse, cast):
    answer = send(browse("abe"), "/report", **SAID)

    [incident] = reports()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/requests/{incident.number}?new=1")
    assert (incident.reporter_id, incident.channel, incident.state) == (cast.abe.id, Channel.PORTAL, State.NEW)
    assert incident.subject == "The VPN says error 691."
    page = browse("abe").get(answer.headers["Location"]).text
    assert "Your report has arrived." in page
    assert incident.number in page


def test_impact_and_urgency_are_the_reporters_words_and_the_desk_sets_the_priority(browse):
    send(browse("abe"), "/report", **SAID)

    [incident] = reports()
    assert (incident.impact, incident.urgency, incident.priority) == (Impact.MEDIUM, Urgency.HIGH, None)


def test_a_stranger_reports_without_a_cookie_and_learns_the_number_only(browse):
    browser = browse()
    form = filled(browser, "/report?lang=en", "/report?lang=en")
    fill(form, {**SAID, **WHO})

    answer = browser.post("/report?lang=en", data=form, headers=HERE)

    [incident] = reports()
    assert answer.headers["Location"] == f"/report/received/{incident.number}?lang=en"
    assert "Set-Cookie" not in answer.headers
    assert (incident.reporter_id, incident.reporter_name, incident.reporter_contact) == (
        None,
        "Tanaka",
        WHO["reporter_contact"],
    )
    page = browser.get(answer.headers["Location"])
    assert incident.number in page.text
    assert "error 691" not in page.text
    assert "Tanaka" not in page.text
    assert "/login" in browser.get(f"/requests/{incident.number}").headers["Location"]


def test_a_number_that_nobody_was_given_answers_alike(browse):
    answers = [browse().get(f"/report/received/INC-20200101-{number:03d}") for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert browse().get("/report/received/INC-1").status_code == 404


def test_a_stranger_says_who_it_is_and_keeps_what_was_typed(browse):
    answer = browse().post("/report", data=SAID, headers=HERE)

    assert answer.status_code == 422
    assert reports() == []
    for words in (SAID["symptom"], "Write your name.", "Write how the desk can reach you."):
        assert words in answer.text


def test_strangers_do_not_learn_what_services_there_are(browse):
    assert "Remote access" not in browse().get("/report").text
    assert "Remote access" in browse("abe").get("/report?lang=en").text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_report_from_another_site_is_refused(browse, headers):
    assert browse().post("/report", data={**SAID, **WHO}, headers=headers).status_code == 400
    assert reports() == []


def test_the_rules_may_ask_strangers_to_sign_in(browse):
    policies.change(THE_SYSTEM, policy=ReportingPolicy(strangers=False))

    for answer in (browse().get("/report"), browse().post("/report", data={**SAID, **WHO}, headers=HERE)):
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/login")
    assert reports() == []
    assert send(browse("abe"), "/report", **SAID).status_code == 303


def test_an_address_cannot_flood_the_desk(browse, monkeypatch):
    policies.change(THE_SYSTEM, policy=ReportingPolicy(strangers_an_hour=2))
    answers = [browse().post("/report", data={**SAID, **WHO}, headers=HERE) for _again in range(3)]
    elsewhere = browse().post("/report", data={**SAID, **WHO}, headers=HERE, environ_base={"REMOTE_ADDR": "10.9.8.7"})

    assert [answer.status_code for answer in (*answers, elsewhere)] == [303, 303, 429, 303]
    assert int(answers[2].headers["Retry-After"]) > 3000
    for words in (SAID["symptom"], "Many reports came from here", "Tanaka"):
        assert words in answers[2].text
    assert len(reports()) == 3
    assert send(browse("abe"), "/report", **SAID).status_code == 303

    later = strangers.clock.now() + strangers.WINDOW
    monkeypatch.setattr(strangers.clock, "now", lambda: later)
    assert browse().post("/report", data={**SAID, **WHO}, headers=HERE).status_code == 303


@pytest.mark.parametrize("who", ["abe", None])
def test_a_report_that_is_sent_twice_is_one(browse, who):
    browser = browse(who)
    form = filled(browser, "/report")
    fill(form, {**SAID, **({} if who else WHO)})

    first, second = (browser.post("/report", data=form, headers=HERE) for _again in range(2))

    [incident] = reports()
    place = f"/requests/{incident.number}" if who else f"/report/received/{incident.number}"
    assert first.headers["Location"].partition("?")[0] == second.headers["Location"].partition("?")[0] == place
    assert who or "Set-Cookie" not in second.headers


def test_files_come_along_and_the_reporter_sees_them(browse, cast):
    browser = browse("abe")
    form = filled(browser, "/report")
    fill(form, SAID)

    browser.post("/report", data={**form.to_dict(), "files": (io.BytesIO(b"what it said"), "screen.txt")})

    [incident] = reports()
    [attachment] = incident.attachments
    assert (attachment.file.name, attachment.is_visible) == ("screen.txt", True)
    assert browser.get(f"/requests/{incident.number}/files/{attachment.id}/screen.txt").data == b"what it said"
    assert "screen.txt" in browser.get(f"/requests/{incident.number}").text


def test_a_stranger_sends_a_file_too(browse):
    data = {**SAID, **WHO, "files": (io.BytesIO(b"what it said"), "screen.txt")}

    assert browse().post("/report", data=data, headers=HERE).status_code == 303
    assert [each.file.name for each in reports()[0].attachments] == ["screen.txt"]


BAD = [
    {"symptom": ""},
    {"symptom": " \n\t "},
    {"symptom": "あ" * 5_001},
    {"symptom": "\x00\x00"},
    {"symptom": "x\x00y"},
    {"urgency": ""},
    {"urgency": "worst"},
    {"impact": "\ud800".encode("utf-8", "surrogatepass")},
    {"service": "999999999999999999999"},
    {"occurred_at": "2199-01-01T00:00"},
    {"occurred_at": "yesterday"},
    {"reporter_contact": "x" * 1_000},
]


@pytest.mark.parametrize("wrong", BAD, ids=[str(number) for number in range(len(BAD))])
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(browse, wrong):
    browser = browse("abe")
    form = filled(browser, "/report")
    fill(form, {**SAID, "reporter_contact": "ext. 3421", **wrong})

    answer = browser.post("/report", data=form)

    assert answer.status_code == 422
    assert "data-error-summary" in answer.text
    assert reports() == []
    if "symptom" not in wrong:
        assert SAID["symptom"] in answer.text


def ask(browser, typed, **more):
    form = filled(browser, "/report")
    fill(form, {"symptom": typed, **more})
    return browser.post("/_/report/answers", data=form, headers={**HTMX, **HERE})


def test_answers_appear_with_all_steps(browse, question):
    for who in (None, "abe", "mori"):
        page = ask(browse(who), "VPN error 691").text
        for words in (
            "Cannot connect to the ",
            "Clear the stored password.",
            "This solved it",
            "This does not help",
        ):
            assert words in page, (who, words)


def test_only_what_the_reader_may_read_is_an_answer(browse, make):
    make.article(title="Kept within, VPN 691", confidence=Confidence.VALIDATED)
    make.article(title="For the company, VPN 691", audience=Audience.CUSTOMER)
    steps = "1. Clear it.\n\n:::internal\nAsk the vault\n:::\n"
    make.article(title="For everybody, VPN 691", audience=Audience.PUBLIC, resolution=steps)
    rebuild.rebuild_all()

    seen = {who: ask(browse(who), "VPN error 691").text for who in (None, "abe", "mori")}

    assert {who for who, page in seen.items() if "For everybody" in page} == {None, "abe", "mori"}
    assert {who for who, page in seen.items() if "For the company" in page} == {"abe", "mori"}
    assert not any("Kept within" in page or "Ask the vault" in page for page in seen.values())


def test_what_solves_it_ends_the_visit_and_nothing_is_reported(browse, question):
    for who in (None, "abe"):
        browser = browse(who)
        form = filled(browser, "/report?text=VPN error 691", "/report")
        answer = (
            sent(browser, "/report", form, solved=f"{question.number} 1 high")
            if who
            else browser.post("/report", data={**form.to_dict(), "solved": f"{question.number} 1 high"}, headers=HERE)
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, "/report/solved")
        assert "Good that it works again" in browser.get("/report/solved").text
    assert reports() == []
    assert deeds() == [(Deed.SOLVED, 1), (Deed.SOLVED, 1)]


def test_what_does_not_help_goes_and_the_text_stays_without_scripts_too(browse, question):
    browser = browse("abe")
    form = filled(browser, "/report?text=VPN error 691", "/report")
    fill(form, {"urgency": "low", "not_solved": f"{question.number} 1 high"})

    page = browser.post("/report", data=form)

    assert page.status_code == 200
    assert "VPN error 691" in page.text
    assert "Clear the stored password." not in page.text
    assert 'value="low" checked' in page.text
    assert f'name="dismissed" value="{question.number} 1 high"' in page.text
    assert reports() == []
    assert deeds() == [(Deed.NOT_SOLVED, 1)]


def test_nothing_is_told_of_an_article_that_the_reader_may_not_know(browse, make):
    hidden = make.article(confidence=Confidence.VALIDATED)

    for name in ("solved", "not_solved"):
        browse().post("/report", data={**SAID, "asking": "x", name: f"{hidden.number} 1 high"}, headers=HERE)

    assert deeds() == []


def test_reporting_is_never_hidden_behind_answers(browse, question):
    page = browse("abe").get("/report?text=VPN error 691").text

    assert page.index("Clear the stored password.") < page.rindex("Report this")
    assert "Report this" in browse("abe").get("/report").text


def test_without_the_header_the_fragment_leads_to_the_page(browse):
    assert browse().post("/_/report/answers", data=SAID, headers=HERE).headers["Location"] == "/report"


def test_a_no_carries_its_words_into_the_report_and_counts(browse, question):
    for who in (None, "abe"):
        browser = browse(who)
        assert f'formaction="/report?from={question.number}"' in browser.get(f"/faq/{question.number}").text
        form = filled(browser, f"/faq/{question.number}", f"/faq/{question.number}/vote")
        fill(form, {"helpful": "no", "comment": "The second step\nfails"})
        page = browser.post(f"/report?from={question.number}", data=form, headers=HERE)
        assert page.status_code == 200
        assert "The second step\nfails" in page.text
    traces.flush()
    assert [(vote.helpful, vote.reason) for vote in db.session.query(Vote)] == [(False, "The second step\nfails")] * 2
    assert reports() == []


def test_a_search_without_result_leads_to_the_report_with_its_words(browse):
    assert 'href="/report?text=qwertzuiop"' in browse().get("/faq/search?q=qwertzuiop").text
    assert filled(browse(), "/report?text=qwertzuiop", "/report")["symptom"].strip() == "qwertzuiop"


@pytest.mark.parametrize("text", ["%00", "%ff%fe", "a" * 20_000, "%F0%9F%92%A5"])
def test_odd_texts_in_the_address_do_no_harm(browse, text):
    assert browse().get(f"/report?text={text}").status_code == 200
