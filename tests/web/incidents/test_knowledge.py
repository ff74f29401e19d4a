"""Articles on the page of an incident: found, linked, judged, sent, taken off, and written from it."""

import pytest

from portal.accounts.models import Team
from portal.articles import operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, Article
from portal.incidents import knowledge, use_queries
from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.search import rebuild
from portal.search.models import Deed, SuggestionEvent
from tests.sending import Forms, send

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(make):
    made = make.article(audience=Audience.PUBLIC)
    rebuild.rebuild_all()
    return made


@pytest.fixture
def incident(make):
    made = make.incident(state=State.PRIORITIZED)
    with transaction():
        made.impact, made.urgency, made.priority = Impact.SMALL, Urgency.LOW, 5
    return made


def _hr():
    return db.session.query(Team).filter_by(name_en="HR systems").one()


def _link(browser, incident, article, deed="link", asking=""):
    action = f"/incidents/{incident.number}/link"
    page = f"{action}?q={article.number}"
    form = next(form for address, form in Forms(browser.get(page).text).by_action.items() if address.startswith(action))
    return browser.post(action, data={**form.to_dict(), "deed": deed, "asking": asking})


def test_the_page_suggests_what_helps_and_links_it(browse, incident, article):
    browser = browse("mori")
    assert f'hx-get="/_/incidents/{incident.number}/suggestions"' in browser.get(f"/incidents/{incident.number}").text

    fragment = browser.get(f"/_/incidents/{incident.number}/suggestions", headers=HTMX).text
    form = Forms(fragment).by_action[f"/incidents/{incident.number}/link"].to_dict()
    answer = browser.post(f"/incidents/{incident.number}/link", data={**form, "deed": "link"})

    assert article.number in fragment
    assert answer.status_code == 303
    (use,) = incident.active_uses
    assert (use.article, use.kind, use.source, use.rank) == (article, LinkKind.REFERENCE, LinkSource.MANUAL_SEARCH, 1)
    traces.flush()
    told = db.session.query(SuggestionEvent).filter_by(deed=Deed.LINKED).one()
    assert (told.article_id, told.incident_id, told.rank) == (article.id, incident.id, 1)
    assert article.number not in browser.get(f"/_/incidents/{incident.number}/suggestions", headers=HTMX).text


def test_without_scripts_the_fragment_leads_to_the_page(browse, incident):
    answer = browse("mori").get(f"/_/incidents/{incident.number}/suggestions")

    assert answer.status_code == 303
    assert answer.location == f"/incidents/{incident.number}/link"


@pytest.mark.parametrize("typed", ["{number}", "kb-{n}", "691", "error 691 VPN"])
def test_an_article_is_found_by_number_and_by_words(browse, incident, article, typed):
    asked = typed.format(number=article.number, n=int(article.number[3:]))

    page = browse("mori").get(f"/incidents/{incident.number}/link", query_string={"q": asked}).text

    assert page.count(f'<span class="mono muted">{article.number}</span>') == 1


def test_nothing_found_leads_to_a_new_article(browse, incident, article):
    page = browse("mori").get(f"/incidents/{incident.number}/link?q=qwertzuiop").text

    assert "No article fits these words" in page
    assert f"/kb/new?incident={incident.number}" in page


def test_link_and_resolve_in_one_press(browse, incident, article):
    answer = _link(browse("mori"), incident, article, "resolve")

    assert answer.status_code == 303
    assert incident.state is State.RESOLVED
    assert (incident.active_uses[0].kind, incident.active_uses[0].outcome) == (LinkKind.RESOLVES, Outcome.SOLVED)
    page = browse("mori").get(answer.location.partition("#")[0]).text
    assert "Is the article right as it stands?" in page


def test_what_was_tried_in_vain_is_linked_as_that(browse, incident, article):
    _link(browse("mori"), incident, article, "failed")

    (use,) = incident.active_uses
    assert (use.kind, use.outcome) == (LinkKind.TRIED_FAILED, Outcome.NOT_SOLVED)


def test_an_article_withdrawn_between_showing_and_linking_is_not_linked(browse, incident, article, cast):
    browser = browse("mori")
    action = f"/incidents/{incident.number}/link"
    page = browser.get(f"{action}?q={article.number}").text
    form = next(form for address, form in Forms(page).by_action.items() if address.startswith(action)).to_dict()
    operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="An old client")

    for deed in ("link", "resolve", "failed"):
        answer = browser.post(f"{action}?q={article.number}", data={**form, "nonce": f"{deed}-1", "deed": deed})
        assert answer.status_code == 422
        assert "withdrawn meanwhile" in answer.text

    assert incident.uses == []
    assert incident.state is State.PRIORITIZED
    assert article.number not in browser.get(f"/_/incidents/{incident.number}/suggestions", headers=HTMX).text


@pytest.mark.parametrize(
    "form",
    [{}, {"article": "KB-000001 1 high"}, {"deed": "link"}, {"deed": "burn", "article": "KB-000001"},
     {"deed": "link", "article": "\x00" * 5}, {"deed": "link", "article": "9" * 100_000}],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence(browse, incident, article, form):
    action = f"/incidents/{incident.number}/link"
    browser = browse("mori")
    token = Forms(browser.get(f"{action}?q={article.number}").text)

    answer = browser.post(action, data={"csrf_token": next(iter(token.by_action.values()))["csrf_token"], **form})

    assert answer.status_code == 422
    assert incident.uses == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_outcome_asks_for_the_review_right_there(browse, incident, article, cast, outcome):
    knowledge.link(cast.mori, incident, article)
    use, browser = incident.active_uses[0], browse("nakano")

    answer = send(browser, f"/incidents/{incident.number}", f"/incidents/{incident.number}/uses/{use.id}/judge",
                  outcome=outcome.value)  # fmt: skip

    assert answer.status_code == 303
    assert use.outcome is outcome
    page = browser.get(answer.location.partition("#")[0]).text
    assert "Is the article right as it stands?" in page
    assert f"/kb/{article.number}/flag" in page
    assert "Is the article right" not in browser.get(f"/incidents/{incident.number}").text


def test_unlinking_wants_a_reason_and_stays_on_record(browse, incident, article, cast):
    knowledge.link(cast.mori, incident, article)
    use, browser = incident.active_uses[0], browse("mori")
    page = f"/incidents/{incident.number}/uses/{use.id}/unlink"

    assert send(browser, page, reason=" ").status_code == 422
    assert send(browser, page, reason="Another client").status_code == 303

    assert incident.active_uses == []
    assert use.unlink_reason == "Another client"
    assert browser.get(page).status_code == 409
    shown = browser.get(f"/incidents/{incident.number}").text
    assert "No article is linked yet." in shown
    assert "Another client" in shown


def test_only_what_the_caller_may_read_is_sent(browse, make, incident, article, cast):
    within = make.article(title="Ask the firewall team")
    for each in (article, within):
        knowledge.link(cast.mori, incident, each)
    first, second = incident.active_uses
    browser, base = browse("mori"), f"/incidents/{incident.number}"

    assert send(browser, base, f"{base}/uses/{first.id}/send").status_code == 303
    assert f"{base}/uses/{second.id}/send" not in browser.get(base).text
    token = Forms(browser.get(base).text).by_action[f"{base}/uses/{first.id}/send"]["csrf_token"]
    assert browser.post(f"{base}/uses/{second.id}/send", data={"csrf_token": token}).status_code == 422

    (letter,) = [entry for entry in incident.entries if entry.is_visible]
    assert f"/faq/{article.number}" in letter.text
    assert "Clear the stored password" in letter.text


def test_an_article_is_written_from_an_incident_and_linked_in_one_go(browse, make, cast):
    incident = make.incident(symptom="Scans do not arrive. Since today.", device="MFP-3F", state=State.RESOLVED)
    with transaction():
        incident.resolution, incident.direct_cause = "Renew the certificate.", "It had run out"
    browser, page = browse("nakano"), f"/kb/new?incident={incident.number}"

    offered = Forms(browser.get(page).text).by_action[page].to_dict()
    answer = send(browser, page)

    assert (offered["title"], offered["issue"].strip()) == ("Scans do not arrive.", "Scans do not arrive. Since today.")
    assert (offered["resolution"].strip(), offered["cause"].strip()) == ("Renew the certificate.", "It had run out")
    assert "MFP-3F" in offered["environment"]
    assert answer.status_code == 303
    assert answer.location == f"/incidents/{incident.number}#knowledge"
    (use,) = incident.active_uses
    assert (use.kind, use.source) == (LinkKind.CREATED_FROM, LinkSource.CREATED_FROM_INCIDENT)
    assert (use.article.title, use.article.service) == ("Scans do not arrive.", incident.service)
    told = db.session.query(Event).filter_by(verb=Verb.LINK_ARTICLE).one()
    assert (told.subject_id, told.object_id) == (incident.id, use.article_id)
    assert use_queries.reuse(cast.mori, use.article).total == 0, "to be born is no use"


def test_what_is_refused_leaves_neither_article_nor_link(browse, make, cast, monkeypatch):
    incident = make.incident()

    def lost(*_given, **_named):
        raise RuntimeError("lost")

    monkeypatch.setattr(knowledge, "_use", lost)
    with pytest.raises(RuntimeError):
        knowledge.write_from(cast.nakano, incident, contents=_contents(), type=make.article().type, language="en")

    db.session.rollback()
    assert db.session.query(Article).filter_by(source_key=None).count() == 1, "the one whose type was borrowed"
    assert db.session.query(ArticleUse).count() == 0


def _contents():
    from portal.articles.contents import Contents

    return Contents("Scans do not arrive", "Scans do not arrive", "", "Renew it.", "", "", [], [])


def test_the_article_of_a_restricted_incident_is_for_the_same_team(browse, make, cast):
    incident = make.incident(reporter=cast.abe, restricted_to=_hr())
    with transaction():
        cast.nakano.memberships[0].team_id = _hr().id
    db.session.expire_all()
    page = f"/kb/new?incident={incident.number}"

    assert browse("mori").get(page).status_code == 404
    assert send(browse("nakano"), page).status_code == 303

    article = incident.active_uses[0].article
    assert article.restricted_to_id == _hr().id
    assert browse("mori").get(f"/kb/{article.number}").status_code == 404
    assert browse("hara").get(f"/kb/{article.number}").status_code == 200


def test_a_restricted_article_is_not_shown_on_an_open_incident_to_others(browse, make, cast, incident):
    secret = make.article(cast.hara, title="Pay of the board", restricted_to=_hr())
    with transaction():
        incident.uses.append(
            ArticleUse(article=secret, sequence=1, kind=LinkKind.REFERENCE, source=LinkSource.MANUAL_SEARCH)
        )

    assert "Pay of the board" in browse("hara").get(f"/incidents/{incident.number}").text
    for login in ("mori", "imai", "kato"):
        page = browse(login).get(f"/incidents/{incident.number}").text
        assert "Pay of the board" not in page
        assert secret.number not in page
    use = incident.uses[0]
    assert browse("mori").get(f"/incidents/{incident.number}/uses/{use.id}/unlink").status_code == 404


def test_an_article_tells_where_it_was_used_and_what_came_of_it(browse, make, cast, article):
    seen, hidden = make.incident(symptom="Error 691 again"), make.incident(reporter=cast.abe, restricted_to=_hr())
    knowledge.link(cast.mori, seen, article, outcome=Outcome.SOLVED)
    with transaction():
        hidden.uses.append(
            ArticleUse(
                article=article, sequence=1, kind=LinkKind.REFERENCE, source=LinkSource.MANUAL_SEARCH,
                outcome=Outcome.NOT_SOLVED,
            )
        )  # fmt: skip

    mine, theirs = use_queries.reuse(cast.mori, article), use_queries.reuse(cast.hara, article)
    assert (mine.total, mine.recent, mine.share) == (1, 1, 100)
    assert (theirs.total, theirs.share) == (2, 50)
    page = browse("mori").get(f"/kb/{article.number}/uses").text
    assert seen.number in page
    assert hidden.number not in page
    assert hidden.number in browse("hara").get(f"/kb/{article.number}/uses").text
    assert "Led to a fix" in browse("mori").get(f"/kb/{article.number}").text


def test_an_article_is_linked_from_its_own_page(browse, make, article):
    incident, browser, page = make.incident(), browse("mori"), f"/kb/{article.number}/link"

    for wrong in ("", "INC-20200101-001", "x" * 5_000, "\x00"):
        assert send(browser, page, incident=wrong).status_code == 422
    answer = send(browser, page, incident=incident.number.lower())

    assert answer.status_code == 303
    assert answer.location == f"/incidents/{incident.number}#knowledge"
    assert [use.article for use in incident.active_uses] == [article]


def test_whoever_decides_to_write_an_article_is_led_there(browse, make, cast):
    incident: Incident = make.incident(state=State.RESOLVED)

    answer = send(
        browse("mori"), f"/incidents/{incident.number}/close", confirmation="proxy", decision="create",
        cause_unknown="y",
    )  # fmt: skip

    assert answer.status_code == 303
    assert answer.location == f"/kb/new?incident={incident.number}"


def test_a_draft_is_linked_too(make, cast, incident):
    begun = make.article(cast.mori, confidence=Confidence.WIP)

    knowledge.link(cast.mori, incident, begun)

    assert [use.article for use in incident.active_uses] == [begun]
