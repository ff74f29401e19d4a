"""Who may come where: every route and method, for everybody, from one reviewed table."""

import jinja2
import pytest
from argon2 import PasswordHasher
from sqlalchemy import update
from werkzeug.exceptions import HTTPException

from portal.accounts import passwords
from portal.accounts.models import User
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.conftest import PASSWORD
from tests.security.bodies import body
from tests.security.matrix import COLUMNS, ROWS
from tests.security.world import Browser, Shelf, build, people

SIGN_IN = "/login"


def outcome(answer) -> str:
    """The answer in one word of the table."""
    if answer.status_code == 303:
        return "in" if answer.headers["Location"].split("?")[0] == SIGN_IN else "done"
    return "ok" if answer.status_code in (200, 204) else str(answer.status_code)


@pytest.fixture
def world(make, cast, monkeypatch):
    # It is the walls that are tried here: nothing is drawn, and passwords cost nothing.
    monkeypatch.setattr(jinja2.Template, "render", lambda *_given, **_named: "")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with transaction():
        db.session.execute(update(User).values(password_hash=passwords.hashed(PASSWORD)))
    return build(make, cast)


@pytest.fixture
def browsers(app, world):
    return {name: Browser(app, None if name == "stranger" else name) for name in COLUMNS}


def _route(app, method, path):
    return app.url_map.bind("localhost").match(path.split("?")[0], method)


def test_every_route_and_method_is_in_the_table(app, world):
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    listed = set()
    for method, rule, _expected in ROWS:
        try:
            listed.add((_route(app, method, rule.format(**people(world)))[0], method))
        except HTTPException:
            pytest.fail(f"{method} {rule} leads nowhere")

    assert there - listed == set()


@pytest.mark.timeout(600)
def test_everybody_gets_what_the_table_says(app, world, browsers):
    shelf = Shelf(app)
    wrong = []
    for method, rule, expected in ROWS:
        path = rule.format(**people(world))
        endpoint, view_args = _route(app, method, path)
        form = body(endpoint, view_args, world) if method == "POST" else None
        for name, wanted in zip(COLUMNS, expected, strict=True):
            browser = browsers[name]
            answer = browser.get(path) if form is None else browser.post(path, form)
            got = outcome(answer)
            if got != wanted:
                wrong.append(f"{method} {rule} by {name}: {got} instead of {wanted}")
            if form is not None and answer.status_code in (200, 204, 303):
                shelf.put_back()
                browser.begin_anew()

    assert wrong == []
