"""Writing and changing articles over the wire: saved, refused, in conflict, sent twice."""

import pytest

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import flags, queries
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import Article, FlagKind, Severity
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.web.articles.pages import form_on, send

TEXTS = {
    "title": "Cannot print from the third floor",
    "issue": "The printer says “offline”",
    "environment": "- Windows 11",
    "resolution": "1. Restart the printer.",
    "cause": "A power cut",
    "short_answer": "Restart the printer.",
    "keywords": "printer, プリンター、offline",
    "codes": "0x0000007e",
}


def only_article():
    db.session.expire_all()
    return db.session.query(Article).one()


def test_an_agent_writes_an_article(browse, cast):
    answer = send(browse("mori"), "/kb/new", **TEXTS, language="en")

    article = only_article()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/kb/{article.number}")
    assert article.confidence is Confidence.NOT_VALIDATED
    assert article.audience is Audience.WITHIN
    assert article.author_id == cast.mori.id
    assert article.current.keywords == ["printer", "プリンター", "offline"]
    assert article.current.html["resolution"].startswith("<ol>")


def test_without_a_resolution_it_is_in_progress(browse):
    send(browse("mori"), "/kb/new", **{**TEXTS, "resolution": ""})

    assert only_article().confidence is Confidence.WIP


def test_readers_may_not_write(browse):
    assert browse("abe").get("/kb/new").status_code == 403
    assert browse("ono").get("/kb/new").status_code == 403
    assert browse().get("/kb/new").status_code == 303
    assert browse().post("/kb/new", data=TEXTS).status_code == 400


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(browse):
    typed = {**TEXTS, "title": "", "issue": "", "resolution": "1. Keep <this> & “that”."}

    answer = send(browse("mori"), "/kb/new", **typed)

    assert answer.status_code == 422
    form = form_on(answer, "/kb/new")
    for name, value in typed.items():
        expected = "printer, プリンター, offline" if name == "keywords" else value
        assert form.values.get(name, [""]) == [expected], name
    assert "<title>Error:" in answer.text
    assert 'id="title-error"' in answer.text
    assert 'id="issue-error"' in answer.text
    assert db.session.query(Article).count() == 0


def test_states_and_audiences_beyond_the_licence_are_neither_offered_nor_taken(browse):
    browser = browse("mori")
    form = form_on(browser.get("/kb/new"), "/kb/new")
    assert form.offered["confidence"] == ["wip", "not_validated"]
    assert form.offered["audience"] == ["within"]

    for forbidden in (
        {"confidence": "validated"},
        {"audience": "public"},
        {"confidence": "archived"},
        {"audience": "x"},
    ):
        assert send(browser, "/kb/new", **TEXTS, **forbidden).status_code == 422, forbidden
    assert db.session.query(Article).count() == 0


def test_a_publisher_writes_validated_and_public_in_one_go(browse, make):
    category = str(make.article().category_id)
    more = {"confidence": "validated", "audience": "public", "category": category, "reason": "Tried it."}

    assert send(browse("sato"), "/kb/new", **TEXTS, **more).status_code == 303

    article = queries.get_open(THE_STRANGER, "KB-000002")
    assert article.validated_by.login == "sato"
    assert article.validation_note == "Tried it."


def test_validating_in_the_editor_asks_how_one_made_sure(browse, make):
    category = str(make.article().category_id)

    answer = send(browse("sato"), "/kb/new", **TEXTS, confidence="validated", category=category, reason=" ")

    assert answer.status_code == 422
    assert "Say how you made sure that it is right." in answer.text


def test_the_checks_never_keep_one_from_saving(browse):
    poor = {"title": "Printer", "issue": "x", "environment": "", "resolution": "Call 03-1234-5678", "cause": ""}

    assert send(browse("mori"), "/kb/new", **poor).status_code == 303


def test_publishing_is_refused_with_what_must_not_be_read_outside(browse, make):
    article = make.article(audience=Audience.PUBLIC)
    path = f"/kb/{article.number}/edit"

    answer = send(browse("sato"), path, resolution="1. Call 03-1234-5678.", reason="The number")

    assert answer.status_code == 422
    assert "03-1234-5678" in form_on(answer, path).values["resolution"][0]
    assert only_article().current_sequence == 1


def test_a_double_click_makes_one_article(browse):
    browser = browse("mori")
    form = form_on(browser.get("/kb/new"), "/kb/new")

    first, second = (browser.post("/kb/new", data=form.with_changes(TEXTS)) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"] == f"/kb/{only_article().number}"


def test_the_same_form_with_other_words_is_shown_again(browse):
    browser = browse("mori")
    form = form_on(browser.get("/kb/new"), "/kb/new")
    browser.post("/kb/new", data=form.with_changes(TEXTS))

    answer = browser.post("/kb/new", data=form.with_changes({**TEXTS, "cause": "Something else"}))

    assert answer.status_code == 422
    assert form_on(answer, "/kb/new").values["cause"] == ["Something else"]
    assert db.session.query(Article).count() == 1


def test_the_search_hands_over_its_words(browse):
    form = form_on(
        browse("mori").get("/kb/new?title=Fax+is+%00dead&issue=a%0d%0ab"), "/kb/new?title=Fax+is+%00dead&issue=a%0d%0ab"
    )

    assert form.values["title"] == ["Fax is dead"]
    assert form.values["issue"] == ["a\nb"]


def test_a_translation_starts_from_the_words_and_belongs_to_its_original(browse, make):
    original = make.article(title="VPN does not connect", language="en")
    path = f"/kb/new?translation_of={original.number}"

    answer = send(browse("mori"), path, title="VPN につながらない")

    translation = queries.get(original.author, answer.headers["Location"].rsplit("/", 1)[1])
    assert translation.language == "ja"
    assert (translation.translation_of_id, translation.translated_sequence) == (original.id, 1)
    assert translation.service is original.service


def test_a_translation_of_a_restricted_article_is_restricted_too(browse, make, cast):
    original = make.article(restricted_to=cast.hara.teams[0])
    path = f"/kb/new?translation_of={original.number}"

    send(browse("hara"), path, title="給与が見えない")

    assert browse("ueda").get("/kb/KB-000002").status_code == 404
    assert browse("ueda").get(path).status_code == 404


def test_a_copy_starts_from_the_words_of_another(browse, make):
    model = make.article(cause="A known one")

    form = form_on(browse("mori").get(f"/kb/new?from={model.number}"), f"/kb/new?from={model.number}")

    assert form.values["cause"] == ["A known one"]


@pytest.mark.parametrize("query", ["from=KB-000777", "translation_of=%00", "from=" + "9" * 4000])
def test_a_model_that_is_not_there_is_not_found(browse, query):
    assert browse("mori").get(f"/kb/new?{query}").status_code == 404


def test_a_change_needs_a_reason_and_makes_a_version(browse, make):
    article = make.article()
    path = f"/kb/{article.number}/edit"
    browser = browse("sato")

    assert send(browser, path, cause="A new one").status_code == 422
    assert send(browser, path, cause="A new one", reason="Found it").status_code == 303

    assert (only_article().current_sequence, only_article().current.reason) == (2, "Found it")


def test_who_may_not_change_it_is_told_who_may(browse, make):
    article = make.article(audience=Audience.PUBLIC)

    refused = browse("mori").get(f"/kb/{article.number}/edit")

    assert refused.status_code == 403
    assert "KCS Publisher" in refused.text
    assert browse("imai").get(f"/kb/{article.number}/edit").status_code == 403
    assert browse().get(f"/kb/{article.number}/edit").status_code == 303


def test_a_candidate_does_not_take_away_the_words_of_requesters(browse, make, cast):
    article = make.article(cast.mori, issue="It rings\nIt is dead")
    path = f"/kb/{article.number}/edit"

    answer = send(browse("mori"), path, issue="It rings", reason="Shorter")

    assert answer.status_code == 422
    assert "It is dead" in answer.text


def test_fixing_a_flag_by_changing_the_article_settles_it(browse, make, cast):
    article = make.article()
    flag = flags.flag(cast.mori, article, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="The menu moved")
    path = f"/kb/{article.number}/edit?flag={flag.id}"
    browser = browse("sato")
    assert "The menu moved" in browser.get(path).text

    send(browser, path, cause="New menu", reason="The menu moved")

    db.session.expire_all()
    assert (flag.state, flag.fixed_sequence, flag.answer) == (FlagState.FIXED, 2, "The menu moved")


@pytest.mark.parametrize("flag", ["0", "77", "x", "9" * 30, "-1"])
def test_a_flag_that_is_not_there_changes_nothing_in_the_editor(browse, make, flag):
    assert browse("sato").get(f"/kb/{make.article().number}/edit?flag={flag}").status_code == 200


def test_a_translation_is_told_to_follow_its_original(browse, make, cast):
    original = make.article()
    translation = make.article(language="ja", translation_of=original)
    send(browse("sato"), f"/kb/{original.number}/edit", cause="New", reason="Found")

    send(browse("sato"), f"/kb/{translation.number}/edit", cause="新しい", reason="訳した", follows_original="y")

    db.session.expire_all()
    assert translation.translated_sequence == 2


def test_a_retired_service_stays_chosen_until_another_is(browse, make):
    article = make.article()
    with transaction():
        article.service.retired_at = clock.now()
    path = f"/kb/{article.number}/edit"
    form = form_on(browse("sato").get(path), path)

    assert form.values["service"] == [str(article.service_id)]
    answer = send(browse("sato"), path, cause="New", reason="Found")
    assert answer.status_code in (303, 422)
