"""Every verb on an article over the wire: done, refused, and never more than one may."""

import pytest

from portal.articles import flags, operations
from portal.articles.lifecycle import Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, Article, FlagKind, Severity
from portal.kernel.db import db
from tests.web.articles.pages import form_on, send


def number_of(article):
    return article.number


def again(article):
    db.session.expire_all()
    return db.session.get(Article, article.id)


def test_finishing_makes_a_beginning_usable(browse, make, cast):
    article = make.article(confidence=Confidence.WIP)
    page = f"/kb/{article.number}"

    assert send(browse("nakano"), page, f"{page}/finish").headers["Location"] == page

    assert again(article).confidence is Confidence.NOT_VALIDATED


def test_validating_keeps_how_one_made_sure(browse, make):
    article = make.article()
    path = f"/kb/{article.number}/validate"

    assert send(browse("nakano"), path, note=" ").status_code == 422
    assert send(browse("nakano"), path, note="Tried it on three machines").status_code == 303

    assert again(article).validation_note == "Tried it on three machines"
    assert again(article).review_due_on is not None


def test_validating_says_at_once_all_that_is_missing(browse, make):
    article = make.article(environment="")

    page = browse("nakano").get(f"/kb/{article.number}/validate")

    assert "Say where it happens" in page.text
    answer = send(browse("nakano"), f"/kb/{article.number}/validate", note="Sure")
    assert answer.status_code == 422
    assert answer.text.count("Say where it happens") == 1


def test_what_changed_meanwhile_is_not_validated_unseen(browse, make, cast):
    article = make.article()
    path = f"/kb/{article.number}/validate"
    browser = browse("nakano")
    form = form_on(browser.get(path), path)
    send(browse("sato"), f"/kb/{article.number}/edit", cause="Quite another", reason="New")

    answer = browser.post(path, data=form.with_changes({"note": "Sure"}))

    assert answer.status_code == 409
    assert form_on(answer, path).values["note"] == ["Sure"]
    assert again(article).confidence is Confidence.NOT_VALIDATED


def test_rechecking_needs_a_reason(browse, make):
    article = make.article(confidence=Confidence.VALIDATED)
    path = f"/kb/{article.number}/recheck"

    assert send(browse("nakano"), path, reason="").status_code == 422
    assert send(browse("nakano"), path, reason="The menu moved").status_code == 303
    assert again(article).confidence is Confidence.NOT_VALIDATED


def test_widening_lists_everything_that_is_missing_at_once(browse, make, cast):
    article = make.article(
        confidence=Confidence.VALIDATED, short_answer="", resolution="1. Call 03-1234-5678.\n2. [Open]()"
    )
    flags.flag(cast.mori, article, kind=FlagKind.OTHER, severity=Severity.BLOCKER, text="No")
    path = f"/kb/{article.number}/widen"

    for page in (browse("sato").get(path), send(browse("sato"), path, audience="public")):
        for part in ("03-1234-5678", "A link has no destination", "flag that blocks", "one sentence"):
            assert part in page.text, part
    assert again(article).audience is Audience.WITHIN


def test_widening_opens_the_public_page(browse, make):
    article = make.article(confidence=Confidence.VALIDATED)

    assert send(browse("sato"), f"/kb/{article.number}/widen", audience="public", reason="FAQ").status_code == 303

    assert browse().get(f"/kb/{article.number}").headers["Location"] == f"/faq/{article.number}"


def test_only_wider_audiences_are_taken(browse, make):
    article = make.article(audience=Audience.CUSTOMER)
    path = f"/kb/{article.number}/widen"
    form = form_on(browse("sato").get(path), path)

    assert form.offered["audience"] == ["public"]
    for audience in ("within", "customer", "x", ""):
        assert send(browse("sato"), path, audience=audience).status_code == 422, audience


def test_pulling_back_hides_at_once_and_says_the_way_back(browse, make):
    article = make.article(audience=Audience.PUBLIC)
    path = f"/kb/{article.number}/pull-back"
    browser = browse("imai")

    assert send(browser, path, audience="within", reason="").status_code == 422
    assert send(browser, path, audience="within", reason="It names a server").status_code == 303

    assert "brings it back" in browser.get(f"/kb/{article.number}").text
    assert browse().get(f"/kb/{article.number}").headers["Location"].startswith("/login")


def test_restricting_takes_an_own_team_only(browse, make, cast):
    article = make.article()
    path = f"/kb/{article.number}/restrict"
    desk, hr = cast.ueda.teams[0], cast.hara.teams[0]

    assert send(browse("ueda"), path, team=str(hr.id), reason="Salaries").status_code == 422
    assert send(browse("ueda"), path, team=str(desk.id), reason="").status_code == 422
    assert send(browse("ueda"), path, team=str(desk.id), reason="Salaries").status_code == 303

    assert browse("sato").get(f"/kb/{article.number}").status_code == 404
    assert browse("mori").get(f"/kb/{article.number}").status_code == 200


def test_governing_needs_the_team_that_answers(browse, make, cast):
    article = make.article()
    path = f"/kb/{article.number}/govern"

    assert send(browse("ueda"), path, governance="compliance", team="").status_code == 422
    assert send(browse("ueda"), path, governance="compliance", team=str(cast.ueda.teams[0].id)).status_code == 303

    assert again(article).governance is Governance.COMPLIANCE
    refused = browse("sato").get(f"/kb/{article.number}/edit")
    assert refused.status_code == 403
    assert "Only Service desk may change this article." in refused.text


def test_archiving_as_a_duplicate_needs_the_one_that_stays(browse, make):
    article, other = make.article(), make.article()
    path = f"/kb/{article.number}/archive"
    browser = browse("sato")

    assert send(browser, path, why="").status_code == 422
    assert send(browser, path, why="duplicate").status_code == 422
    assert send(browser, path, why="duplicate", replacement=article.number).status_code == 422
    for spelling in ("KB-000777", "nothing", "\0", "9" * 400, "KB-²"):
        answer = send(browser, path, why="duplicate", replacement=spelling)
        assert answer.status_code == 422, spelling
    assert send(browser, path, why="duplicate", replacement="kb-2", reason="Same").status_code == 303
    assert again(article).replacement_id == other.id


def test_restoring_brings_it_back_for_agents_not_validated(browse, make, cast):
    article = make.article(audience=Audience.PUBLIC)
    operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="")

    assert send(browse("sato"), f"/kb/{article.number}/restore", reason="Used again").status_code == 303

    assert (again(article).confidence, again(article).audience) == (Confidence.NOT_VALIDATED, Audience.WITHIN)


def test_discarding_leads_to_the_list_and_leaves_nothing(browse, make, cast):
    article = make.article(cast.mori, resolution="")
    path = f"/kb/{article.number}/discard"

    assert send(browse("mori"), path).headers["Location"] == "/kb"

    assert browse("mori").get(f"/kb/{article.number}").status_code == 404


def test_merging_leads_to_the_one_that_stays(browse, make):
    article, other = make.article(issue="The line is dead"), make.article(issue="No dial tone")

    answer = send(browse("sato"), f"/kb/{article.number}/merge", other=other.number, reason="The same")

    assert answer.headers["Location"] == f"/kb/{other.number}"
    assert "The line is dead" in browse("mori").get(f"/kb/{other.number}").text


def test_merging_never_carries_words_out_of_a_restricted_article(browse, make, cast):
    article, other = make.article(restricted_to=cast.hara.teams[0], issue="Salaries of 2026"), make.article()

    answer = send(browse("hara"), f"/kb/{article.number}/merge", other=other.number, reason="The same")

    assert answer.status_code == 422
    assert "Salaries" not in browse("mori").get(f"/kb/{other.number}").text


def test_merging_never_publishes_what_must_stay_inside(browse, make):
    article, other = make.article(issue="Call 03-1234-5678"), make.article(audience=Audience.PUBLIC)

    answer = send(browse("sato"), f"/kb/{article.number}/merge", other=other.number, reason="The same")

    assert answer.status_code == 422
    assert "03-1234-5678" in answer.text
    assert again(other).outside_sequence == 1


def test_merging_into_an_article_of_a_team_needs_that_team(browse, make, cast):
    article, other = make.article(), make.article()
    operations.govern(cast.ueda, other, governance=Governance.COMPLIANCE, team=cast.ueda.teams[0], reason="")

    answer = send(browse("sato"), f"/kb/{article.number}/merge", other=other.number, reason="The same")

    assert answer.status_code == 422
    assert again(article).confidence is not Confidence.ARCHIVED


SLUGS = (
    "validate",
    "recheck",
    "widen",
    "pull-back",
    "restrict",
    "govern",
    "archive",
    "restore",
    "discard",
    "merge",
    "flag",
)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_verb_is_refused_to_readers_strangers_and_auditors(browse, make, slug):
    path = f"/kb/{make.article(audience=Audience.PUBLIC).number}/{slug}"

    for login in ("abe", "ono"):
        assert browse(login).get(path).status_code == 403
    assert browse().get(path).headers["Location"].startswith("/login")
    assert browse().post(path).status_code == 400


@pytest.mark.parametrize(
    ("slug", "state"),
    [
        ("validate", "validated"),
        ("recheck", "not_validated"),
        ("restore", "not_validated"),
        ("discard", "not_validated"),
        ("pull-back", "not_validated"),
    ],
)
def test_a_verb_that_is_not_open_says_so(browse, make, slug, state):
    confidence = Confidence.VALIDATED if state == "validated" else None
    page = f"/kb/{make.article(confidence=confidence).number}"

    answer = browse("ueda").get(f"{page}/{slug}")

    assert answer.status_code == 409
    assert f'href="{page}"' in answer.text


def test_nothing_can_be_done_with_an_archived_article_but_to_restore_it(browse, make, cast):
    article = make.article()
    operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="")

    opened = {slug for slug in SLUGS if browse("ueda").get(f"/kb/{article.number}/{slug}").status_code == 200}

    assert opened == {"restore"}


def test_a_verb_done_meanwhile_keeps_the_reason(browse, make, cast):
    article = make.article(confidence=Confidence.VALIDATED)
    path = f"/kb/{article.number}/recheck"
    browser = browse("nakano")
    form = form_on(browser.get(path), path)
    operations.recheck(cast.sato, article, reason="First")

    answer = browser.post(path, data=form.with_changes({"reason": "I doubt it too"}))

    assert answer.status_code == 409
    assert form_on(answer, path).values["reason"] == ["I doubt it too"]


def test_a_verb_sent_twice_is_done_once(browse, make):
    article = make.article()
    path = f"/kb/{article.number}/archive"
    browser = browse("sato")
    form = form_on(browser.get(path), path)
    filled = form.with_changes({"why": "other", "reason": "x"})

    assert browser.post(path, data=filled).status_code == 303
    assert browser.post(path, data=filled).headers["Location"] == f"/kb/{article.number}"
