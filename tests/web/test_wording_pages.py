"""Synonyms, words kept whole and stop words on their pages."""

import shutil

import pytest

from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild, wording
from portal.search.engine import engine
from portal.search.models import CountsFor, Direction, SynonymGroup, WordKind, WordList
from tests.sending import filled, send, sent

NEW = "/admin/synonyms/new"
FAX = {"words": "telecopier\nfacsimile"}
BOTH = {"direction": Direction.BOTH, "counts_for": CountsFor.ALL}


def _saved(text):
    db.session.expire_all()
    return db.session.query(SynonymGroup).filter(SynonymGroup.words.contains(text)).one()


def test_a_group_is_found_by_a_word_and_the_list_has_pages(browse):
    browser = browse("ueda")

    first = browser.get("/admin/synonyms").text
    assert "1〜50 /" in first
    assert "パソコン" in first
    assert "パソコン" not in browser.get("/admin/synonyms?page=2").text
    found = browser.get("/admin/synonyms?q=SMARTphone").text
    assert "スマホ" in found
    assert "プリンター" not in found
    assert "/admin/synonyms/new?word=qwertzuiop" in browser.get("/admin/synonyms?q=qwertzuiop").text


def test_a_group_is_added_changed_put_away_and_taken_back(browse):
    browser = browse("ueda")
    added = send(browser, NEW, **FAX, direction="one_way", counts_for="en")
    assert added.location == "/admin/synonyms"
    group = _saved("telecopier")
    assert (group.members, group.direction, group.counts_for) == (
        ["telecopier", "facsimile"],
        Direction.ONE_WAY,
        CountsFor.EN,
    )
    shown = browser.get("/admin/synonyms").text
    assert "telecopier → facsimile" in shown
    assert "上田 誠" in shown

    page = f"/admin/synonyms/{group.id}"
    send(browser, page, words="telecopier, facsimile、fax machine")
    assert _saved("telecopier").members == ["telecopier", "facsimile", "fax machine"]
    undo = f"{page}/undo/{group.version}"
    sent(browser, undo, filled(browser, "/admin/synonyms", undo))
    assert _saved("telecopier").members == ["telecopier", "facsimile"]

    send(browser, page, f"{page}/retire")
    assert _saved("telecopier").retired_at is not None
    send(browser, "/admin/synonyms?state=retired", f"{page}/restore")
    assert _saved("telecopier").retired_at is None
    assert "同義語の変更の取り消し" in browser.get(page).text


def test_what_is_refused_stands_at_the_words_and_the_text_stays(browse):
    answer = send(browse("ueda"), NEW, words="telecopier")

    assert answer.status_code == 422
    assert 'href="#words"' in answer.text
    assert "telecopier</textarea>" in answer.text


def test_two_who_edit_one_group_lose_nothing(browse, cast):
    browser = browse("ueda")
    group = wording.add(cast.hara, words=["telecopier", "facsimile"], **BOTH)
    page = f"/admin/synonyms/{group.id}"
    form = filled(browser, page)
    wording.change(cast.hara, group, words=["telecopier", "fax machine"], **BOTH)

    answer = sent(browser, page, form, words="telecopier\nfernkopierer")

    assert answer.status_code == 409
    assert "fax machine" in answer.text
    assert "telecopier\nfernkopierer</textarea>" in answer.text
    assert _saved("telecopier").members == ["telecopier", "fax machine"]


def test_an_undo_that_comes_too_late_is_refused(browse, cast):
    browser = browse("ueda")
    group = wording.add(cast.hara, words=["telecopier", "facsimile"], **BOTH)
    form = filled(browser, "/admin/synonyms", f"/admin/synonyms/{group.id}/retire")
    wording.change(cast.hara, group, words=["telecopier", "fax machine"], **BOTH)

    assert sent(browser, f"/admin/synonyms/{group.id}/undo/1", form).status_code == 409
    assert _saved("telecopier").retired_at is None


@pytest.fixture
def history(make):
    article = make.article(title="The facsimile rings", issue="It rings all day", resolution="Change the line.")
    incident = make.incident(symptom="My telecopier!", state=State.RESOLVED)
    use = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH}
    with transaction():
        incident.uses.append(ArticleUse(article=article, sequence=1, **use))
    rebuild.rebuild_all()
    return incident


@pytest.mark.parametrize("address", ["/_/synonyms/trial", NEW])
def test_a_trial_shows_what_changes_and_saves_nothing(browse, history, address):
    """With scripts as a piece of the page, without them as the whole page."""
    browser = browse("ueda")
    form = filled(browser, NEW)

    answer = sent(browser, address, form, **FAX, **{"try": "1"})

    assert answer.status_code == 200
    assert "改善 1件、悪化 0件、変化なし 0件" in answer.text
    assert history.number in answer.text
    assert "見つからない → 1位" in answer.text
    assert db.session.query(SynonymGroup).filter(SynonymGroup.words.contains("telecopier")).count() == 0


def test_a_trial_of_nonsense_and_without_history_says_so(browse):
    browser = browse("ueda")
    form = filled(browser, NEW)

    assert "2語以上" in sent(browser, "/_/synonyms/trial", form, words="telecopier").text
    assert "試せません" in sent(browser, "/_/synonyms/trial", form, **FAX).text
    assert "入力内容を確認" in sent(browser, "/_/synonyms/trial", form, **FAX, direction="round").text


def test_a_trial_without_an_index_is_a_sentence(browse, history):
    browser = browse("ueda")
    form = filled(browser, NEW)
    shutil.rmtree(engine()._folder)

    answer = sent(browser, "/_/synonyms/trial", form, **FAX)

    assert (answer.status_code, "索引が今は答えられません" in answer.text) == (200, True)


@pytest.mark.parametrize("kind", WordKind)
def test_words_are_kept_and_taken_back(browse, kind):
    browser = browse("ueda")
    page = f"/admin/words/{kind}"
    rebuild.rebuild_all()

    send(browser, page, words="Keihi Sakura\nOffice 365\nkeihi sakura")

    db.session.expire_all()
    listed = db.session.query(WordList).filter_by(kind=kind).one()
    assert listed.members == ["Keihi Sakura", "Office 365"]
    shown = browser.get(page).text
    assert "索引を作り直しています" in shown
    assert "上田 誠" in shown
    undo = f"{page}/undo/{listed.version}"
    send(browser, page, words="Keihi Sakura")
    assert sent(browser, undo, filled(browser, page)).status_code == 409
    assert send(browser, page, words="…").status_code == 422
    rebuild.repair_if_broken()
    assert "索引を作り直しています" not in browser.get(page).text
