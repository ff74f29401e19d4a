"""The intake over the wire, as it works without scripts too: record, resolve, link, and every refusal."""

from io import BytesIO

import pytest

from portal.articles.models import ArticleType
from portal.incidents.kinds import Channel
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.search import rebuild
from tests.web.articles.pages import form_on, send

HTMX = {"HX-Request": "true"}
SAID = {"reporter_name": "Tanaka", "reporter_contact": "ext. 3421", "symptom": "The VPN says error 691. Since today."}


def only_incident():
    db.session.expire_all()
    return db.session.query(Incident).one()


def test_what_a_caller_says_is_recorded(browse, cast):
    answer = send(browse("mori"), "/incidents/new", **SAID)

    incident = only_incident()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/incidents/{incident.number}")
    assert incident.subject == "The VPN says error 691."
    assert (incident.channel, incident.state, incident.priority) == (Channel.PHONE, State.TRIAGE, 4)
    assert incident.assignee_id == cast.mori.id


def ask(browser, **typed):
    """What the page asks while one types."""
    form = form_on(browser.get("/incidents/new"), "/incidents/new")
    return browser.post("/_/suggest", data=form.with_changes({**SAID, **typed}), headers=HTMX)


def test_what_is_typed_finds_the_known_fix_with_its_steps(browse, make):
    article = make.article()
    rebuild.rebuild_all()

    answer = ask(browse("mori"))

    assert answer.status_code == 200
    for part in (article.number, "Clear the stored password.", "Not validated", "Agents only", "Alt 1", "<mark>"):
        assert part in answer.text, part
    assert db.session.query(Incident).count() == 0


def test_a_known_error_is_a_fix_too_so_nobody_is_told_that_nothing_fits(browse, make):
    article = make.article(type=ArticleType.KNOWN_ERROR)
    rebuild.rebuild_all()

    answer = ask(browse("mori"))

    assert article.number in answer.text
    assert "No article fits" not in answer.text
    assert answer.text.index('id="known-errors"') < answer.text.index('id="fixes"')


def test_without_scripts_the_suggestions_come_by_a_button_and_nothing_is_saved(browse, make):
    article = make.article()
    rebuild.rebuild_all()

    page = send(browse("mori"), "/incidents/new", **SAID, look="1")

    assert page.status_code == 200
    assert article.number in page.text
    assert form_on(page, "/incidents/new").values["symptom"] == [SAID["symptom"]]
    assert db.session.query(Incident).count() == 0


def test_files_come_along(browse, cast):
    typed = {**SAID, "files": (BytesIO(b"2026-11-24 ERROR"), "log.txt")}

    assert send(browse("mori"), "/incidents/new", **typed).status_code == 303

    [attachment] = only_incident().attachments
    assert (attachment.file.name, attachment.is_visible) == ("log.txt", False)


def test_files_have_to_be_chosen_anew_after_a_refusal(browse):
    typed = {**SAID, "reporter_contact": "", "files": (BytesIO(b"2026-11-24 ERROR"), "log.txt")}

    answer = send(browse("mori"), "/incidents/new", **typed)

    assert answer.status_code == 422
    assert "Choose these files once more: log.txt" in answer.text


def test_without_the_header_the_fragment_leads_to_the_page(browse):
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")

    assert browser.post("/_/suggest", data=form.with_changes(SAID)).headers["Location"] == "/incidents/new"
    assert browser.get("/_/callers").headers["Location"] == "/incidents/new"


@pytest.mark.parametrize("typed", ["もり", "モリ", "ﾓﾘ", "mori", "森", "森健太", "もりけんた"])
def test_a_caller_is_found_by_any_spelling(browse, cast, typed):
    answer = browse("mori").get("/_/callers", query_string={"reporter_name": typed}, headers=HTMX)

    assert f"caller-{cast.mori.id}" in answer.text


def test_a_misspelled_word_finds_the_fix_and_is_said(browse, make):
    article = make.article(title="Printer is jammed")
    rebuild.rebuild_all()

    page = ask(browse("mori"), symptom="The Pritner is jammed again").text

    assert article.number in page
    assert "“Pritner” stands nowhere; “printer” was looked for." in page
    assert "<mark>Pritner</mark> → Printer" in page
