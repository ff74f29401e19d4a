"""The pages of reviews: the list, the form in six sections, rows, people, decisions, handing over."""

import re
from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents import operations as incidents
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.reviews import answering, opening
from portal.reviews.kinds import Section
from portal.reviews.lifecycle import State
from tests.chain import ANSWERS, Chain
from tests.sending import filled, send, sent


@pytest.fixture
def chain(cast, make):
    chain = Chain(cast, make)
    with transaction():
        for person in db.session.query(User):
            person.language = "en"
    return chain


def _at(review, *rest):
    return "/".join([f"/reviews/{review.number}", *rest])


def test_the_list_tells_of_reviews_and_is_narrowed(browse, chain):
    review = chain.review()
    browser = browse("mori")

    assert review.number in browser.get("/reviews").text
    assert review.number in browser.get("/reviews?group=open").text
    assert review.number not in browser.get("/reviews?group=published").text
    assert "No review fits" in browser.get("/reviews?q=qwertz").text


def test_the_form_is_filled_from_the_record_and_says_what_is_missing(browse, chain, cast):
    review = opening.standing(chain.incident())

    page = browse("nakano").get(_at(review)).text

    assert "The process on Web-01 stopped answering." in page
    assert "“Root cause” is missing." in page
    assert "Step 0" in page
    assert "from the occurrence" in page


def test_a_section_is_saved_by_its_button(browse, chain):
    review = chain.review()
    browser = browse("mori")
    page = _at(review)

    answer = send(
        browser, page, _at(review, "sections", "causes"), root_cause="Tests are short", **{"whys-text": ["a", "b", ""]},
        **{"whys-evidence": ["log", "", ""], "factors-type": ["design", "design"], "factors-text": ["One", ""]},
    )  # fmt: skip

    assert answer.status_code == 303
    db.session.expire_all()
    part = review.part(Section.CAUSES)
    assert part.answers["root_cause"] == "Tests are short"
    assert [why["text"] for why in part.answers["whys"]] == ["a", "b"]
    assert part.answers["factors"] == [{"type": "design", "text": "One"}]
    assert part.changed_by.login == "mori"


def test_a_section_saves_itself_and_gives_the_new_version(browse, chain):
    review = chain.review()
    browser = browse("mori")
    form = filled(browser, _at(review), _at(review, "sections", "learned"))
    form.setlist("went_well", ["One\nTwo"])

    answer = browser.post(_at(review, "sections", "learned"), data=form, headers={"X-Autosave": "1"})

    assert answer.status_code == 200
    version = re.search(r'data-version="(\d+)"', answer.text)[1]
    db.session.expire_all()
    assert review.part(Section.LEARNED).answers["went_well"] == ["One", "Two"]
    assert int(version) == review.part(Section.LEARNED).version


def test_two_people_in_one_section_meet_and_keep_their_words(browse, chain, cast):
    review = chain.review()
    browser = browse("mori")
    form = filled(browser, _at(review), _at(review, "sections", "summary"))
    answering.answer(cast.sato, review.part(Section.SUMMARY), answers={"summary": "Said by Sato"})
    form.setlist("summary", ["Said by Mori"])

    by_itself = browser.post(_at(review, "sections", "summary"), data=form, headers={"X-Autosave": "1"})
    by_button = sent(browser, _at(review, "sections", "summary"), form, nonce="anew")

    assert by_itself.status_code == 409
    assert "saved this section meanwhile" in by_itself.text
    assert by_button.status_code == 409
    assert "Said by Sato" in by_button.text
    assert "Said by Mori" in by_button.text


def test_rows_that_differ_are_compared_line_by_line_and_the_same_ones_not_at_all(browse, chain, cast):
    review = chain.review()
    browser, page, where = browse("mori"), _at(review), _at(review, "sections", "causes")
    form = filled(browser, page, where)
    whys = [{"text": "By Sato", "evidence": "log"}, {"text": "And so", "evidence": ""}]
    answering.answer(cast.sato, review.part(Section.CAUSES), answers={"whys": whys})

    answer = sent(browser, where, form)

    compared = answer.text.partition('class="conflict"')[2].partition("</form>")[0].partition('class="field')[0]
    assert answer.status_code == 409
    assert re.findall("<h3>(.*?)</h3>", compared) == ["Why?"]
    assert "By Sato – log\nAnd so" in compared


def test_who_else_writes_in_a_section_is_told_for_a_while(browse, chain, cast, monkeypatch):
    review = chain.review()
    where = _at(review, "sections", "summary", "writer")
    assert "is writing" not in browse("mori").get(where).text
    answering.answer(cast.sato, review.part(Section.SUMMARY), answers={"summary": "Said by Sato"})

    told = browse("mori").get(where).text
    assert "佐藤 恵 is writing in this section" in told
    assert told.strip() in browse("mori").get(_at(review)).text
    assert "is writing" not in browse("mori").get(_at(review, "sections", "causes", "writer")).text
    assert "is writing" not in browse("sato").get(where).text
    monkeypatch.setattr(answering, "STILL_WRITING", timedelta(0))
    assert "is writing" not in browse("mori").get(where).text


def test_rows_are_added_changed_and_left_out(browse, chain):
    review = chain.review()
    browser = browse("mori")
    before = len(review.rows)

    added = send(
        browser, _at(review), _at(review, "rows"), at="2026-01-05T09:00", kind="change", text="Release", who="Dev"
    )
    assert added.status_code == 303
    db.session.expire_all()
    row = next(row for row in review.rows if row.text == "Release")
    assert len(review.rows) == before + 1
    changed = send(browser, _at(review, "rows", str(row.id)), text="Release 4.2")
    hidden = send(browser, _at(review), _at(review, "rows", str(row.id), "hide"))
    assert (changed.status_code, hidden.status_code) == (303, 303)
    db.session.expire_all()
    assert (row.text, row.is_hidden) == ("Release 4.2", True)


def test_the_way_from_draft_to_published(browse, chain, cast):
    review = chain.review()
    chain.action(review)
    steps = [
        ("nakano", "submit", None), ("endo", "conclude", None),
        ("nakano", "hand-over", {"problem": "", "statement": "Tests miss slow leaks"}),
        ("imai", "approve", None), ("imai", "publish", None),
    ]  # fmt: skip

    for login, deed, values in steps:
        page = _at(review) if values is None else _at(review, deed)
        answer = send(browse(login), page, _at(review, deed), **(values or {}))
        assert answer.status_code == 303, (deed, answer.text[:200])
    db.session.expire_all()
    assert review.state is State.PUBLISHED
    assert review.problem.statement == "Tests miss slow leaks"
    assert review.problem.number in browse("mori").get(_at(review)).text


def test_what_is_missing_keeps_it_where_it_is_and_is_said(browse, chain):
    review = chain.review(answered=False)
    with transaction():
        review.state = State.IN_REVIEW

    answer = send(browse("endo"), _at(review), _at(review, "conclude"))

    assert answer.status_code == 422
    assert "“Root cause” is missing." in answer.text
    db.session.expire_all()
    assert review.state is State.IN_REVIEW


def test_a_review_is_sent_back_with_a_reason(browse, chain, cast):
    review = chain.review()
    with transaction():
        review.state = State.IN_REVIEW

    assert send(browse("mori"), _at(review, "send-back"), reason="").status_code == 422
    assert send(browse("mori"), _at(review, "send-back"), reason="The timeline has a gap").status_code == 303
    assert "The timeline has a gap" in browse("nakano").get(_at(review)).text


def test_people_are_chosen_and_an_owner_cannot_approve(browse, chain, cast):
    review = chain.review()
    browser = browse("nakano")
    people = {"owner": str(cast.nakano.id), "approver": str(cast.nakano.id)}

    refused = send(browser, _at(review), _at(review, "people"), **people)
    done = send(browser, _at(review), _at(review, "people"), owner=people["owner"], attendees="Endo\nMori")

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "cannot approve it" in refused.text
    db.session.expire_all()
    assert review.attendees == ["Endo", "Mori"]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("sections/summary", {"summary": "x" * 4_001}),
        ("sections/summary", {"summary": "a\0b"}),
        ("sections/causes", {"root_cause_category": "bad luck"}),
        ("rows", {"at": "yesterday", "kind": "note", "text": "x"}),
        ("rows", {"at": "2099-01-01T00:00", "kind": "note", "text": "x"}),
        ("rows", {"at": "2026-01-01T00:00", "kind": "note", "text": ""}),
    ],
)
def test_what_cannot_be_is_refused_and_kept(browse, chain, path, values):
    review = chain.review()

    answer = send(browse("mori"), _at(review), _at(review, path), **values)

    assert answer.status_code == 422


def test_a_restricted_review_does_not_exist_for_others(browse, chain, cast):
    review = chain.review()
    incidents.restrict(THE_SYSTEM, review.incident, team=cast.hara.teams[0], reason="pay")

    assert browse("imai").get(_at(review)).status_code == 404
    assert review.number not in browse("imai").get("/reviews").text
    assert browse("hara").get(_at(review)).status_code == 200
    assert ANSWERS[Section.SUMMARY]["summary"] in browse("hara").get(_at(review)).text
