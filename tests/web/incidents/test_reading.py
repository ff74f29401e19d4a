"""An incident as the desk reads it: rail, timeline, facts, and nothing that is not the reader's."""

from datetime import timedelta

import pytest

from portal.accounts.models import Team
from portal.accounts.system import THE_SYSTEM
from portal.incidents import endings, states, timeline
from portal.incidents.kinds import EntryKind, ResolutionCode
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.web.incidents.rail import steps_of
from portal.web.incidents.reading import told


def _steps(incident):
    return [step["state"] for step in steps_of(incident)]


def test_the_page_shows_what_is_the_matter_and_what_was_done(browse, make, cast):
    incident = make.incident()
    states.take(cast.mori, incident, person=cast.mori)
    timeline.note(cast.mori, incident, text="Reset the stored password", kind=EntryKind.WORK)
    timeline.reply(cast.mori, incident, text="Please try again")

    page = browse("mori").get(f"/incidents/{incident.number}").text

    for part in (
        "The VPN says error 691.",
        "Reset the stored password",
        "Please try again",
        "Desk only",
        "The caller sees it",
        "Take over",
        "Network",
        "In triage",
    ):
        assert part in page, part  # fmt: skip


def test_a_time_that_is_about_right_is_written_so(browse, make):
    incident = make.incident(occurred_at=clock.now() - timedelta(minutes=20), occurred_about=True)

    page = browse("mori").get(f"/incidents/{incident.number}").text

    assert ">about " in page
    assert "&lt;time" not in page


@pytest.mark.parametrize("spelling", ["inc-{day}-{n}", "INC-{day}-{n}", "Inc-{day}-00{n}"])
def test_another_spelling_leads_to_the_address_that_never_changes(browse, make, spelling):
    incident = make.incident()
    _inc, day, number = incident.number.split("-")

    answer = browse("mori").get(f"/incidents/{spelling.format(day=day, n=int(number))}?view=work")

    assert answer.status_code in (301, 302, 308)
    assert answer.location.endswith(f"/incidents/{incident.number}?view=work")


def test_the_rail_tells_what_did_not_apply(make, cast):
    incident = make.incident()
    assert _steps(incident) == ["current", *["todo"] * 6]
    states.take(cast.mori, incident, person=cast.mori)
    fix = endings.Fix("Done", ResolutionCode.KNOWN_SOLUTION, impact=Impact.SMALL, urgency=Urgency.LOW)
    endings.resolve(cast.mori, incident, fix=fix)

    assert _steps(incident) == ["done", "done", "done", "skip", "skip", "current", "todo"]


def test_a_restricted_incident_is_not_there_for_other_teams_and_its_notes_not_for_its_reporter(browse, make, cast):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    incident = make.incident(reporter=cast.nakano, restricted_to=hr)
    timeline.note(THE_SYSTEM, incident, text="Pay of the board")

    assert browse("hara").get(f"/incidents/{incident.number}").status_code == 200
    for login in ("mori", "nakano", "imai", "kato"):
        assert browse(login).get(f"/incidents/{incident.number}").status_code == 404, login


def test_a_correction_stands_beside_what_it_corrects(browse, make, cast):
    incident = make.incident()
    timeline.note(cast.mori, incident, text="Restarted node 1", kind=EntryKind.WORK)
    timeline.correct(cast.mori, incident.entries[0], text="Restarted node 2")

    page = browse("mori").get(f"/incidents/{incident.number}").text

    assert "<del>Restarted node 1</del>" in page
    assert page.index("Restarted node 2") < page.index("Restarted node 1")


def test_the_address_says_which_lines(browse, make, cast):
    incident = make.incident()
    timeline.note(cast.mori, incident, text="Looked at the gateway", kind=EntryKind.FINDING)
    timeline.reply(cast.mori, incident, text="We are looking into it")
    timeline.star(cast.mori, incident.entries[0], starred=True)

    shown = {
        view: browse("mori").get(f"/incidents/{incident.number}?view={view}").text
        for view in ("work", "contact", "starred", "x")
    }

    assert [("Looked at" in page, "We are looking" in page) for page in shown.values()] == [
        (True, False), (False, True), (True, False), (True, True),
    ]  # fmt: skip


def test_spans_are_told_as_people_say_them():
    spans = [told(timedelta(minutes=minutes)) for minutes in (-1, 1, 59, 61, 48 * 60)]

    assert spans == ["0 min", "1 min", "59 min", "1:01", "2 days"]


def test_the_list_narrows_and_says_so(browse, make, cast):
    mine = make.incident(symptom="The printer eats paper.")
    make.incident(symptom="No sound in meetings.")
    states.take(cast.mori, mine, person=cast.mori)
    browser = browse("mori")

    for query in ("q=printer", f"q={mine.number}", "state=triage", "assignee=me"):
        page = browser.get(f"/incidents?{query}").text
        assert "The printer eats paper." in page, query
        assert "No sound" not in page, query
    assert "No incident fits these filters" in browser.get("/incidents?q=qwertzuiop").text
    assert "No sound" in browser.get("/incidents?state=nonsense&priority=x&since=9999-99-99&sort=x&page=-1").text
