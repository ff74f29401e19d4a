"""No page without a keeper: not at registration, not at the start, not at the request."""

import ast
import inspect

import pytest
from flask import Blueprint, Flask, g

from portal.accounts.roles import EVERYBODY, LICENCE_GRANTS, ROLE_GRANTS
from portal.app import create_app
from portal.http.guard import Door, GuardedBlueprint, admit, insist_on_keepers, needs_of
from portal.kernel.verbs import Verb
from portal.settings import Settings
from portal.web import PAGES
from tests.architecture.code import name_of, sources


def _own_methods(rule):
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def test_every_rule_has_a_keeper(app):
    rules = list(app.url_map.iter_rules())

    assert len(rules) > 50
    assert [rule.rule for rule in rules if not isinstance(needs_of(app, rule.endpoint), Verb | Door)] == []


def test_a_verb_that_keeps_a_door_is_held_by_somebody(app):
    held = EVERYBODY.union(*ROLE_GRANTS.values(), *LICENCE_GRANTS.values())
    keepers = {needs_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}

    assert {keeper for keeper in keepers if isinstance(keeper, Verb)} <= held


def test_routes_look_or_send_and_nothing_else(app):
    for rule in app.url_map.iter_rules():
        assert _own_methods(rule) in ({"GET"}, {"POST"}, {"GET", "POST"}), rule.rule


def test_all_pages_come_from_guarded_blueprints(app):
    assert all(isinstance(pages, GuardedBlueprint) for pages in PAGES)
    assert set(app.blueprints) == {pages.name for pages in PAGES}


def test_a_route_without_needs_cannot_be_written():
    guarded = GuardedBlueprint("pages", __name__)

    for word in (guarded.page, guarded.form, guarded.action):
        with pytest.raises(TypeError):
            word("/")
        with pytest.raises(TypeError, match="takes a Verb or a Door"):
            word("/", needs=None)
        with pytest.raises(TypeError, match="takes a Verb or a Door"):
            word("/", needs="anyone")


def test_each_word_gives_its_methods():
    app = Flask("doors")
    guarded = GuardedBlueprint("pages", __name__)
    guarded.page("/look", needs=Door.ANYONE, endpoint="look")(lambda: "")
    guarded.form("/form", needs=Door.ANYONE, endpoint="form")(lambda: "")
    guarded.action("/act", needs=Door.ANYONE, endpoint="act")(lambda: "")
    app.register_blueprint(guarded)

    methods = {rule.rule: _own_methods(rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert methods == {"/look": {"GET"}, "/form": {"GET", "POST"}, "/act": {"POST"}}


def test_no_view_is_put_beside_the_three_words():
    found = []
    for path in sources("portal"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("route", "add_url_rule", "get", "post"):
                if node.attr in ("get", "post") and not (isinstance(node.value, ast.Name) and node.value.id == "bp"):
                    continue
                found.append(name_of(path))

    assert sorted(set(found)) == ["portal/http/guard.py", "portal/web/assets.py"]


@pytest.mark.parametrize("kind", ["blueprint", "route", "static folder"])
def test_the_application_does_not_start_while_a_door_is_open(kind):
    app = Flask("doors", static_folder="static" if kind == "static folder" else None)
    if kind == "blueprint":
        bare = Blueprint("bare", __name__)
        bare.route("/bare")(lambda: "")
        app.register_blueprint(bare)
    elif kind == "route":
        app.add_url_rule("/bare", "bare", lambda: "")

    with pytest.raises(RuntimeError, match="without needs=: /"):
        insist_on_keepers(app)


def test_a_door_that_is_opened_later_is_refused_at_the_request(tmp_path):
    app = create_app(Settings(data=tmp_path, testing=True))
    app.view_functions["late"] = lambda: "come in"
    app.url_map.add(app.url_rule_class("/late", endpoint="late", methods=["GET"]))

    answer = app.test_client().get("/late")

    assert answer.status_code == 500
    assert "come in" not in answer.text
    with app.test_request_context("/late"):
        g.user = object()
        with pytest.raises(RuntimeError, match="late has no keeper"):
            admit()


def test_the_keeper_stands_before_every_view(app):
    names = [function.__qualname__ for function in app.before_request_funcs[None]]

    assert names[-1] == "admit" or names.index("admit") > names.index("_recognise")
    assert inspect.signature(admit).parameters == {}
