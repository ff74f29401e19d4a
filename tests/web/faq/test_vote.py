"""Did it help? Yes and no of readers, without a cookie."""

import pytest

from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Vote
from portal.kernel import traces
from portal.kernel.db import db

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def _told():
    traces.flush()
    return [(vote.helpful, vote.reason) for vote in db.session.query(Vote).order_by(Vote.id)]


def test_a_stranger_says_yes_and_is_thanked(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    answer = browse().post(f"/faq/{article.number}/vote", data={"helpful": "yes"}, headers=SAME_SITE)

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/faq/{article.number}?thanks=yes#vote"
    assert "Set-Cookie" not in answer.headers
    assert _told() == [(True, "")]
    page = browse().get(f"/faq/{article.number}?thanks=yes").text
    assert "Good to know." in page
    assert '<form method="post"' not in page
    assert '<meta name="robots" content="noindex">' in page


def test_no_is_sent_with_its_reason(make, browse):
    article = make.article(audience=Audience.PUBLIC)
    form = {"helpful": "no", "comment": "I found no icon\x00\r\nat all"}

    browse().post(f"/faq/{article.number}/vote", data=form, headers=SAME_SITE)

    assert _told() == [(False, "I found no icon\nat all")]
    assert "The service desk helps you on:" in browse().get(f"/faq/{article.number}?thanks=no").text


def test_the_form_works_without_scripts(make, browse):
    page = browse().get(f"/faq/{make.article(audience=Audience.PUBLIC).number}").text

    assert page.count('<form method="post" action="/faq/KB-000001/vote"') == 2
    assert '<textarea id="answer-comment" name="comment"' in page


def test_a_very_long_reason_is_cut(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    browse().post(f"/faq/{article.number}/vote", data={"helpful": "no", "comment": "あ" * 100_000}, headers=SAME_SITE)

    assert [len(reason) for _helpful, reason in _told()] == [2_000]


def test_a_visit_is_counted_once(make, browse):
    article, other = make.article(audience=Audience.PUBLIC), make.article(audience=Audience.PUBLIC)
    form = {"helpful": "yes", "visit": "0123456789abcdef"}

    for number in (article.number, article.number, other.number):
        browse().post(f"/faq/{number}/vote", data=form, headers=SAME_SITE)
        traces.flush()

    assert _told() == [(True, ""), (True, "")]


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_vote_from_another_site_is_refused(make, browse, headers):
    article = make.article(audience=Audience.PUBLIC)

    answer = browse().post(f"/faq/{article.number}/vote", data={"helpful": "yes"}, headers=headers)

    assert answer.status_code == 400
    assert _told() == []


@pytest.mark.parametrize("form", [{}, {"helpful": "perhaps"}, {"helpful": ""}])
def test_neither_yes_nor_no_is_refused(make, browse, form):
    article = make.article(audience=Audience.PUBLIC)

    assert browse().post(f"/faq/{article.number}/vote", data=form, headers=SAME_SITE).status_code == 422
    assert _told() == []


def test_what_a_reader_may_not_see_takes_no_vote(make, browse):
    inside = make.article(confidence=Confidence.VALIDATED)

    for number in (inside.number, "KB-900000", "%00", "KB-99999999999999999999"):
        answer = browse().post(f"/faq/{number}/vote", data={"helpful": "yes"}, headers=SAME_SITE)
        assert answer.status_code == 404
    assert _told() == []


def test_a_vote_is_not_looked_at(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    assert browse().get(f"/faq/{article.number}/vote").status_code == 405


def test_whoever_is_signed_in_votes_by_the_form_of_the_page(make, browse, cast):
    article = make.article(audience=Audience.CUSTOMER)
    browser = browse("abe")
    page = browser.get(f"/faq/{article.number}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]

    answer = browser.post(f"/faq/{article.number}/vote", data={"helpful": "yes", "csrf_token": token})

    assert answer.status_code == 303
    traces.flush()
    assert [vote.user_id for vote in db.session.query(Vote)] == [cast.abe.id]
