"""Every text that people read has its Japanese, with the same places to fill."""

import ast
import re

import pytest
from babel.messages.catalog import Message

from portal.kernel import i18n
from tests.architecture.code import name_of, sources
from tools.words import Text, catalogue, spoken

PLACE = re.compile(r"%(?:\((\w+)\)([a-z])|(%))")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
TRANSLATORS = {"_", "gettext", "ngettext", "lazy_gettext", "mark"}
# Names that Japanese readers know in Latin letters.
ALIKE = {"KB", "FAQ", "KCS", "SLA", "ID", "PDF", "CSV", "URL", "HTML", "Markdown", "English", "OK", "PIR"}
ALIKE |= {"Enter", "Esc", "Ctrl", "Alt", "Shift", "Candidate", "Contributor", "Publisher", "Coach"}


def _forms(text: Text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def _places(text: str) -> set[tuple[str, str]]:
    return {(name, kind) for name, kind, percent in PLACE.findall(text) if not percent}


@pytest.fixture(scope="module")
def said() -> dict[Text, list[str]]:
    return spoken()


def test_every_text_has_its_japanese(said):
    known = catalogue()

    missing = {}
    for text, places in said.items():
        message = known.get(_forms(text)[0])
        if message is None or message.fuzzy or not all(_strings(message)):
            missing[text] = places[0]
    assert missing == {}
    assert len(said) > 300


def test_the_catalogue_keeps_no_text_that_nobody_says(said):
    keys = {_forms(text)[0] for text in said}

    assert [message.id for message in catalogue() if message.id and _forms(message.id)[0] not in keys] == []


def test_a_translation_fills_the_same_places():
    wrong = []
    for message in catalogue():
        if not message.id or not all(_strings(message)):
            continue
        # A plural's singular may say “one”; Japanese has one form for all counts.
        wanted = set().union(*(_places(form) for form in _forms(message.id)))
        wrong += [(message.id, string) for string in _strings(message) if _places(string) != wanted]

    assert wrong == []


def test_a_translation_can_be_filled():
    for message in catalogue():
        for text in (*_forms(message.id), *_strings(message)):
            if _places(text):
                assert text % {name: 7 for name, _kind in _places(text)}
                assert not re.search(r"%(?!\()", text.replace("%%", "")), text


def test_a_plural_stays_a_plural_and_a_text_a_text(said):
    known = catalogue()
    for text in said:
        message = known.get(_forms(text)[0])
        if message is not None and message.string:
            assert isinstance(text, tuple) == isinstance(message.id, tuple | list), text


def test_japanese_is_japanese():
    english = [
        message.id
        for message in catalogue()
        if message.id and all(_strings(message))
        for string in _strings(message)
        if not JAPANESE.search(string) and not set(re.findall(r"[A-Za-z]+", PLACE.sub("", string))) <= ALIKE
    ]

    assert english == []


def test_no_text_is_put_together_before_it_is_translated():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources("portal")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS
        if any(isinstance(given, ast.JoinedStr | ast.BinOp) for given in node.args[:2])
    ]

    assert found == []


def test_the_running_catalogue_is_the_written_one(said):
    forms = i18n.catalogue("ja")

    whole = {_forms(message.id)[0] for message in catalogue() if message.id and not message.fuzzy and message.string}
    assert set(forms) <= whole
    with i18n.speaking("ja"):
        assert i18n.gettext("Save") != "Save"
