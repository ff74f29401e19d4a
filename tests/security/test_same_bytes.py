"""What one may not see answers like what is not there: the same status, the same bytes, the same headers."""

import pytest

from tests.security.bodies import body
from tests.security.crawl import HTMX
from tests.security.world import Browser, build, plain

OUTSIDERS = ("stranger", "abe", "mori", "ueda", "kato")
ALWAYS_NEW = {"X-Request-Id", "Set-Cookie", "Date"}
# Addresses and fields in which a number stands beside the one in the path: the query of pages, the words of forms.
ASKING = (
    "/incidents/{incident}/link?q={number}",
    "/kb/new?from={number}",
    "/kb/new?translation_of={number}",
    "/kb?q={number}",
    "/kb/flags?q={number}",
    "/search?q={number}",
    "/search/why?article={number}&q=VPN",
    "/search/why?article={number}&q=VPN&person=hara",
    "/_/jump?q={number}",
    "/faq/search?q={number}",
    "/admin/audit?record={number}",
    "/kb/{within}/edit?flag={flag}",
)
ASKING_INCIDENTS = (
    "/kb/new?incident={number}",
    "/incidents?q={number}",
    "/desk?q={number}",
    "/search?q={number}",
    "/admin/audit?record={number}",
)
TELLING = (
    ("/incidents/{incident}/link", {"article": "{number} 1 high", "deed": "link"}),
    ("/kb/{within}/merge", {"other": "{number}", "reason": "x"}),
    ("/kb/{within}/archive", {"why": "duplicate", "replacement": "{number}", "reason": "x"}),
    ("/kb/{within}/flag", {"kind": "duplicate", "severity": "normal", "text": "x", "duplicate_of": "{number}"}),
    ("/_/kb/checks?of={number}", {"title": "x", "issue": "x"}),
    ("/_/kb/checks", {"title": "x", "issue": "x", "resolution": "[x](kb:{number})", "audience": "public"}),
    ("/_/kb/preview", {"preview": "resolution", "resolution": "[x](kb:{number})"}),
)
TELLING_INCIDENTS = (
    ("/kb/{within}/link", {"incident": "{number}"}),
    ("/incidents/{incident}/join", {"parent": "{number}"}),
    ("/incidents/{incident}/cancel", {"why": "duplicate", "parent": "{number}", "reason": "x"}),
)


@pytest.fixture
def world(make, cast):
    return build(make, cast)


def _answer(answer, number):
    text = plain(answer.get_data()).replace(number.encode(), b"NUMBER").replace(number.lower().encode(), b"NUMBER")
    headers = {name: value.replace(number, "NUMBER") for name, value in answer.headers if name not in ALWAYS_NEW}
    return answer.status_code, headers, text


def _same(ask, pairs):
    differing = []
    for what, hidden, absent in pairs:
        if _answer(ask(hidden), hidden[1]) != _answer(ask(absent), absent[1]):
            differing.append(what)
    return differing


def _numbers(rule, world):
    """One that is absent, and those that are there for others."""
    if rule.rule.startswith(("/incidents/", "/desk/")):
        return (world.absent_incident, world.hidden_incident)
    if rule.rule.startswith("/problems/"):
        return (world.absent_problem, world.hidden_problem)
    if rule.rule.startswith("/reviews/"):
        return (world.absent_review, world.hidden_review)
    return (world.absent, world.secret, world.gone)


def _with_a_number(app):
    return [rule for rule in app.url_map.iter_rules() if "number" in rule.arguments]


@pytest.mark.timeout(400)
def test_a_hidden_article_is_as_if_it_were_not_there(app, world):
    bound = app.url_map.bind("localhost")
    rest = {"sequence": 1, "span": "1..1", "flag_id": world.hidden_flag, "entry_id": world.hidden_entry}
    rest |= {"use_id": world.hidden_use, "attachment_id": world.hidden_file, "name": "a.txt"}
    rest |= {"incident": world.hidden_incident}
    rest |= {"change_id": 1, "row_id": 1, "section": "learned"}
    differing, tried = [], 0
    for name in OUTSIDERS:
        browser = Browser(app, None if name == "stranger" else name)
        for rule in _with_a_number(app):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answers = []
                for number in _numbers(rule, world):
                    args = {"number": number, **{key: rest[key] for key in rule.arguments & rest.keys()}}
                    path = bound.build(rule.endpoint, args)
                    form = body(rule.endpoint, {"number": world.within, **args}, world)
                    answer = browser.get(path) if method == "GET" else browser.post(path, form)
                    answers.append(_answer(answer, number))
                tried += 1
                if any(answer != answers[0] for answer in answers):
                    differing.append(f"{name}: {method} {rule.rule}")

    assert differing == []
    assert tried > 200


def test_for_readers_an_article_of_agents_is_not_there_either(app, world):
    numbers = (world.absent, world.within, world.wip, world.valid, world.archived, world.partners)
    for browser in (Browser(app, "abe"), Browser(app, None)):
        for path in ("/faq/{}", "/kb/{}"):
            answers = [_answer(browser.get(path.format(number)), number) for number in numbers]
            assert all(answer == answers[0] for answer in answers), path
        votes = [_answer(browser.post(f"/faq/{number}/vote", {"helpful": "yes"}), number) for number in numbers]
        assert all(answer == votes[0] for answer in votes)


@pytest.mark.parametrize("name", ["mori", "ueda", "ono", "kato"])
def test_no_question_and_no_form_tells_a_hidden_number_from_an_absent_one(app, world, name):
    browser = Browser(app, name)
    known = {"within": world.within, "incident": world.incident}
    articles, tickets = (world.secret, world.absent), (world.hidden_incident, world.absent_incident)
    differing = []
    for path in (*ASKING, *ASKING_INCIDENTS):
        answers = []
        numbers = tickets if path in ASKING_INCIDENTS else articles
        for number, flag in zip(numbers, (world.hidden_flag, 999), strict=True):
            address = path.format(number=number, flag=flag, **known)
            answer = browser.get(address, headers=HTMX if path.startswith("/_/") else None)
            status, headers, text = _answer(answer, number)
            headers.pop("Content-Length", None)
            answers.append((status, headers, text.replace(f"flag={flag}".encode(), b"")))
        if answers[0] != answers[1]:
            differing.append(path)
    for path, form in (*TELLING, *TELLING_INCIDENTS):
        answers = []
        for number in tickets if (path, form) in TELLING_INCIDENTS else articles:
            filled = {key: value.format(number=number) for key, value in form.items()}
            headers = HTMX if path.startswith("/_/") else None
            answers.append(_answer(browser.post(path.format(number=number, **known), filled, headers=headers), number))
        if answers[0] != answers[1]:
            differing.append(path)

    assert differing == []


def test_a_visible_article_answers_otherwise(app, world):
    """Else sameness would prove nothing."""
    browser = Browser(app, "mori")

    assert _answer(browser.get(f"/kb/{world.within}"), world.within) != _answer(
        browser.get("/kb/KB-000999"), "KB-000999"
    )


def test_nobody_and_somebody_look_the_same_at_the_sign_in(app):
    browser = Browser(app, None)

    answers = [browser.post("/login", {"login": name, "password": "wrong horse"}) for name in ("nobody", "abe")]

    assert [answer.status_code for answer in answers] == [422, 422]
    told = [plain(answer.get_data()) for answer in answers]
    assert told[0].replace(b'value="nobody"', b"") == told[1].replace(b'value="abe"', b"")
