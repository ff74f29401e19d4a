"""The pages of the words of the house."""

from collections.abc import Callable

from playwright.sync_api import Page as Tab

from tests.journeys.looks import ADMINISTRATOR, Look


def _try(tab: Tab) -> None:
    tab.locator("[name=try]").click()
    tab.locator("#trial :is(p, .flash)").first.wait_for()


def pages(empty_form: Callable[[Tab], None]) -> list[Look]:
    """The synonyms, one group with its trial, and both lists of words."""
    return [
        Look("admin-synonyms", "wording.synonyms", "/admin/synonyms", ADMINISTRATOR),
        Look("admin-synonyms-nothing", "wording.synonyms", "/admin/synonyms?q=qwertzuiop", ADMINISTRATOR),
        Look("admin-synonyms-group", "wording.change", "/admin/synonyms/1", ADMINISTRATOR),
        Look("admin-synonyms-tried", "wording.change", "/admin/synonyms/1", ADMINISTRATOR, do=_try),
        Look("admin-synonyms-new", "wording.add", "/admin/synonyms/new", ADMINISTRATOR),
        Look("admin-synonyms-invalid", "wording.add", "/admin/synonyms/new", ADMINISTRATOR, 422, empty_form),
        Look("admin-words-whole", "wording.words", "/admin/words/whole", ADMINISTRATOR),
        Look("admin-words-stop", "wording.words", "/admin/words/stop", ADMINISTRATOR),
    ]
