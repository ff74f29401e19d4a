"""Reports as people read and write them: the sheet, its versions and editions, what is copied, what is refused."""

import re

import pytest

from portal.accounts.models import Team
from portal.articles.lifecycle import Audience
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.reports import operations
from portal.reports.kinds import ReportKind, ReportState
from tests.sending import filled, send, sent


@pytest.fixture
def draft(chain, cast):
    """The first version of a grave incident's report, by Nakano."""

    def begin(*, issued=False, audience=Audience.WITHIN, kind=ReportKind.FINAL, review=None):
        review = review or chain.review()
        chain.action(review)
        report = operations.draft(cast.nakano, review.incident, kind=kind, reporter=cast.nakano, audience=audience)
        return operations.issue(cast.imai, report) if issued else report

    return begin


def test_the_sheet_has_the_twelve_fields_in_their_order(browse, draft):
    report = draft(issued=True)

    page = browse("mori").get(f"/reports/{report.incident.number}").text

    labels = (
        *("Control number", "Date of report", "Reporter", "Occurred at", "Restored at", "Summary of the incident"),
        *("Scope of impact", "Cause", "Course of action (timeline)", "Stop-gap measure"),
        *("Permanent measures (prevention)", "People concerned"),
    )
    places = [page.index(f'<th scope="row">{label}') for label in labels]
    assert places == sorted(places)
    for part in ("The process stopped answering.", "Step 3 (duty)", "今井 直子", "Written", "Approval", "Final report"):
        assert part in page, part


def test_it_is_begun_written_in_both_languages_and_issued(browse, chain, cast):
    review = chain.review()
    chain.action(review)
    number = review.incident.number
    nakano, imai = browse("nakano"), browse("imai")

    begun = send(nakano, f"/reports/{number}/new", kind="final", reporter=str(cast.nakano.id), audience="customer")
    assert begun.location == f"/reports/{number}/1/edit"
    send(
        nakano,
        f"/reports/{number}/1/edit?words=ja",
        summary="サイトを表示できなかった。",
        course_1="調べた。",
        impact="利用者\n約90分",
    )
    send(nakano, f"/reports/{number}/1/edit?words=en", summary="The site was down.")
    assert nakano.get(f"/reports/{number}/1/issue").status_code == 403
    assert send(imai, f"/reports/{number}/1/issue").location == f"/reports/{number}"

    english, japanese = (imai.get(f"/reports/{number}?lang={lang}").text for lang in ("en", "ja"))
    assert ("The site was down." in english, "サイトを表示できなかった。" in english) == (True, False)
    assert "<li>約90分</li>" in japanese
    assert ("調べた。" in japanese, "Step 1" in japanese) == (True, False)
    assert nakano.get(f"/reports/{number}/1/edit").status_code == 409


def test_a_final_report_is_not_issued_while_something_is_missing(browse, chain, cast):
    incident = chain.incident()
    report = operations.draft(cast.nakano, incident, kind=ReportKind.FINAL, reporter=cast.nakano)

    answer = send(browse("imai"), f"/reports/{incident.number}/1/issue")

    assert answer.status_code == 422
    assert "Still missing: " in answer.text
    assert report.state is ReportState.DRAFT


def test_versions_stay_to_be_read(browse, draft, cast):
    report = draft(issued=True)
    number, browser = report.incident.number, browse("imai")
    send(browser, f"/reports/{number}/new", kind="final", reporter=str(cast.imai.id), audience="within")
    send(browser, f"/reports/{number}/2/edit?words=en", title="As it really was")
    send(browser, f"/reports/{number}/2/issue")

    page = browser.get(f"/reports/{number}").text
    first = browser.get(f"/reports/{number}?version=1").text

    assert "As it really was" in page
    assert "last changed" in page
    assert ("As it really was" in first, "A later version counts." in first) == (False, True)
    assert browser.get(f"/reports/{number}?version=3").status_code == 404
    assert browser.get(f"/reports/{number}?version=x").status_code == 404


def test_a_version_is_thrown_away(browse, draft):
    report = draft()
    number, browser = report.incident.number, browse("nakano")

    send(browser, f"/reports/{number}/1/discard")

    assert browser.get(f"/reports/{number}").status_code == 404
    assert browser.get(f"/reports/{number}/1/edit").status_code == 404


def test_readers_outside_the_desk_find_what_is_issued_for_them_without_names(browse, draft):
    report = draft(audience=Audience.CUSTOMER)
    number, reader = report.incident.number, browse("abe")
    assert reader.get(f"/reports/{number}").status_code == 404
    assert number not in reader.get("/reports").text
    send(browse("imai"), f"/reports/{number}/1/issue")

    for path in (f"/reports/{number}", f"/reports/{number}?edition=internal", f"/reports/{number}/text"):
        page = reader.get(path).text
        assert "The process stopped answering." in page, path
        assert not any(name in page for name in ("中野", "今井", "佐藤")), path
    assert number in reader.get("/reports").text
    assert reader.get(f"/reports/{number}/new").status_code == 403
    assert browse().get(f"/reports/{number}").status_code == 303


def test_what_is_for_the_desk_or_for_a_team_is_not_there_for_others(browse, draft, chain, cast):
    within = draft(issued=True)
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    for person in (cast.nakano, cast.imai):
        chain.join(person, hr)
    with transaction():
        within.incident.restricted_to_id = hr.id
    number = within.incident.number

    assert browse("hara").get(f"/reports/{number}").status_code == 200
    for login in ("abe", "mori", "ono", "kato"):
        for path in (f"/reports/{number}", f"/reports/{number}/text", f"/reports/{number}?version=1"):
            assert browse(login).get(path).status_code == 404, (login, path)
        assert number not in browse(login).get("/reports").text, login


def test_it_is_copied_as_text_and_as_markdown(browse, draft):
    number = draft(issued=True).incident.number
    browser = browse("mori")

    text, markdown = (browser.get(f"/reports/{number}/text?format={form}").text for form in ("text", "markdown"))

    assert f"Control number: {number}" in text
    assert "## Control number" in markdown
    assert "中野" not in browser.get(f"/reports/{number}/text?edition=outward").text
    assert browser.get(f"/reports/{number}/text?format=x&edition=y").status_code == 200


def test_rows_without_who_are_pointed_out_before_it_is_issued(browse, draft, chain):
    review = chain.review()
    with transaction():
        review.shown_rows[-1].who = ""
    number = draft(review=review).incident.number

    for path in (f"/reports/{number}", f"/reports/{number}/1/issue"):
        assert "does not say who acted" in browse("imai").get(path).text, path


def test_drafts_wait_for_whoever_may_issue_them(browse, draft):
    number = draft().incident.number

    assert "Waits for you" in browse("imai").get("/reports").text
    page = browse("nakano").get("/reports").text
    assert (number in page, "Waits for you" in page) == (True, False)


def test_what_is_wrong_stands_at_the_field_and_the_words_stay(browse, draft):
    report = draft()
    number, browser = report.incident.number, browse("nakano")
    page = f"/reports/{number}/1/edit?words=en"

    for wrong, said in (
        ({"summary": "x" * 4_001}, "Use at most 4000 characters."),
        ({"impact": "a\0b"}, "cannot be stored"),
        ({"course_0": "y" * 4_001}, "Use at most 4000 characters."),
        ({"next_report_at": "soon"}, "Write a day and a time"),
        ({"audience": "everybody"}, "Choose one of the list."),
    ):
        answer = send(browser, page, **{"title": "Kept title", **wrong})
        assert (answer.status_code, said in answer.text, "Kept title" in answer.text) == (422, True, True), wrong
    assert report.words == {}
    assert browser.get(f"/reports/{number}/new").location == f"/reports/{number}/1/edit"
    assert report.sequence == 1


def test_two_people_at_once_lose_nothing(browse, draft):
    number = draft().incident.number
    page = f"/reports/{number}/1/edit?words=en"
    nakano = browse("nakano")
    form = filled(nakano, page)
    send(browse("mori"), page, summary="By Mori")

    answer = sent(nakano, page, form, summary="By Nakano")

    assert answer.status_code == 409
    assert "By Mori" in answer.text
    assert "By Nakano" in answer.text


def test_only_what_differs_is_compared_lists_and_rows_among_it(browse, draft):
    number = draft().incident.number
    page = f"/reports/{number}/1/edit?words=en"
    nakano = browse("nakano")
    form = filled(nakano, page)
    send(browse("mori"), page, summary="By Mori", impact="Visitors\r\nabout 90 min", course_1="Row by Mori")

    same = {"impact": "Visitors\r\nabout 90 min", "course_1": "Row by Nakano"}
    answer = sent(nakano, page, form, summary="By Nakano", **same)

    compared = answer.text.partition('class="conflict"')[2].partition("<form")[0]
    assert answer.status_code == 409
    assert re.findall("<h3>(.*?)</h3>", compared) == ["Summary of the incident", "Row 2"]
    assert "Row by Mori" in compared


def test_the_sheet_has_a_box_for_each_of_three_stamps(browse, draft):
    report = draft()
    number, browser = report.incident.number, browse("mori")

    def boxes():
        table = browser.get(f"/reports/{number}").text.partition('class="stamp"')[2].partition("</table>")[0]
        assert re.findall('<th scope="col">(.*?)</th>', table) == ["Written", "Check", "Approval"]
        return [box.partition("<br>")[0] for box in re.findall("<td>(.*?)</td>", table)]

    assert boxes() == ["中野 葵", "", ""]
    send(browse("imai"), f"/reports/{number}/1/issue")
    assert boxes() == ["中野 葵", "", "今井 直子"]


@pytest.mark.parametrize("change", [str.lower, lambda number: number.replace("-00", "-")])
def test_another_spelling_leads_to_the_address_that_never_changes(browse, draft, change):
    number = draft(issued=True).incident.number

    answer = browse("mori").get(f"/reports/{change(number)}?edition=outward")

    assert answer.location.endswith(f"/reports/{number}?edition=outward")
