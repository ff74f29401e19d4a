"""Actions as people work with them: the list, one action, each deed, and what is refused."""

from datetime import timedelta

import pytest

from portal.accounts.models import Team
from portal.actions import operations, queries
from portal.actions.kinds import ActionType, Source
from portal.actions.lifecycle import State
from portal.actions.operations import Plan, Serves
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from portal.kernel.transaction import transaction
from tests.sending import filled, send, sent


@pytest.fixture
def act(make, cast):
    """An action on an incident; `late` puts its date back, as time does."""

    def propose(title="Watch memory for eight hours", *, late=0, accept=True, **more):
        incident = make.incident(**{key: more.pop(key) for key in ("restricted_to", "reporter") if key in more})
        due = site_day(clock.now()) + timedelta(days=10)
        plan = Plan(**{"title": title, "type": ActionType.TEST, "owner": cast.sato, "due_on": due, **more})
        serves = Serves(Source.INCIDENT, incident.id, incident.number, incident.restricted_to)
        action = operations.propose(
            cast.imai if incident.restricted_to is None else cast.hara, serves=serves, plan=plan
        )
        if accept:
            operations.accept(cast.imai, action)
        if late:
            with transaction():
                action.due_on = site_day(clock.now()) - timedelta(days=late)
        return action

    return propose


def _again(action):
    db.session.expire_all()
    return action


def test_one_is_proposed_from_an_incident_and_told_where_it_comes_from(browse, make, cast):
    incident = make.incident()
    browser = browse("mori")

    answer = send(
        browser, f"/incidents/{incident.number}/actions/new", title="Ask everybody to be careful", type="process",
        weight="must", owner=str(cast.sato.id), due_on="2027-03-01", milestone="next release",
    )  # fmt: skip

    [action] = queries.of(cast.mori, Source.INCIDENT, incident.id)
    assert answer.location == f"/actions/{action.number}"
    page = browser.get(answer.location).text
    for part in (incident.number, "<mark>be careful</mark>", "Nobody can check “be careful”", "next release", "Must"):
        assert part in page, part


def test_what_is_wrong_stands_at_the_field_and_the_words_stay(browse, make, cast):
    incident = make.incident()
    browser, page = browse("mori"), f"/incidents/{incident.number}/actions/new"
    right = {"title": "Watch memory", "type": "test", "weight": "must", "owner": "", "due_on": "", "description": "x"}

    for wrong, said in (
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 201}, "Use at most 200 characters."),
        ({"title": "a\0b"}, "cannot be stored"),
        ({"due_on": "2020-01-01"}, "This day is over."),
        ({"due_on": "soon"}, "Not a valid date value."),
        ({"owner": "999999"}, "Choose one of the list."),
        ({"type": "magic"}, "Choose one of the list."),
        ({"description": "y" * 10_001}, "This is too long. Shorten it."),
    ):
        answer = send(browser, page, **{**right, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text, wrong
        assert "aria-invalid" in answer.text, wrong
    assert queries.of(cast.mori, Source.INCIDENT, incident.id) == []


def test_somebody_outside_the_team_cannot_be_asked_about_what_is_restricted(browse, make, cast):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    incident = make.incident(reporter=cast.hara, restricted_to=hr)

    answer = send(
        browse("hara"), f"/incidents/{incident.number}/actions/new", title="Change the run of pay", type="process",
        weight="must", owner=str(cast.sato.id), due_on="2027-03-01",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "may not know of this" in answer.text


def test_the_list_has_views_words_and_pages(browse, act, cast):
    late = act("Rotate the certificates", late=3)
    act("Teach the load test about memory", accept=False)
    done = act("Write the runbook down")
    operations.complete(cast.sato, done, evidence="KB-000001")
    browser = browse("sato")

    shown = {view: browser.get(f"/actions?view={view}").text for view in ("mine", "overdue", "proposed", "done")}

    assert [("Rotate" in page, "Teach" in page, "runbook" in page) for page in shown.values()] == [
        (True, False, False), (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert 'class="danger bold"' in shown["overdue"]
    assert "Rotate" in browser.get(f"/actions?view=due&q={late.source_number}").text
    assert "No action has these words" in browser.get("/actions?q=qwertzuiop").text
    assert browser.get("/actions?view=nonsense&page=-1").status_code == 200


def test_the_side_bar_counts_what_is_late_and_mine(browse, act):
    act(late=1)

    assert '<b data-tone="danger">1</b>' in browse("sato").get("/actions").text
    assert '<b data-tone="danger">' not in browse("mori").get("/actions").text


def test_an_action_goes_its_way_to_the_checked_effect(browse, act, cast):
    action = act("Watch memory", accept=False, owner=None, due_on=None)
    at = f"/actions/{action.number}"
    imai, sato = browse("imai"), browse("sato")

    refused = send(imai, f"{at}/accept")
    assert (refused.status_code, "Choose one person." in refused.text) == (422, True)
    send(imai, f"{at}/accept", owner=str(cast.sato.id), due_on="2027-03-01")
    assert _again(action).state is State.OPEN
    assert "Accept action" not in sato.get(at).text
    send(sato, at, f"{at}/start")
    send(sato, f"{at}/extend", due_on="2027-04-01", reason="The vendor is late")
    send(sato, f"{at}/complete", evidence="The test of 1 April")
    assert sato.get(f"{at}/verify").status_code == 403

    with transaction():
        cast.nakano.granted_roles = [*cast.nakano.granted_roles, "facilitator"]
    nakano = browse("nakano")
    send(nakano, f"{at}/not-effective", reason="It ends too early")
    assert "It ends too early" in sato.get(at).text
    send(sato, f"{at}/complete", evidence="Eight hours now")
    send(nakano, f"{at}/verify", verification="Read the curve", effect="effective")

    assert _again(action).state is State.VERIFIED
    page = sato.get(at).text
    for part in ("The vendor is late", "Eight hours now", "Read the curve", "It works"):
        assert part in page, part


@pytest.mark.parametrize("verb", ["reject", "cancel"])
def test_it_ends_with_a_reason(browse, act, verb):
    action = act(accept=False)
    browser, page = browse("imai"), f"/actions/{action.number}/{verb}"

    assert send(browser, page).status_code == 422
    send(browser, page, reason="Not worth it")

    assert "Not worth it" in browser.get(f"/actions/{action.number}").text
    assert browser.get(page).status_code == 409


def test_it_is_handed_on_only_to_an_address(browse, act):
    action = act()
    browser, page = browse("sato"), f"/actions/{action.number}/transfer"

    for url in ("javascript:alert(1)", "tracker", "https://"):
        assert send(browser, page, url=url).status_code == 422, url
    send(browser, page, url="https://tracker.example/7")

    assert 'href="https://tracker.example/7"' in browser.get(f"/actions/{action.number}").text


def test_the_date_of_what_is_promised_moves_only_with_a_reason(browse, act):
    action = act()
    browser, at = browse("sato"), f"/actions/{action.number}"

    changed = send(browser, f"{at}/edit", due_on="2027-09-09")
    earlier = send(browser, f"{at}/extend", due_on="2026-01-01", reason="x")

    assert (changed.status_code, "Move the date with a reason" in changed.text) == (422, True)
    assert (earlier.status_code, "Choose a date after the present one." in earlier.text) == (422, True)


def test_two_people_at_once_lose_nothing(browse, act):
    action = act(accept=False)
    browser, page = browse("nakano"), f"/actions/{action.number}/edit"
    form = filled(browser, page)
    send(browse("mori"), page, title="Watch memory and disks")

    answer = sent(browser, page, form, title="Watch memory and handles")

    assert answer.status_code == 409
    assert "Watch memory and disks" in answer.text
    assert "Watch memory and handles" in answer.text


def test_an_owner_who_left_is_named_and_cannot_promise(browse, act, cast):
    action = act(accept=False)
    with transaction():
        cast.sato.retired_at = clock.now()

    assert "is not here any more" in browse("imai").get(f"/actions/{action.number}").text
    answer = send(browse("imai"), f"/actions/{action.number}/accept")
    assert answer.status_code == 422


def test_the_action_of_a_restricted_incident_is_for_its_team_alone(browse, act, cast):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    action = act("Change the run of pay", restricted_to=hr, reporter=cast.hara, owner=cast.hara, accept=False)

    assert browse("hara").get(f"/actions/{action.number}").status_code == 200
    for login in ("mori", "imai", "ono", "kato"):
        assert browse(login).get(f"/actions/{action.number}").status_code == 404, login
        assert "Change the run of pay" not in browse(login).get("/actions?view=proposed").text, login


@pytest.mark.parametrize("spelling", ["act-{n:06d}", "Act-{n:06d}"])
def test_another_spelling_leads_to_the_address_that_never_changes(browse, act, spelling):
    action = act()
    n = int(action.number.removeprefix("ACT-"))

    answer = browse("mori").get(f"/actions/{spelling.format(n=n)}")

    assert answer.location.endswith(f"/actions/{action.number}")
