"""The same questions with and without records that are not for the person: not a byte differs."""

import time_machine

from portal.articles import feedback, flags
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import FlagKind, Severity, Surface
from portal.kernel import jobs, traces
from portal.kernel.db import db
from tests.security.crawl import HTMX
from tests.security.world import Browser, Shelf, build, plain

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
        answer = browser.get(path.format(**vars(world)), headers=HTMX if path.startswith("/_/") else None)
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


@time_machine.travel(NOON, tick=False)
def test_a_record_for_them_would_be_noticed(app, make, cast):
    """Else sameness would prove nothing."""
    world = build(make, cast)
    after = _differing(app, world, {"stranger": ["/faq/", "/faq/search?q=VPN"], "ueda": ["/kb", "/search?q=VPN"]})

    assert len(after(lambda: make.article(cast.sato, audience=Audience.PUBLIC))) == 4
