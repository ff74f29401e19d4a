"""What stands beside the editor: preview, checks, articles that read alike."""

from portal.articles.models import Article
from portal.kernel.db import db
from tests.web.articles.pages import form_on, send
from tests.web.articles.test_writing import TEXTS


def test_preview_shows_the_field_and_saves_nothing(browse):
    browser = browse("mori")

    answer = send(browser, "/kb/new", **TEXTS, preview="resolution")

    assert answer.status_code == 200
    assert "Preview: Resolution" in answer.text
    assert "<li>Restart the printer.</li>" in answer.text
    assert form_on(answer, "/kb/new").values["title"] == [TEXTS["title"]]
    assert db.session.query(Article).count() == 0


def test_fragments_answer_to_the_editor_and_lead_others_to_it(browse):
    browser = browse("mori")
    token = form_on(browser.get("/kb/new"), "/kb/new").values["csrf_token"]
    sent = {"csrf_token": token, **TEXTS, "preview": "resolution"}

    for path in ("/_/kb/preview", "/_/kb/checks"):
        assert browser.post(path, data=sent).headers["Location"] == "/kb/new"
        assert browser.get(path).status_code == 405
        assert browse("abe").post(path, data=sent).status_code in (400, 403)
    drawn = browser.post("/_/kb/preview", data=sent, headers={"HX-Request": "true"})
    assert "<li>Restart the printer.</li>" in drawn.text
    assert "<html" not in drawn.text
    judged = browser.post("/_/kb/checks", data=sent, headers={"HX-Request": "true"})
    assert judged.text.count("<li") >= 8
    assert 'hx-swap-oob="true"' in judged.text


def test_a_preview_of_what_is_no_field_is_empty(browse):
    browser = browse("mori")
    token = form_on(browser.get("/kb/new"), "/kb/new").values["csrf_token"]

    for name in ("version", "title", "__class__", "\0", ""):
        drawn = browser.post(
            "/_/kb/preview", data={"csrf_token": token, "preview": name}, headers={"HX-Request": "true"}
        )
        assert (drawn.status_code, drawn.text.strip()) == (200, ""), name


def test_names_of_people_are_found_while_one_writes(browse):
    browser = browse("mori")
    token = form_on(browser.get("/kb/new"), "/kb/new").values["csrf_token"]
    sent = {"csrf_token": token, **TEXTS, "resolution": "1. 佐藤恵さんに頼む。"}

    judged = browser.post("/_/kb/checks", data=sent, headers={"HX-Request": "true"})

    assert "Found: 佐藤恵" in judged.text


def test_links_to_what_readers_cannot_open_are_found(browse, make):
    within = make.article()
    browser = browse("mori")
    token = form_on(browser.get("/kb/new"), "/kb/new").values["csrf_token"]
    for link, audience, found in (
        ("kb:KB-000777", "within", "KB-000777 does not exist"),
        (f"kb:{within.number}", "public", f"{within.number} is not open to these readers"),
    ):
        sent = {"csrf_token": token, **TEXTS, "resolution": f"1. See [this]({link}).", "audience": audience}
        assert found in browser.post("/_/kb/checks", data=sent, headers={"HX-Request": "true"}).text


def test_an_article_that_reads_alike_is_shown_before_one_writes_it_again(browse, make, monkeypatch):
    known = make.article(title="The printer is offline")
    monkeypatch.setattr("portal.search.similar.numbers", lambda viewer, title, issue, exclude=None: [known.number])
    browser = browse("sato")

    text = browser.get("/kb/new?title=The+printer+is+offline&issue=It+is+offline").text

    assert "There are similar articles" in text
    assert f"/kb/{known.number}/edit" in text
    assert "1 read alike" in text


def test_an_article_being_changed_is_not_like_itself(browse, make, monkeypatch):
    article, asked = make.article(), []
    monkeypatch.setattr(
        "portal.search.similar.numbers", lambda viewer, title, issue, exclude=None: asked.append(exclude) or []
    )

    browse("sato").get(f"/kb/{article.number}/edit")

    assert asked == [article.number]
