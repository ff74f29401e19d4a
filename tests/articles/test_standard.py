"""The eight checks, and what keeps an article from being validated or shown."""

import time

import pytest

from portal.articles import standard
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArticleType
from portal.articles.standard import Manuscript, Verdict

GOOD = {
    "title": "Cannot connect to the VPN: error 691",
    "issue": "It says “error 691”",
    "environment": "- Windows 11",
    "resolution": "1. Clear the stored password.\n2. Sign in anew.",
    "cause": "",
    "short_answer": "Clear the stored password.",
    "type": ArticleType.PROBLEM,
    "audience": Audience.WITHIN,
}
OK, TO_DO, OPEN = Verdict.OK, Verdict.TO_DO, Verdict.OPEN
LONG = {
    "one word": "a" * 65_000,
    "brackets": "[" * 65_000,
    "empty lines": "\n" * 65_000,
    "bare numbers": "1.\n" * 20_000,
    "addresses": "http://" * 9_000,
    "at signs": "a@" * 30_000,
    "dots": "a@" + "a." * 30_000,
    "blanks": "password" + " " * 60_000,
    "blocks": ":::internal\n" * 5_000,
    "half links": "[]( " * 16_000,
    "numbers": "0123-" * 13_000,
}


def verdicts(**changes):
    more = {name: changes.pop(name) for name in ("similar", "names", "links") if name in changes}
    found = standard.checks(Manuscript(**{**GOOD, **changes}), **more)
    return {check.name: check.verdict for check in found}


def hint(name, **changes):
    more = {key: changes.pop(key) for key in ("similar", "names", "links") if key in changes}
    return next(
        check.hint for check in standard.checks(Manuscript(**{**GOOD, **changes}), **more) if check.name == name
    )


def test_there_are_eight_and_a_good_article_meets_all_that_can_be_judged(app):
    found = verdicts(similar=[])

    assert len(found) == 8
    assert found == {**dict.fromkeys(found, OK), "readable_links": OPEN}


def test_nothing_written_is_nothing_judged(app):
    found = verdicts(**dict.fromkeys(("title", "issue", "environment", "resolution", "short_answer"), ""))

    assert (found["title"], found["one_problem"], found["steps"], found["unique"]) == (OPEN, OPEN, OPEN, OPEN)


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("認証アプリを機種変更すると確認コードが届かない", OK),
        ("パスワードを変更するには？", OK),
        ("「エラー 691」と表示される", OK),
        ("How do I change my password?", OK),
        ("Printer", TO_DO),
        ("VPN", TO_DO),
    ],
)
def test_a_title_has_the_words_of_those_who_ask(app, title, verdict):
    assert verdicts(title=title)["title"] is verdict


def test_many_statements_are_perhaps_two_articles(app):
    assert verdicts(issue="\n".join(f"- {number}" for number in range(13)))["one_problem"] is TO_DO


@pytest.mark.parametrize(
    ("resolution", "type", "verdict"),
    [
        ("Clear the password and sign in.", ArticleType.PROBLEM, TO_DO),
        ("Clear the password and sign in.", ArticleType.QA, OK),
        ("1. " + "あ" * 161, ArticleType.PROBLEM, TO_DO),
        ("１．再起動する。", ArticleType.PROBLEM, OK),
        ("  1) Restart.", ArticleType.HOWTO, OK),
        ("1.\n\n\nNothing after the number", ArticleType.HOWTO, TO_DO),
    ],
)
def test_steps_are_numbered_and_short(app, resolution, type, verdict):
    assert verdicts(resolution=resolution, type=type)["steps"] is verdict


@pytest.mark.parametrize(
    "text",
    [
        "Write to suzuki@aoba.example.",
        "内線は 03-1234-5678 です。",
        "+81 3 1234 5678",
        "password: hunter22",
        "パスワード：abcd1234",
    ],
)
def test_contacts_and_passwords_are_found(app, text):
    assert verdicts(resolution=f"1. {text}")["personal"] is TO_DO


@pytest.mark.parametrize(
    "text",
    ["Password: ****", "パスワード: 「新しいもの」", "KB-0123-4567-890", "2026-11-22", "0x0000007e", "Error 0-1"],
)
def test_what_only_looks_alike_is_left_alone(app, text):
    assert verdicts(resolution=f"1. {text}")["personal"] is OK


def test_names_of_people_are_found_outside_internal_blocks_only(app):
    assert verdicts(cause="佐藤恵に聞く", names=["佐藤恵"])["personal"] is TO_DO
    assert verdicts(cause=":::internal\n佐藤恵に聞く\n:::", names=["佐藤恵"])["personal"] is OK
    assert verdicts(cause="森に聞く", names=["森"])["personal"] is OK


def test_a_promised_link_leads_somewhere(app):
    assert verdicts(resolution="1. Restart.\n2. 次のページを開きます。")["destinations"] is TO_DO
    assert "line 2" in hint("destinations", resolution="1. Restart.\n2. 次のページを開きます。")
    assert verdicts(resolution="1. [次のページ](https://example.org/a)を開きます。")["destinations"] is OK
    assert verdicts(resolution="1. Open [the page]( ).")["destinations"] is TO_DO


def test_a_linked_article_exists_and_can_be_read_by_these_readers(app):
    text = "1. See [this](kb:KB-000002)."

    assert verdicts(resolution=text, links={"KB-000002": None})["destinations"] is TO_DO
    assert verdicts(resolution=text, links={"KB-000002": Audience.WITHIN})["destinations"] is OK
    narrow = verdicts(resolution=text, links={"KB-000002": Audience.WITHIN}, audience=Audience.PUBLIC)
    assert narrow["readable_links"] is TO_DO
    wide = verdicts(resolution=text, links={"KB-000002": Audience.PUBLIC}, audience=Audience.PUBLIC)
    assert wide["readable_links"] is OK


@pytest.mark.parametrize(
    "address", ["http://localhost/x", "https://wiki", "http://wiki/a", "http://10.1.2.3", "https://vpn.aoba.local/a"]
)
def test_addresses_inside_the_house_are_not_for_readers_outside(app, address):
    assert verdicts(resolution=f"1. Open {address}\n", audience=Audience.PUBLIC)["readable_links"] is TO_DO


def test_addresses_of_the_world_are(app):
    found = verdicts(
        resolution="1. Open https://www.example.org/local and http://example.com.", audience=Audience.PUBLIC
    )

    assert found["readable_links"] is OK


def test_articles_that_read_alike_are_counted(app):
    assert verdicts(similar=["KB-000002"])["unique"] is TO_DO
    assert verdicts(similar=None)["unique"] is OPEN


@pytest.mark.parametrize("name", LONG)
def test_no_text_holds_up_the_checks(app, name):
    text = LONG[name]
    written = Manuscript(**{**GOOD, **dict.fromkeys(("title", "issue", "environment", "resolution", "cause"), text)})
    began = time.process_time()

    standard.checks(written, similar=[], names=["佐藤恵"], links={})

    # A pattern that looks back and forth takes minutes for these.
    assert time.process_time() - began < 3


def test_what_is_missing_for_validation_is_named_by_field(make):
    article = make.article(environment=" ")

    assert [name for name, _sentence in standard.missing_for_validation(article)] == ["environment"]


def test_what_forbids_an_audience_is_named_all_at_once(make):
    article = make.article(
        short_answer="",
        resolution="1. Mail a@b.example, then [open]().\n2. http://wiki/a",
        confidence=Confidence.VALIDATED,
    )

    public = [name for name, _sentence in standard.missing_for_audience(article, Audience.PUBLIC)]
    company = [name for name, _sentence in standard.missing_for_audience(article, Audience.CUSTOMER)]

    assert public == ["short_answer", "audience", "resolution", "resolution"]
    assert company == ["short_answer", "audience"]
