"""Every page, for everybody, on PostgreSQL: the same statuses as the table of routes allows, and never an error."""

import pytest
from flask import Flask

from portal.search import rebuild
from tests.security.crawl import HTMX, addresses, questions
from tests.security.world import Browser, build

LISTS = ["/kb?sort=title&dir=asc", "/kb?text=VPN&state=validated&page=2", "/kb?flagged=1&audience=public&language=ja"]
LISTS += [
    "/kb?category=network&service=vpn",
    "/admin/people?text=sa&page=2",
    "/admin/audit?record=KB-000001&person=sato",
]


@pytest.fixture
def app(app_on_postgres: Flask) -> Flask:
    return app_on_postgres


@pytest.mark.timeout(300)
@pytest.mark.parametrize("indexed", [True, False], ids=["by index", "by SQL"])
def test_no_page_fails(app, make, cast, indexed):
    world = build(make, cast)
    if indexed:
        rebuild.rebuild_all()
    asked = [*addresses(app, [world.public, world.within, world.secret], world), *LISTS]
    asked += questions(["VPN", "接続できない", "691"], at_the_desk=True)
    seen = set()

    for name in (None, "abe", "mori", "ueda", "hara", "ono", "kato"):
        browser = Browser(app, name)
        for path in asked:
            answer = browser.get(path, headers=HTMX if path.startswith("/_/") else None)
            assert answer.status_code < 500, (name, path)
            seen.add((name, answer.status_code))

    # Everybody got something, and was refused something.
    assert {(name, 200) for name in (None, "abe", "mori", "ueda", "hara", "ono", "kato")} <= seen
    assert (None, 303) in seen
    assert ("mori", 404) in seen
