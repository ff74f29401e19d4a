"""An article as agents read it over the wire, and what readers made of it."""

import pytest

from portal.articles import feedback, flags, operations, queries
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, FlagKind, Severity, Surface, View, Vote
from portal.kernel import traces
from portal.kernel.db import db
from tests.web.articles.pages import forms_on, send


def revised(actor, article, **changes):
    contents = Contents(**{**article.current.contents(), **changes})
    return operations.revise(
        actor, article, contents=contents, type=article.type, language=article.language, service=article.service,
        category=article.category, owner_team=article.owner_team, confidence=None, audience=None,
        reason="The menu has moved",
    )  # fmt: skip


def test_an_article_shows_its_parts_in_reading_order(browse, make):
    article = make.article(cause="The password is cached.\n\n:::internal\nUnlock in the console.\n:::")

    text = browse("mori").get(f"/kb/{article.number}").text

    parts = (
        "Symptom or question",
        "Environment",
        "Resolution",
        "Cause",
        "For agents only",
        "Unlock in the console.",
    )
    places = [text.index(part, text.index('class="card prose"')) for part in parts]
    assert places == sorted(places)


def test_another_spelling_of_the_number_leads_to_the_one_address(browse, make):
    article = make.article()
    browser = browse("mori")

    for spelling in ("kb-1", "KB-1", "kb-000001", "Kb-0001"):
        answer = browser.get(f"/kb/{spelling}?x=1")
        assert answer.status_code == 308
        assert answer.headers["Location"].endswith(f"/kb/{article.number}?x=1")
    assert browser.get("/kb/kb-1/history").headers["Location"].endswith(f"/kb/{article.number}/history")


@pytest.mark.parametrize(
    "number", ["KB-000002", "kb-2", "KB-9999999999999999999999", "%00", "KB-%00", "..%2f", "x" * 3000, "KB-²"]
)
def test_what_is_not_there_is_not_found_in_the_same_words(browse, make, number):
    make.article()
    browser = browse("mori")

    missing = browser.get(f"/kb/{number}")

    assert missing.status_code == 404
    assert missing.data == browser.get("/kb/KB-000777").data


def test_a_restricted_article_is_the_same_as_none_for_others(browse, make, cast):
    article = make.article(restricted_to=cast.hara.teams[0], title="Salaries cannot be seen")
    outsider = browse("ueda")

    assert outsider.get(f"/kb/{article.number}").data == outsider.get("/kb/KB-000777").data
    for page in ("edit", "history", "history/1", "diff/1..1", "feedback", "flag", "archive"):
        assert outsider.get(f"/kb/{article.number}/{page}").status_code == 404, page
    assert "Salaries" not in outsider.get("/kb").text
    assert "Only" in browse("hara").get(f"/kb/{article.number}").text


def test_readers_outside_are_sent_to_the_public_page(browse, make):
    public, company = make.article(audience=Audience.PUBLIC), make.article(audience=Audience.CUSTOMER)

    assert browse().get(f"/kb/{public.number}").headers["Location"] == f"/faq/{public.number}"
    assert browse("abe").get(f"/kb/{company.number}").headers["Location"] == f"/faq/{company.number}"
    assert browse("abe").get(f"/kb/{company.number}").status_code == 303


def test_a_stranger_learns_nothing_of_what_is_not_public(browse, make):
    within, company = make.article(), make.article(audience=Audience.CUSTOMER)
    stranger = browse()

    for number in (within.number, company.number, "KB-000777"):
        answer = stranger.get(f"/kb/{number}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/login?next=/kb/{number}")
    reader = browse("abe")
    assert reader.get(f"/kb/{within.number}").data == reader.get("/kb/KB-000777").data


def test_agents_see_that_it_is_archived_and_what_replaces_it(browse, make, cast):
    old, new = make.article(title="Old"), make.article(title="The new way")
    operations.archive(cast.sato, old, why=ArchiveReason.OBSOLETE, replacement=new, reason="")

    text = browse("mori").get(f"/kb/{old.number}").text

    assert "This article is archived." in text
    assert f"/kb/{new.number}" in text


def test_whoever_reads_is_told_when_it_is_not_validated_or_blocked(browse, make, cast):
    article = make.article()
    browser = browse("mori")
    assert "Nobody has validated this yet." in browser.get(f"/kb/{article.number}").text

    flags.flag(cast.mori, article, kind=FlagKind.OTHER, severity=Severity.BLOCKER, text="It deletes the mailbox")

    assert "must not be used as it is" in browser.get(f"/kb/{article.number}").text


def test_the_last_change_stands_below_the_text_with_its_reason(browse, make, cast):
    article = make.article(resolution="1. Sign out, then sign in.")
    revised(cast.sato, article, resolution="1. Restart, then sign in.")

    text = browse("mori").get(f"/kb/{article.number}").text

    assert "<del>Sign out</del>" in text
    assert "<ins>Restart</ins>" in text
    assert "The menu has moved" in text


def test_a_translation_says_of_which_version_it_is_and_when_it_is_behind(browse, make, cast):
    original = make.article(title="VPN does not connect")
    translation = make.article(title="VPN につながらない", language="ja", translation_of=original)
    assert "(translation of version 1)" in browse("mori").get(f"/kb/{translation.number}").text

    revised(cast.sato, original, cause="A new one")

    assert (
        "This translates version 1. The original is at version 2."
        in browse("mori").get(f"/kb/{translation.number}").text
    )
    assert "behind" in browse("mori").get(f"/kb/{original.number}").text


def test_only_open_articles_have_a_tab_to_their_public_page(browse, make):
    public, within = make.article(audience=Audience.PUBLIC), make.article()

    assert f'href="/faq/{public.number}"' in browse("mori").get(f"/kb/{public.number}").text
    assert f'href="/faq/{within.number}"' not in browse("mori").get(f"/kb/{within.number}").text


def test_buttons_are_there_for_what_one_may_do_only(browse, make):
    article = make.article()
    page = f"/kb/{article.number}"

    assert f"{page}/widen" in browse("sato").get(page).text
    assert f"{page}/validate" in browse("nakano").get(page).text
    for verb in ("validate", "widen", "restrict", "archive"):
        assert f"{page}/{verb}" not in browse("mori").get(page).text
    for verb in ("edit", "flag", "archive"):
        assert f"{page}/{verb}" not in browse("ono").get(page).text


def test_opening_an_article_is_counted(browse, make):
    article = make.article()

    browse("mori").get(f"/kb/{article.number}")
    traces.flush()

    assert db.session.query(View).one().surface is Surface.KB


def test_a_vote_counts_once_for_each_version(browse, make):
    article = make.article()
    browser, page = browse("mori"), f"/kb/{article.number}"

    token = send_vote(browser, page, "yes")
    assert token.status_code == 303
    assert "You said yes." in browser.get(page).text
    again = browser.post(f"{page}/vote", data={"csrf_token": browser.token, "helpful": "no"})

    assert again.status_code == 303
    assert [vote.helpful for vote in db.session.query(Vote)] == [True]


def test_a_no_keeps_the_words_and_shows_among_the_feedback(browse, make):
    article = make.article()
    browser, page = browse("mori"), f"/kb/{article.number}"

    send_vote(browser, page, "no", comment="Step 2 <b>fails</b>")

    text = browser.get(f"{page}/feedback").text
    assert "Step 2 &lt;b&gt;fails&lt;/b&gt;" in text
    assert "0 of 1 say yes" in text


def test_a_vote_needs_an_agent_and_a_visible_article(browse, make, cast):
    hidden = make.article(restricted_to=cast.hara.teams[0])

    assert browse().post("/kb/KB-000001/vote").status_code == 400
    browser = browse("mori")
    send_vote(browser, f"/kb/{make.article().number}", "yes")
    assert browser.post(f"/kb/{hidden.number}/vote", data={"csrf_token": browser.token}).status_code == 404


def test_the_health_says_the_worst(browse, make, cast):
    article = make.article(confidence=Confidence.VALIDATED)
    page = f"/kb/{article.number}"
    assert "Healthy" in browse("mori").get(page).text

    flags.flag(cast.mori, article, kind=FlagKind.OUTDATED, severity=Severity.MINOR, text="old")
    assert "Flagged" in browse("mori").get(page).text


def test_the_share_is_that_of_all_readers(browse, make, cast):
    article = make.article(audience=Audience.PUBLIC)
    for helpful in (True, True, True, False):
        feedback.voted(cast.abe, article, Surface.FAQ, helpful=helpful)
    traces.flush()

    assert queries.usefulness(cast.mori, article).share == 75
    assert "3 of 4 say yes" in browse("mori").get(f"/kb/{article.number}").text


def send_vote(browser, page, helpful, **more):
    form = next(form for form in forms_on(browser.get(page)) if form.values.get("helpful") == [helpful])
    browser.token = form.values["csrf_token"][0]
    return browser.post(form.action, data=form.with_changes(more))


def test_a_vote_by_a_forged_page_is_refused(browse, make):
    article = make.article()

    assert browse("mori").post(f"/kb/{article.number}/vote", data={"helpful": "yes"}).status_code == 400
    assert send(browse("mori"), f"/kb/{article.number}/flag", csrf_token="x").status_code == 400


def test_readers_are_told_of_what_was_put_away_only_if_it_was_open_to_them(browse, make, cast):
    was_open, new, within = (
        make.article(audience=Audience.PUBLIC),
        make.article(audience=Audience.PUBLIC),
        make.article(),
    )
    for article in (was_open, within):
        operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=new, reason="")

    gone = browse("abe").get(f"/kb/{was_open.number}")

    assert gone.status_code == 410
    assert new.number in gone.text
    assert browse("abe").get(f"/kb/{within.number}").status_code == 404
    assert browse().get(f"/kb/{was_open.number}").headers["Location"].startswith("/login")
