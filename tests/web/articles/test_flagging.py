"""Flags over the wire: raised, listed, taken, settled, reopened."""

import pytest

from portal.articles import flags
from portal.articles.lifecycle import Audience, FlagState
from portal.articles.models import ArchiveReason, Flag, FlagKind, Severity
from portal.kernel.db import db
from portal.web.words import word
from tests.web.articles.pages import send


def only_flag():
    db.session.expire_all()
    return db.session.query(Flag).one()


@pytest.fixture
def flagged(make, cast):
    article = make.article()
    flags.flag(cast.mori, article, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="The icon moved")
    return article


def test_an_agent_flags_from_the_dialog_of_the_page(browse, make):
    page = f"/kb/{make.article().number}"

    answer = send(browse("mori"), page, f"{page}/flag", kind="unclear", text="Step 2", severity="minor")

    assert answer.headers["Location"] == f"{page}#flags"
    assert (only_flag().kind, only_flag().severity, only_flag().text) == (FlagKind.UNCLEAR, Severity.MINOR, "Step 2")


def test_a_flag_says_what_and_where_and_keeps_what_was_typed(browse, make):
    path = f"/kb/{make.article().number}/flag"

    assert send(browse("mori"), path, kind="", text="Something").status_code == 422
    assert "Something" in send(browse("mori"), path, kind="", text="Something").text
    assert send(browse("mori"), path, kind="outdated", text=" ").status_code == 422
    assert send(browse("mori"), path, kind="duplicate", text="x").status_code == 422
    assert send(browse("mori"), path, kind="duplicate", text="x", duplicate_of="KB-000001").status_code == 422
    assert send(browse("mori"), path, kind="outdated", text="a\0b").status_code == 422
    assert db.session.query(Flag).count() == 0


def test_what_must_not_be_read_outside_is_hidden_at_once(browse, make):
    article = make.article(audience=Audience.PUBLIC)
    browser = browse("mori")

    send(browser, f"/kb/{article.number}/flag", kind="sensitive_data", text="")

    assert "for agents only now" in browser.get(f"/kb/{article.number}").text
    assert browse().get(f"/kb/{article.number}").headers["Location"].startswith("/login")


def test_the_list_shows_open_flags_and_is_narrowed_by_the_address(browse, make, cast, flagged):
    hidden = make.article(restricted_to=cast.hara.teams[0], title="Salaries")
    flags.flag(cast.hara, hidden, kind=FlagKind.OTHER, severity=Severity.BLOCKER, text="Secret remark")
    browser = browse("mori")

    page = browser.get("/kb/flags").text
    assert "The icon moved" in page
    assert "Salaries" not in page
    assert "Secret remark" not in page
    for query, shown in {
        "raised=me": True, "taken=me": False, "kind=outdated": True, "kind=other": False, "severity=normal": True,
        "severity=blocker": False, "state=fixed": False, "service=vpn": True, "state=x&kind=%00&team=9e9&page=-1": True,
    }.items():  # fmt: skip
        assert ("The icon moved" in browser.get(f"/kb/flags?{query}").text) is shown, query
    assert browse("abe").get("/kb/flags").status_code == 403


def test_whoever_takes_a_flag_stands_at_it(browse, cast, flagged):
    page = f"/kb/{flagged.number}"

    send(browse("nakano"), page, f"{page}/flags/1/take")

    assert only_flag().assignee_id == cast.nakano.id
    assert "taken by 中野 葵" in browse("mori").get(page).text


def test_a_fixed_flag_tells_its_answer_and_may_be_reopened_by_whoever_raised_it(browse, flagged):
    page = f"/kb/{flagged.number}"

    assert send(browse("nakano"), f"{page}/flags/1/fix", answer="Done").headers["Location"] == f"{page}#flags"
    assert "Answer: Done" in browse("mori").get(page).text
    assert f"{page}/flags/1/reopen" not in browse("nakano").get(page).text
    send(browse("mori"), page, f"{page}/flags/1/reopen")

    assert only_flag().state is FlagState.OPEN


def test_turning_down_needs_a_reason_and_a_licence(browse, flagged):
    path = f"/kb/{flagged.number}/flags/1/reject"

    assert browse("mori").get(path).status_code == 403
    assert send(browse("nakano"), path, answer=" ").status_code == 422
    assert send(browse("nakano"), path, answer="It is right as it is").status_code == 303
    assert only_flag().state is FlagState.REJECTED


def test_a_settled_flag_is_not_settled_again(browse, cast, flagged):
    flags.fix(cast.sato, only_flag(), answer="")

    for verb in ("fix", "reject"):
        assert browse("nakano").get(f"/kb/{flagged.number}/flags/1/{verb}").status_code == 409


@pytest.mark.parametrize("flag", ["2", "0", "99999999999999999999", "x", "-1"])
@pytest.mark.parametrize("verb", ["fix", "reject"])
def test_a_flag_that_is_not_there_is_not_found(browse, make, flagged, flag, verb):
    assert browse("ueda").get(f"/kb/{flagged.number}/flags/{flag}/{verb}").status_code == 404


def test_a_flag_belongs_to_its_article(browse, make, flagged):
    other = make.article()

    assert browse("ueda").get(f"/kb/{other.number}/flags/1/fix").status_code == 404


def test_a_flag_without_an_answer_field_is_settled_without_words(browse, flagged):
    path = f"/kb/{flagged.number}/flags/1/fix"

    assert send(browse("nakano"), path, answer=None).status_code == 303


def test_words_that_two_enums_share_are_told_apart(app):
    assert word(FlagState.OPEN) == "Open"
    assert word(ArchiveReason.DUPLICATE) == "Duplicate"
    assert word(FlagKind.DUPLICATE) != word(ArchiveReason.DUPLICATE)
