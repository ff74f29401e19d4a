"""Deeds on an incident over the wire: guards as sentences with what was typed, conflicts, undoing, and bad input."""

from datetime import timedelta

import pytest

from portal.accounts.models import Team
from portal.incidents import endings, operations
from portal.incidents.kinds import CancelReason, Decision, EntryKind
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.incidents.deeds import FIX
from tests.web.articles.pages import form_on, send

FIXED = {"resolution": "Restarted the gateway", "code": "workaround", "impact": "large", "urgency": "high"}


def again(incident):
    db.session.expire_all()
    return db.session.get(Incident, incident.id)


def at(incident, rest=""):
    return f"/incidents/{incident.number}{rest}"


def test_resolving_offers_to_undo_and_undoing_leads_back(browse, make, cast):
    incident, browser = make.incident(state=State.TRIAGE), browse("mori")

    assert send(browser, at(incident, "/resolve"), **FIXED).location == at(incident)

    page = browser.get(at(incident))
    assert form_on(page, at(incident, "/undo"))
    assert 'data-toast="10000"' in page.text
    assert (again(incident).state, incident.priority, incident.first_contact) == (State.RESOLVED, 1, True)
    browser.post(at(incident, "/undo"), data=form_on(page, at(incident, "/undo")).with_changes({}))
    assert (again(incident).state, incident.resolution, incident.reopened) == (State.TRIAGE, "", 0)


def test_it_can_be_too_late_to_undo(browse, make, cast, monkeypatch):
    incident, browser = make.incident(state=State.TRIAGE), browse("mori")
    send(browser, at(incident, "/resolve"), **FIXED)
    form = form_on(browser.get(at(incident)), at(incident, "/undo"))
    later = clock.now() + timedelta(seconds=20)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = browser.post(at(incident, "/undo"), data=form.with_changes({}))

    assert answer.status_code == 409
    assert "too late to undo" in answer.text
    assert again(incident).state is State.RESOLVED


def test_two_agents_resolve_at_once_and_nothing_is_lost(browse, make, cast):
    incident, second = make.incident(state=State.INVESTIGATING), browse("nakano")
    path = at(incident, "/resolve")
    form = form_on(second.get(path), path)
    assert send(browse("mori"), path, **FIXED).status_code == 303

    answer = second.post(path, data=form.with_changes({**FIXED, "resolution": "Replaced the cable"}))

    assert answer.status_code == 409
    assert form_on(answer, path).values["resolution"] == ["Replaced the cable"]
    told = ("is not possible now: the incident is “Resolved”", "Restarted the gateway", "saved while you were writing")
    for part in told:
        assert part in answer.text, part
    assert again(incident).resolution == "Restarted the gateway"
    # Sent again it is refused all the same, and still stands there.
    repeated = second.post(path, data=form_on(answer, path).with_changes({}))
    assert (repeated.status_code, form_on(repeated, path).values["resolution"]) == (409, ["Replaced the cable"])


def test_the_priority_follows_from_the_matrix_and_the_category_may_be_chosen_with_it(browse, make):
    incident, browser = make.incident(state=State.TRIAGE, category=None), browse("mori")
    path = at(incident, "/prioritize")
    page = browser.get(path)
    assert '<table class="matrix">' in page.text

    graded = {"impact": "large", "urgency": "medium"}
    refused = send(browser, path, **graded)
    assert refused.status_code == 422
    assert "Choose a category first." in refused.text
    offered = form_on(page, path).offered["category"]
    assert send(browser, path, **graded, category=offered[-1]).status_code == 303

    assert (again(incident).state, incident.priority) == (State.PRIORITIZED, 2)


def test_what_was_resolved_keeps_what_put_it_right(browse, make):
    incident, browser = make.incident(state=State.INVESTIGATING), browse("mori")
    more = {"temporary_measure": "Use the web client", "direct_cause": "An old list"}

    send(browser, at(incident, "/resolve"), **FIXED, **more)
    page = browser.get(at(incident)).text

    for part in ("Restarted the gateway", "Workaround", "Use the web client", "An old list"):
        assert part in page, part


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cause_unknown": None}, "Write the direct cause, or say that it is not known."),
        ({"decision": "none"}, "Say why no article is needed."),
        ({"decision": "link"}, "No article is linked yet."),
        ({"decision": "not_decided"}, "Choose one of the list."),
        ({"confirmation": "auto"}, "Choose one of the list."),
        ({"decision": None}, "What becomes knowledge:"),
    ],
)
def test_the_final_record_is_complete_or_it_is_said_what_lacks(browse, make, changes, sentence):
    incident, browser = make.incident(state=State.RESOLVED), browse("mori")
    whole = {"confirmation": "proxy", "cause_unknown": "y", "decision": "create"}

    refused = send(browser, at(incident, "/close"), **{**whole, **changes})

    assert (refused.status_code, again(incident).state) == (422, State.RESOLVED)
    assert sentence in refused.text
    assert send(browser, at(incident, "/close"), **whole).location == f"/kb/new?incident={incident.number}"
    assert (again(incident).state, incident.decision) == (State.CLOSED, Decision.CREATE)


def test_a_duplicate_names_the_incident_that_it_repeats(browse, make):
    first, incident, browser = make.incident(), make.incident(), browse("mori")
    path = at(incident, "/cancel")

    refused = send(browser, path, why="duplicate", parent="")
    assert "Choose the incident that it repeats." in refused.text
    assert "There is no such incident." in send(browser, path, why="duplicate", parent="INC-20200101-001").text
    spelled = first.number.lower().replace("-00", "-")
    assert send(browser, path, why="duplicate", parent=f"http://localhost/incidents/{spelled}").status_code == 303

    assert (again(incident).state, incident.parent.number) == (State.CANCELLED, first.number)
    assert incident.cancel_reason is CancelReason.DUPLICATE


def test_what_is_handled_together_is_resolved_together(browse, make, cast):
    parent, child = make.incident(state=State.INVESTIGATING), make.incident(state=State.TRIAGE)
    assert send(browse("mori"), at(child, "/join"), parent=parent.number).status_code == 303
    assert child.number in browse("mori").get(at(parent)).text

    send(browse("mori"), at(parent, "/resolve"), **FIXED)

    assert (again(child).state, child.resolution) == (State.RESOLVED, "Restarted the gateway")


def test_handing_over_asks_for_what_was_tried_and_tells_it(browse, make, cast):
    incident, browser = make.incident(state=State.TRIAGE), browse("mori")
    team = db.session.query(Team).filter_by(name_en="Network").one()
    path = at(incident, "/escalate")

    assert "Choose a team" in send(browser, path, team="", vendor="", reason="x", tried="y").text
    told = {"reason": "It needs the firewall", "tried": "A new password"}
    assert send(browser, path, team=team.id, **told).status_code == 303

    page = browser.get(at(incident)).text
    for part in ("Escalated", "→ Network", "It needs the firewall", "Tried so far: A new password"):
        assert part in page, part


def test_editing_keeps_everything_after_a_conflict(browse, make, cast):
    incident, second = make.incident(), browse("nakano")
    path = at(incident, "/edit")
    form = form_on(second.get(path), path)
    assert send(browse("mori"), path, symptom="It says 691 at noon", device="PC-1").status_code == 303

    answer = second.post(path, data=form.with_changes({"symptom": "It says 691 at night", "device": "PC-2"}))

    assert answer.status_code == 409
    assert form_on(answer, path).values["symptom"] == ["It says 691 at night"]
    for part in ("saved while you were writing", "It says 691 at noon", "PC-1"):
        assert part in answer.text, part
    assert second.post(path, data=form_on(answer, path).with_changes({})).status_code == 303
    assert again(incident).symptom == "It says 691 at night"


def test_the_composer_keeps_note_and_reply_apart(browse, make, cast):
    incident, browser = make.incident(), browse("mori")
    page, path = at(incident), at(incident, "/entries")
    when = f"{incident.occurred_at - timedelta(hours=1):%Y-%m-%dT%H:%M}+00:00"

    note = {"target": "within", "text": "Release 1.2", "kind": "detected", "who": "Release team", "starred": "y"}
    send(browser, page, path, **note, at=when)
    send(browser, page, path, target="caller", text="Please restart")

    first, second = again(incident).entries
    assert (first.kind, first.is_visible, first.is_starred, first.who) == (
        EntryKind.DETECTED, False, True, "Release team",
    )  # fmt: skip
    assert first.at < incident.logged_at
    assert (second.kind, second.is_visible) == (EntryKind.REPLY, True)


def test_a_caller_that_the_portal_does_not_know_is_not_written_to(browse, make):
    incident = make.incident(reporter=None, reporter_name="Someone", reporter_contact="080")
    path = at(incident, "/entries")

    assert send(browse("mori"), at(incident), path, target="caller", text="Hello").status_code == 422
    assert again(incident).entries == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "), ("text", "a\0b"), ("text", "\ud800"), ("text", "x" * 30_000), ("at", "2999-01-01T00:00"),
        ("at", "yesterday"), ("at", "0001-01-01T00:00"), ("at", "9999-12-31T23:59"), ("kind", "reply"),
        ("kind", "x"), ("target", "all"), ("who", "x" * 300),
    ],
)  # fmt: skip
def test_what_cannot_be_written_down_is_refused_and_stays_in_the_form(browse, make, field, value):
    incident, browser = make.incident(), browse("mori")
    sent = {"target": "within", "text": "Looked at it", "kind": "work", field: value.encode("utf-8", "surrogatepass")}

    answer = send(browser, at(incident), at(incident, "/entries"), **sent)

    assert answer.status_code == 422
    assert "Check what you entered" in answer.text
    assert again(incident).entries == []
    if field != "text":
        assert form_on(answer, at(incident, "/entries")).values["text"] == ["Looked at it"]


@pytest.mark.parametrize(("rest", "name"), [("/hold", "resume_on"), ("/resolve", "restored_at"), ("/assign", "person")])
@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", "0000-00-00", "1900-01-01", "２０２６"])
def test_absurd_values_are_refused_at_their_field(browse, make, rest, name, value):
    incident = make.incident(state=State.INVESTIGATING)
    filled = {**FIXED, "why": "awaiting_user", name: value}

    answer = send(browse("mori"), at(incident, rest), **filled)

    assert (answer.status_code, again(incident).state) == (422, State.INVESTIGATING)
    assert f'href="#{name}"' in answer.text


def test_an_entry_of_another_incident_is_not_there(browse, make, cast):
    first, second = make.incident(), make.incident()
    send(browse("mori"), at(first), at(first, "/entries"), target="within", text="Here")
    entry = again(first).entries[0].id

    assert browse("mori").get(at(second, f"/entries/{entry}/correct")).status_code == 404
    assert browse("mori").get(at(first, f"/entries/{entry}/correct")).status_code == 200
    assert send(browse("mori"), at(first), at(first, f"/entries/{entry}/star"), starred="1").status_code == 303
    assert again(first).entries[0].is_starred


def test_who_left_does_not_keep_others_from_editing(browse, make, cast):
    incident = make.incident()
    cast.abe.retired_at = clock.now()
    db.session.commit()

    assert send(browse("mori"), at(incident, "/edit"), device="PC-9").status_code == 303
    assert again(incident).device == "PC-9"


def test_whoever_may_not_is_told_who_may(browse, make):
    answer = browse("mori").get(at(make.incident(), "/declare-major"))

    assert answer.status_code == 403
    assert "Incident manager" in answer.text


def test_what_the_table_forbids_is_a_sentence(browse, make):
    answer = browse("mori").get(at(make.incident(), "/close"))

    assert answer.status_code == 409
    assert "“Close incident” is not possible now: the incident is “Recorded”." in answer.text


def test_a_child_that_was_undone_with_its_parent_stands_where_it_was(make, cast):
    parent, child = make.incident(state=State.INVESTIGATING), make.incident(state=State.TRIAGE)
    operations.join(cast.mori, child, parent)
    endings.resolve(cast.mori, parent, fix=FIX)
    endings.undo(cast.mori, parent)

    assert (again(parent).state, again(child).state) == (State.INVESTIGATING, State.TRIAGE)
    assert child.resolution_code is None


def test_a_caller_who_is_known_can_be_put_right(make, browse, cast):
    incident = make.incident()
    browser = browse("mori")
    page = send(browser, at(incident, "/edit"), change_caller="1", device="PC-9")
    form = form_on(page, at(incident, "/edit"))
    assert "reporter" not in form.values
    assert (form.values["reporter_name"], form.values["device"]) == ([incident.reporter.name], ["PC-9"])

    assert send(browser, at(incident, "/edit"), reporter=str(cast.emily.id)).status_code == 303
    db.session.expire_all()
    assert (incident.reporter, incident.reporter_name) == (cast.emily, "")


def test_whoever_called_stays_on_the_record_after_leaving(make, browse, cast):
    incident = make.incident()
    with transaction():
        cast.abe.retired_at = clock.now()

    assert send(browse("mori"), at(incident, "/edit"), device="PC-9").status_code == 303
    db.session.expire_all()
    assert (incident.reporter, incident.device) == (cast.abe, "PC-9")
