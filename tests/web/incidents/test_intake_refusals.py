"""What the intake gets that it cannot take: said in words, with everything kept that was typed."""

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles import states as article_states
from portal.articles.models import ArchiveReason
from portal.incidents.models import ArticleUse, Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild
from tests.web.articles.pages import form_on, send
from tests.web.incidents.test_intake import HTMX, SAID, ask, only_incident


def none_recorded():
    db.session.expire_all()
    return db.session.query(Incident).count() == 0


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(browse):
    answer = send(browse("mori"), "/incidents/new", reporter_name="Tanaka", subject="Printer", device="PC-1")

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert 'id="symptom-error"' in answer.text
    form = form_on(answer, "/incidents/new")
    assert [form.values[name] for name in ("reporter_name", "subject", "device")] == [["Tanaka"], ["Printer"], ["PC-1"]]
    assert none_recorded()


def test_an_unknown_caller_needs_a_name_and_a_way_to_be_reached(browse):
    answer = send(browse("mori"), "/incidents/new", **{**SAID, "reporter_contact": ""})

    assert answer.status_code == 422
    assert "write a name and how to reach them" in answer.text
    assert none_recorded()


def test_a_caller_who_left_meanwhile_is_said_so_and_the_text_stays(browse, cast):
    with transaction():
        cast.emily.retired_at = clock.now()
    typed = {**SAID, "reporter": str(cast.emily.id), "reporter_name": "CARTER Emily"}

    answer = send(browse("mori"), "/incidents/new", **typed)

    assert answer.status_code == 422
    assert "This person is not here any more." in answer.text
    form = form_on(answer, "/incidents/new")
    assert form.values["symptom"] == [SAID["symptom"]]
    assert form.values["reporter_name"] == ["CARTER Emily"]
    assert none_recorded()


def test_a_caller_who_left_meanwhile_cannot_be_chosen_from_the_list(browse, cast):
    with transaction():
        cast.emily.retired_at = clock.now()

    answer = browse("mori").get(f"/_/callers?id={cast.emily.id}&reporter_name=Emily", headers=HTMX)

    assert "This person is not here any more." in answer.text
    assert 'value="Emily"' in answer.text


@pytest.mark.parametrize("nonsense", ["0", "-1", "x", "9" * 40, "1e3", "\u0661"])
def test_nonsense_for_a_caller_is_nobody(browse, nonsense):
    assert browse("mori").get("/_/callers", query_string={"id": nonsense}, headers=HTMX).status_code == 200
    assert send(browse("mori"), "/incidents/new", **{**SAID, "reporter": nonsense}).status_code == 422


def test_a_log_is_not_what_a_caller_says(browse):
    log = "2026-11-24 09:12:01 ERROR cannot open session\n" * 200

    answer = send(browse("mori"), "/incidents/new", **{**SAID, "symptom": log})

    assert answer.status_code == 422
    assert "attach a long log as a file" in answer.text
    assert form_on(answer, "/incidents/new").values["symptom"][0].startswith("2026-11-24 09:12:01 ERROR")
    assert none_recorded()
    assert ask(browse("mori"), symptom=log).status_code == 200


def test_five_thousand_characters_are_taken(browse):
    assert send(browse("mori"), "/incidents/new", **{**SAID, "symptom": "繋" * 5_000}).status_code == 303
    assert len(only_incident().subject) <= 120


@pytest.mark.parametrize("field", ["symptom", "subject", "reporter_name", "reporter_contact", "device"])
@pytest.mark.parametrize("hostile", ["a\0b", "\ud800", "\x1b[31mred\x07", "\u202egnp.exe", "x" * 1_000_000, " \n\t "])
def test_hostile_text_is_never_a_fault(browse, field, hostile):
    text = hostile.encode("utf-8", "surrogatepass")
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")
    typed = form.with_changes({**SAID, field: text})

    for path, headers in (("/incidents/new", {}), ("/_/suggest", HTMX)):
        assert browser.post(path, data=typed, headers=headers).status_code in (200, 303, 413, 422)


@pytest.mark.parametrize(
    "codes",
    [
        {"linked": ["x", "KB-000001 9999999999 high", "\0", "KB-" + "9" * 90]},
        {"dismissed": ["KB-000001"] * 400, "dropped": ["word"] * 400, "added": ["a" * 500]},
        {"asking": "x" * 500, "visit": "x" * 500, "parent": "INC-0" * 90},
        {"drop": "\0", "join": "INC-20261124-999"},
        {"occurred_at": "yesterday"},
    ],
)
def test_a_forged_sitting_is_read_as_far_as_it_makes_sense(browse, codes):
    assert ask(browse("mori"), **codes).status_code == 200


def test_a_channel_that_the_desk_does_not_take_is_refused(browse):
    for changes in ({"channel": "portal"}, {"channel": "x"}, {"impact": "huge"}, {"urgency": None}):
        assert send(browse("mori"), "/incidents/new", **{**SAID, **changes}).status_code == 422, changes
    assert none_recorded()


def test_what_has_not_occurred_yet_is_refused(browse):
    answer = send(browse("mori"), "/incidents/new", **SAID, occurred_at="2090-01-01T09:00")

    assert answer.status_code == 422
    assert "This time has not come yet." in answer.text


@pytest.mark.parametrize("deed", ["resolve", "linked", "sent"])
def test_an_article_withdrawn_between_showing_and_linking_is_not_linked(browse, make, cast, deed):
    article = make.article()
    rebuild.rebuild_all()
    code = f"{article.number} 1 high"
    article_states.archive(THE_SYSTEM, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="gone")

    answer = send(browse("mori"), "/incidents/new", **SAID, **{deed: code})

    assert answer.status_code == 422
    assert "withdrawn meanwhile, so it was not linked" in answer.text
    assert form_on(answer, "/incidents/new").values["symptom"] == [SAID["symptom"]]
    assert none_recorded()
    assert db.session.query(ArticleUse).count() == 0


def test_a_double_click_makes_one_incident(browse):
    browser = browse("mori")
    form = form_on(browser.get("/incidents/new"), "/incidents/new")

    answers = [browser.post("/incidents/new", data=form.with_changes(SAID)) for _ in range(20)]

    assert {answer.headers["Location"] for answer in answers} == {f"/incidents/{only_incident().number}"}


def test_an_incident_that_is_away_is_no_parent(browse):
    answer = send(browse("mori"), "/incidents/new", **SAID, parent="INC-20261124-999")

    assert answer.status_code == 422
    assert "INC-20261124-999 is not there any more." in answer.text
    assert none_recorded()
