"""The same questions with and without records that are not for the person: not a byte differs."""

import random
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import time_machine

from portal.articles import feedback, flags
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import FlagKind, Severity, Surface
from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse
from portal.kernel import jobs, traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import suggestions
from tests.rounds import rounds
from tests.security.bodies import SPOKEN
from tests.security.crawl import HTMX
from tests.security.world import Browser, Shelf, build, plain

# Behind it stands what is typed while suggestions are asked for.
TYPED = " typed: "
NOON = "2026-11-22 03:00:00+00:00"
WORDS = ("VPN", "691", "password", "エラー", "printer", '"error 691"', "vp*", "-windows vpn", "zanzibar", "KB-000006")
READERS = [
    "/faq/",
    "/faq/?lang=ja",
    "/faq/c/network",
    "/faq/c/vpn",
    "/faq/c/vpn?page=2",
    "/faq/search",
    "/faq/search?page=2",
    "/faq/feed.xml",
    "/faq/sitemap.xml",
    "/robots.txt",
    "/faq/{public}",
    "/faq/KB-000998",
    *(f"/faq/search?q={word}" for word in WORDS),
]
SIGNED_IN = ["/faq/{company}", "/kb/{company}", *(f"/search?q={word}" for word in WORDS)]
SIGNED_IN += [f"/_/jump?q={word}" for word in WORDS[:5]]
AGENTS = [
    "/kb",
    "/kb?page=2",
    "/kb?sort=title",
    "/kb?state=archived",
    "/kb?flagged=1",
    "/kb/flags",
    "/kb/{within}",
    "/kb/{within}/history",
    "/kb/{valid}/flag",
    *(f"/kb?q={word}" for word in WORDS[:5]),
    *(f"/search?q={word}" for word in WORDS),
    "/search?q=vpn&state=archived",
    "/_/jump?q=vpn",
    "/search/why?article={within}&q=VPN 691",
    "/search/why?article={company}&q=VPN&reader=public",
]
KEEPERS = ["/admin", "/admin/people", "/admin/teams", "/admin/services", "/admin/categories", "/readyz"]
KEEPERS += ["/search/why?article={within}&q=VPN password&person=hara"]
KEEPERS += ["/admin/audit", "/admin/audit?page=2", "/admin/audit?person=hara", "/admin/audit?verb=article.restrict"]


def _answers(app, world, name, paths):
    browser = Browser(app, None if name == "stranger" else name)
    found = {}
    for path in paths:
        address, typing, typed = path.format(**vars(world)).partition(TYPED)
        if typing:
            answer = browser.post(address, {**SPOKEN, "symptom": typed, "visit": "one sitting"}, headers=HTMX)
        else:
            answer = browser.get(address, headers=HTMX if path.startswith("/_/") else None)
        headers = sorted((key, value) for key, value in answer.headers if key not in ("X-Request-Id", "Set-Cookie"))
        found[path] = (answer.status_code, headers, plain(answer.get_data()))
    return found


def _differing(app, world, asked):
    shelf = Shelf(app)
    before = {name: _answers(app, world, name, paths) for name, paths in asked.items()}
    shelf.put_back()

    def after(narrower):
        narrower()
        traces.flush()
        jobs.drain()
        db.session.rollback()
        again = {name: _answers(app, world, name, paths) for name, paths in asked.items()}
        return [f"{name} {path}" for name in asked for path in asked[name] if before[name][path] != again[name][path]]

    return after


@time_machine.travel(NOON, tick=False)
def test_readers_cannot_tell_what_is_for_others(app, make, cast):
    world = build(make, cast)
    after = _differing(app, world, {"stranger": READERS, "abe": [*READERS, *SIGNED_IN]})

    def narrower():
        words = {"title": "zanzibar VPN error 691", "issue": "zanzibar printer password"}
        for state in (Confidence.WIP, Confidence.NOT_VALIDATED, Confidence.VALIDATED):
            article = make.article(cast.sato, confidence=state, **words)
        make.article(cast.sato, audience=Audience.PARTNER, **words)
        make.article(cast.hara, restricted_to=cast.hara.teams[0], **words)
        flags.flag(cast.mori, article, kind=FlagKind.UNCLEAR, severity=Severity.NORMAL, text="zanzibar")
        feedback.voted(cast.mori, article, Surface.KB, helpful=True)

    assert after(narrower) == []


@time_machine.travel(NOON, tick=False)
def test_agents_cannot_tell_what_is_restricted_to_another_team(app, make, cast):
    world = build(make, cast)
    everything = [*AGENTS, *SIGNED_IN, *READERS[:10]]
    after = _differing(app, world, {"ueda": everything, "kato": [*AGENTS[:9], *KEEPERS], "ono": KEEPERS[-4:]})

    def narrower():
        words = {"title": "zanzibar VPN error 691", "issue": "zanzibar printer password"}
        for state in (Confidence.WIP, Confidence.VALIDATED):
            article = make.article(cast.hara, confidence=state, restricted_to=cast.hara.teams[0], **words)
        flags.flag(cast.hara, article, kind=FlagKind.UNCLEAR, severity=Severity.NORMAL, text="zanzibar")
        feedback.voted(cast.hara, article, Surface.KB, helpful=True)
        feedback.viewed(cast.hara, article, Surface.KB)

    assert after(narrower) == []


VOCABULARY = (
    *("VPN", "691", "password", "printer", "error", "windows", "connect", "restart", "paswsord", "conect", "zanzibar"),
    *(
        "zanzabar",
        "salary",
        "salery",
        "接続",
        "エラー",
        "パスワード",
        "プリンター",
        "パスワート",
        "サラリー",
        "給与明細",
        "繋がらない",
    ),
)


def _questions(count):
    """One to six words of the vocabulary, the same for every run; some as phrases, beginnings, or left out."""
    chance = random.Random(5)
    for _ in range(count):
        words = [
            chance.choice(("{}", "{}", "{}", '"{}"', "-{}", "{}*")).format(word)
            for word in chance.sample(VOCABULARY, chance.randint(1, 6))
        ]
        yield chance.choice((" ", "", "の")).join(words)


@pytest.mark.timeout(1_800)
@time_machine.travel(NOON, tick=False)
def test_no_question_is_answered_otherwise_because_of_what_is_for_others(app, make, cast, monkeypatch):
    monkeypatch.setattr(suggestions, "secrets", SimpleNamespace(token_hex=lambda _bytes: "one asking"))
    monkeypatch.setattr(suggestions, "time", SimpleNamespace(perf_counter=lambda: 0.0))
    world = build(make, cast)
    asked = list(_questions(rounds(60, 500)))
    found = [f"/search?q={quote(text)}" for text in asked]
    after = _differing(
        app,
        world,
        {
            "stranger": [f"/faq/search?q={quote(text)}" for text in asked],
            "abe": found + [f"/_/report/answers{TYPED}{text}" for text in asked],
            "mori": found + [f"/_/suggest{TYPED}{text}" for text in asked],
            "hara": found,
        },
    )

    def narrower():
        words = {"title": "zanzibar VPN error 691 サラリー", "issue": "zanzibar salary printer 給与明細 パスワード"}
        hr = cast.hara.teams[0]
        article = make.article(cast.hara, confidence=Confidence.VALIDATED, restricted_to=hr, **words)
        hidden = make.incident(
            symptom=" ".join(words.values()), reporter=cast.hara, state=State.RESOLVED, restricted_to=hr
        )
        make.incident(symptom=" ".join(words.values()), reporter=cast.hara, restricted_to=hr)
        with transaction():
            use = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH}
            hidden.uses.append(ArticleUse(article=article, sequence=1, **use))

    noticed = after(narrower)
    assert noticed  # by HR itself; else this would prove nothing
    assert [line for line in noticed if not line.startswith("hara ")] == []


@time_machine.travel(NOON, tick=False)
def test_a_record_for_them_would_be_noticed(app, make, cast):
    """Else sameness would prove nothing."""
    world = build(make, cast)
    after = _differing(app, world, {"stranger": ["/faq/", "/faq/search?q=VPN"], "ueda": ["/kb", "/search?q=VPN"]})

    assert len(after(lambda: make.article(cast.sato, audience=Audience.PUBLIC))) == 4
