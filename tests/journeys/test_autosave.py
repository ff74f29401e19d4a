"""A review saves itself while one writes: what is told of it, two people in one section, a lost connection."""

import pytest

from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.reviews.kinds import Section
from portal.reviews.models import Part
from tests.browser import unreadable
from tests.chain import Chain

FORM = "form[action$='/sections/summary']"
FIELD = f"{FORM} [name=summary]"
TOLD = f"{FORM} [data-autosaved]"


@pytest.fixture
def number(cast, make, site) -> str:
    """A review that waits to be written."""
    found = Chain(cast, make).review(answered=False)
    with transaction():
        found.title = "VPN"
    number = found.number
    db.session.remove()
    return number


def _stored() -> str:
    db.session.remove()
    return db.session.query(Part).filter_by(section=Section.SUMMARY).one().answers["summary"]


def test_what_is_typed_is_saved_without_a_button_and_said_so(newcomer, number, words):
    mori = newcomer("mori")
    mori.go(f"/reviews/{number}")

    mori.page.locator(FIELD).press_sequentially("14:30 から")
    mori.page.locator(f"{TOLD} [data-version]").wait_for()

    assert words("Saved by itself") in mori.page.inner_text(TOLD)
    assert _stored().startswith("14:30 から")
    assert unreadable(mori.page) == []
    mori.page.fill(FIELD, "二度目も同じ版から続く")
    with mori.page.expect_response("**/sections/summary") as second:
        mori.page.locator(FIELD).blur()
    assert second.value.status == 200
    assert _stored() == "二度目も同じ版から続く"


def test_two_in_one_section_see_each_other_and_neither_text_is_lost(newcomer, number, words):
    mori, nakano = newcomer("mori"), newcomer("nakano")
    for reader in (mori, nakano):
        reader.go(f"/reviews/{number}")
    mori.page.fill(FIELD, "森が書いた")
    mori.page.locator(FIELD).blur()
    mori.page.locator(f"{TOLD} [data-version]").wait_for()

    nakano.page.focus(FIELD)
    nakano.page.locator(f"{FORM} [role=status] .warn", has_text="森 健太").wait_for()
    nakano.expect_status(409)
    nakano.page.fill(FIELD, "中野が書いた")
    nakano.page.locator(FIELD).blur()
    nakano.page.locator(f"{TOLD} .danger", has_text="森 健太").wait_for()
    assert unreadable(nakano.page) == []
    assert nakano.page.input_value(FIELD) == "中野が書いた"
    assert _stored() == "森が書いた"

    with nakano.page.expect_navigation():
        nakano.page.locator(f"{FORM} [type=submit]").click()
    both = nakano.page.locator(".conflict").inner_text()
    assert "森が書いた" in both
    assert "中野が書いた" in both
    assert nakano.page.input_value(FIELD) == "中野が書いた"
    with nakano.page.expect_navigation():
        nakano.page.locator(f"{FORM} [type=submit]").click()
    assert _stored() == "中野が書いた"


def test_without_a_connection_the_text_stays_and_is_saved_once_there_is_one(newcomer, number, words):
    mori = newcomer("mori")
    mori.go(f"/reviews/{number}")
    mori.context.set_offline(True)
    mori.page.fill(FIELD, "電車の中で書いた")
    failed = "Not saved: the connection was lost. Your text is still here, and saving is tried again."
    mori.page.locator(TOLD, has_text=words(failed)).wait_for()
    assert mori.page.input_value(FIELD) == "電車の中で書いた"
    assert _stored() != "電車の中で書いた"

    mori.context.set_offline(False)
    mori.page.locator(f"{TOLD} [data-version]").wait_for()
    assert _stored() == "電車の中で書いた"
    mori.complaints.texts.clear()
