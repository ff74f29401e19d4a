"""What to set up, the rules, and the audit log."""

import pytest
from sqlalchemy import func, select

from portal.accounts import credentials, groups
from portal.accounts import operations as accounts
from portal.accounts.models import Membership
from portal.articles import flags, operations
from portal.articles.lifecycle import Audience
from portal.articles.models import FlagKind, Severity
from portal.articles.policy import ArticlePolicy, Enforcement
from portal.articles.trail import readable_events
from portal.incidents.priority import Preset, PriorityPolicy
from portal.kernel import policies
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction
from portal.reports.policy import ReportPolicy
from portal.reviews.policy import ReviewPolicy
from tests.sending import filled, send, sent


def _in_english(cast):
    with transaction():
        for login in ("kato", "ueda", "ono"):
            getattr(cast, login).language = "en"


@pytest.fixture(autouse=True)
def _english(cast):
    _in_english(cast)


def _audit(browser, **query):
    answer = browser.get("/admin/audit", query_string=query)
    assert answer.status_code == 200
    return answer.text.partition('<section class="card flush">')[2]


def test_the_overview_reads_the_real_state(browse, make):
    page = browse("kato").get("/admin").text
    assert "First article" in page
    assert "PORTAL_CONTACT_EN" in page
    assert page.count("data-ng") == 3  # no article, nothing said of how to reach the desk, no mail

    make.article()

    assert browse("kato").get("/admin").text.count("data-ng") == 2


def test_a_knowledge_manager_sees_the_own_steps_only(browse):
    page = browse("ueda").get("/admin").text

    assert "/admin/categories" in page
    for address in ("/admin/people", "/admin/services", "/admin/policies"):
        assert address not in page


@pytest.mark.parametrize(
    ("address", "open_to"),
    [("/admin", {"kato", "ueda", "hara"}), ("/admin/policies", {"kato"}), ("/admin/audit", {"kato", "ono"})],
)
def test_who_may_see_which_page(browse, cast, address, open_to):
    assert browse().get(address).status_code == 303
    for login in vars(cast):
        assert browse(login).get(address).status_code == (200 if login in open_to else 403), login


def test_waiting_and_failed_jobs_are_told(browse, make):
    make.article()
    assert "waiting" in browse("kato").get("/admin").text


def test_rules_hold_from_the_moment_they_are_saved(browse):
    browser = browse("kato")

    assert (
        send(browser, "/admin/policies", enforcement="hard", not_validated_outside="y", review_days="30").status_code
        == 303
    )

    assert policies.read(ArticlePolicy) == ArticlePolicy(
        enforcement=Enforcement.HARD, not_validated_outside=True, review_days=30
    )
    assert "The rules hold from now on." in browser.get("/admin/policies").text


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("review_days", ""),
        ("review_days", "6"),
        ("review_days", "many"),
        ("review_days", "9" * 40),
        ("review_days", "1.5"),
        ("enforcement", "iron"),
    ],
)
def test_a_wrong_rule_is_named_and_nothing_holds(browse, field, wrong):
    answer = send(browse("kato"), "/admin/policies", **{"review_days": "30", field: wrong})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert policies.read(ArticlePolicy) == ArticlePolicy()


def test_each_area_has_its_rules(browse):
    browser = browse("kato")
    form = {"required_up_to": "2", "review_days": "5", "approve_days": "7", "publish_days": "10"}

    assert send(browser, "/admin/policies/reviews", **form, timeline_rows="3", factors="1").status_code == 303
    assert send(browser, "/admin/policies/priority", matrix="four_levels").status_code == 303
    assert send(browser, "/admin/policies/reports", show_names="y").status_code == 303
    refused = send(browser, "/admin/policies/reviews", **{**form, "required_up_to": "6"})

    assert policies.read(ReviewPolicy).required_up_to == 2
    assert policies.read(PriorityPolicy).matrix is Preset.FOUR_LEVELS
    assert policies.read(ReportPolicy).show_names
    assert (refused.status_code, "from 0 to 5" in refused.text) == (422, True)


def test_saving_the_rules_unchanged_is_told(browse):
    browser = browse("kato")
    send(browser, "/admin/policies", review_days="30")

    answer = send(browser, "/admin/policies")

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text


def test_two_administrators_changing_the_rules_lose_nothing_not_even_the_first_time(browse, cast):
    browser = browse("kato")
    form = filled(browser, "/admin/policies")
    policies.change(cast.kato, policy=ArticlePolicy(review_days=60))

    answer = sent(browser, "/admin/policies", form, review_days="30")

    assert answer.status_code == 409
    assert "60" in answer.text
    assert policies.read(ArticlePolicy).review_days == 60
    again = sent(browser, "/admin/policies", form, review_days="30", version="1", nonce="anew")
    assert again.status_code == 303


def test_the_log_is_narrowed_by_deed_person_record_and_day(browse, make, cast):
    article = make.article(cast.sato)
    policies.change(cast.kato, policy=ArticlePolicy(review_days=60))
    browser = browse("ono")

    assert article.number in _audit(browser, verb="article.draft")
    assert article.number not in _audit(browser, verb="policy.change")
    assert article.number in _audit(browser, person="sato")
    assert article.number not in _audit(browser, person="kato")
    assert article.number in _audit(browser, record="kb-1")
    assert "Change rules" not in _table(_audit(browser, record="kb-1"))
    assert article.number in _audit(browser, since="2000-01-01", until="9999-12-31")
    assert "Nothing fits" in _audit(browser, until="2000-01-01")
    assert "Nothing fits" in _audit(browser, record="KB-000099")


def test_a_record_of_any_kind_narrows_the_log(browse, cast):
    team = cast.mori.teams[0]
    groups.retire_team(cast.kato, team)

    page = _audit(browse("kato"), record=f"teams:{team.id}")

    assert "Retire team" in _table(page)
    assert "Nothing fits" in _audit(browse("kato"), record="teams:99999999999999999999")


@pytest.mark.parametrize(
    "query",
    [
        {"verb": "king.crown"},
        {"since": "yesterday", "until": "2026-02-30"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"record": "users:" + "9" * 400},
        {"record": "x\0y"},
        {"person": "あ" * 2_000},
        {"page": "9" * 30},
        {"record": "secrets:1"},
    ],
)
def test_odd_questions_get_a_page(browse, query):
    _audit(browse("kato"), **query)


def test_restricted_records_leave_no_trace_in_the_log_of_others(browse, make, cast):
    hr = cast.hara.teams[0]
    secret = make.article(cast.hara, title="Salaries of directors", restricted_to=hr)
    flags.flag(
        cast.hara, secret, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="canary word", duplicate_of=None
    )
    opened = make.article(cast.sato)

    for login in ("kato", "ono"):
        page = _audit(browse(login))
        assert opened.number in page
        for word in (secret.number, "canary", "for the team only", hr.name):
            assert word not in _table(page), word
        for question in ({"record": secret.number}, {"record": f"articles:{secret.id}"}, {"record": "article_flags:1"}):
            assert "Nothing fits" in _audit(browse(login), **question)


def test_members_of_the_team_read_the_whole_log(browse, make, cast):
    hr = cast.hara.teams[0]
    secret = make.article(cast.hara, restricted_to=hr)
    with transaction():
        db.session.add(Membership(user_id=cast.kato.id, team_id=hr.id))

    assert secret.number in _table(_audit(browse("kato")))


def test_a_deed_that_names_a_restricted_article_beside_an_open_one_is_hidden_too(make, cast):
    hr = cast.hara.teams[0]
    secret, opened = make.article(cast.hara), make.article(cast.sato)
    operations.merge(cast.sato, opened, secret, reason="the same")
    before = db.session.scalar(select(func.count()).select_from(Event).where(readable_events(cast.kato)))
    operations.restrict(cast.hara, secret, team=hr, reason="for the team only")

    after = db.session.scalar(select(func.count()).select_from(Event).where(readable_events(cast.kato)))

    assert after == before - 2  # the drafting of the restricted one, and the merging


def test_the_log_keeps_what_was_discarded(browse, make, cast):
    article = make.article(cast.sato, resolution="")
    operations.discard(cast.sato, article, reason="A slip")

    page = _table(_audit(browse("kato")))

    assert article.number in page
    assert f'href="/kb/{article.number}"' not in page


def test_the_log_tells_what_became_what(browse, cast, make):
    article = make.article(audience=Audience.PUBLIC)
    operations.pull_back(cast.imai, article, reason="It names a server")

    page = " ".join(_table(_audit(browse("ono"), record=article.number)).split())

    assert "Audience: Public → Agents only" in page
    assert "It names a server" in page


def test_passwords_are_never_in_the_log(browse, cast):
    credentials.set_password(cast.kato, cast.mori, password="given to them once")

    page = _audit(browse("kato"))
    assert "Set password" in page
    assert "argon2" not in page
    assert "given to them once" not in page


def test_the_name_of_somebody_who_left_stays_in_the_log(browse, cast, make):
    make.article(cast.sato)
    accounts.retire_person(cast.kato, cast.sato)

    assert "佐藤 恵" in _audit(browse("kato"), person="sato")


def _table(page):
    return page.partition("<tbody>")[2]
