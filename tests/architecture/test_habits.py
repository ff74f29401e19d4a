"""Habits that no linter knows."""

import ast
import inspect
import re
from enum import Enum

import pytest

from portal.accounts.roles import EVERYBODY, LICENCE_GRANTS, ROLE_GRANTS, Licence, Role
from portal.kernel.operation import OPERATIONS
from portal.kernel.verbs import Verb
from portal.web.forms import PortalForm
from portal.web.words import WORDS
from tests.architecture.code import ROOT, modules, name_of, sources
from tests.architecture.forms_and_operations import FITS
from tools.lint_templates import check

LONGEST_FILE = {"portal": 300, "search_index": 300, "tools": 300, "tests": 400}  # lines
TELLS_POLICY = re.compile(r"<style>|script in the page|style=:|on[a-z]+=:|javascript:")

# Queries without a viewer, each with the reason why nobody has to be asked.
WITHOUT_VIEWER = {
    "portal.accounts.queries.by_login_or_email": "who signs in is nobody yet",
    "portal.accounts.queries.any_administrator": "an empty portal has no viewer",
    "portal.accounts.queries.anybody": "an empty portal has no viewer",
    "portal.articles.queries.canonical": "spells a number, reads nothing",
    "portal.incidents.queries.canonical": "spells a number, reads nothing",
    "portal.articles.queries.like": "builds a condition, reads nothing",
    "portal.articles.queries.open_clause_of": "is the rule itself",
}


def _query_modules():
    found = [module for module in modules() if re.search(r"(^|\.|_)queries$", module.__name__)]
    assert len(found) >= 4
    return [*found, *(module for module in modules() if module.__name__ == "portal.articles.outside")]


def test_one_place_commits():
    found = {
        name_of(path)
        for path in sources("portal", "migrations")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }

    # What the bench commits there is the writer of another search engine.
    assert found - {"portal/ops/bench/engines.py"} == {"portal/kernel/transaction.py"}


def test_every_query_takes_the_viewer_first():
    without = {
        f"{module.__name__}.{name}"
        for module in _query_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if next(iter(inspect.signature(function).parameters), "") != "viewer"
    }

    assert without == set(WITHOUT_VIEWER)


def test_every_operation_can_be_done_by_somebody():
    modules()
    held = EVERYBODY.union(*ROLE_GRANTS.values(), *LICENCE_GRANTS.values())

    assert OPERATIONS
    assert {name: verb for name, verb in OPERATIONS.items() if verb not in held} == {}


def test_every_verb_has_a_word_and_a_use():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*sources("portal"), *sources("templates", suffix=".html")]
        if path.name not in ("verbs.py", "words.py", "roles.py")
    )
    used = set(re.findall(r"\bVerb\.([A-Z_]+)\b", code))

    assert [verb for verb in Verb if verb not in WORDS] == []
    assert [verb.name for verb in Verb if verb.name not in used] == []


def test_every_word_that_people_choose_from_is_written_down():
    shown = {type(member) for member in WORDS}

    missing = [member for kind in shown for member in kind if member not in WORDS]
    assert missing == []
    assert {Role, Licence} <= shown
    assert all(isinstance(member, Enum) and text.strip() for member, text in WORDS.items())


def _forms() -> set[type[PortalForm]]:
    modules()
    found, waiting = set(), list(PortalForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("portal."):
            found.add(form)
    return found


def test_every_form_is_in_the_reviewed_table():
    assert _forms() == {fit.form for fit in FITS}


@pytest.mark.parametrize("fit", FITS, ids=lambda fit: f"{fit.form.__name__}-{fit.deed.__name__}")
def test_a_form_has_exactly_the_fields_that_its_operation_takes(fit):
    fields = {name for name, _field in _declared(fit.form)} - {"version"}
    parameters = inspect.signature(fit.deed).parameters.values()
    takes = {parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.POSITIONAL_ONLY}

    assert fields - fit.joined == takes - fit.given - {"version"}
    assert fit.joined <= fields
    assert fit.given <= takes


def _declared(form):
    return [(name, field) for name in dir(form) if hasattr(field := getattr(form, name), "field_class")]


def test_no_template_holds_script_or_style():
    found = [
        f"{name_of(path)}:{finding.line}: {finding.sentence}"
        for path in sources("templates", suffix=".html")
        for finding in check(path.read_text(encoding="utf-8"))
        if TELLS_POLICY.search(finding.sentence)
    ]

    assert found == []
    assert TELLS_POLICY.search(check('<p style="color: red"></p>')[0].sentence)


def test_no_file_is_too_long_to_be_read_at_once():
    long = {
        name_of(path): count
        for folder, longest in LONGEST_FILE.items()
        for path in sources(folder)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > longest
    }

    assert long == {}


def test_every_module_opens_with_a_sentence():
    silent = []
    for path in sources("portal", "search_index", "tools", "tests"):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not re.match(r"[A-Z“`./].*[.!?:]", text, re.DOTALL):
            silent.append(name_of(path))

    assert silent == []


def test_nobody_imports_a_neighbours_private_name():
    found = []
    for path in sources("portal"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal"):
                found += [f"{name_of(path)}: {alias.name}" for alias in node.names if re.match("_(?!_)", alias.name)]

    assert found == []
    assert (ROOT / "portal").is_dir()
