"""From an empty portal to its first article: whoever set it up is led from one thing to the next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import schema
from portal.app import create_app
from portal.kernel.db import db
from portal.settings import Settings
from tests.browser import Reader, is_wider_than_the_screen, served, unreadable
from tests.journeys.conftest import Newcomer, readers

OWN = "the tall ship sails at dawn"


@pytest.fixture
def site(tmp_path: Path, language: str) -> Iterator[str]:
    """A portal in which there is nothing and nobody."""
    app = create_app(Settings(data=tmp_path / "data", testing=True, language="en", base_url="http://localhost"))
    with app.app_context():
        schema.upgrade(db.engine)
        db.session.remove()
    with served(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def newcomer(chromium, site: str, language: str) -> Iterator[Newcomer]:
    yield from readers(chromium, site, language)


def _fill(reader: Reader, **values: str) -> None:
    for name, value in values.items():
        reader.page.fill(f"main [name={name}]", value)


def _send(reader: Reader) -> None:
    with reader.page.expect_navigation():
        reader.page.locator("main [type=submit][data-kind=primary]").first.click()


def _take_step(reader: Reader, label: str) -> None:
    """Back to the overview, and from there to what is to be done next."""
    reader.go("/admin")
    with reader.page.expect_navigation():
        reader.page.locator(".checklist").get_by_role("link", name=label, exact=True).click()


def test_the_first_administrator_is_led_to_the_first_article(newcomer, words, tmp_path, language):
    founder = newcomer()

    founder.go("/")
    assert founder.page.url.endswith("/setup")
    assert unreadable(founder.page) == []
    code = (tmp_path / "data" / "setup_code").read_text(encoding="utf-8").strip()
    _fill(founder, code_given=code, login="kato", name="加藤 学", email="kato@aoba.example", password=OWN)
    founder.page.select_option("main [name=language]", language)
    _send(founder)
    assert founder.page.url.endswith("/admin")
    assert founder.page.locator(".checklist [data-ng]").count() >= 5
    assert unreadable(founder.page) == []

    _take_step(founder, words("Add team"))
    _fill(founder, name_ja="サービスデスク", name_en="Service desk")
    _send(founder)
    _take_step(founder, words("Add service"))
    _fill(founder, key="mail", name_ja="メール", name_en="Mail")
    founder.page.select_option("main [name=owner_team]", index=1)
    _send(founder)
    _take_step(founder, words("Add category"))
    _fill(founder, slug="mail", name_ja="メール・予定表", name_en="Mail and calendar")
    _send(founder)
    _take_step(founder, words("Add person"))
    first_password = founder.page.input_value("main [name=password]")
    assert len(first_password) >= 10
    _fill(founder, login="ueda", name_ja="上田 誠", reading="うえだ まこと", email="ueda@aoba.example")
    founder.page.select_option("main [name=language]", language)
    founder.page.locator("main [name=roles][value=knowledge_manager]").check()
    _send(founder)
    founder.go("/admin")
    done = founder.page.locator(".checklist [data-ok]").count()
    assert done >= 4

    writer = newcomer()
    writer.go("/login")
    _fill(writer, login="ueda", password=first_password)
    writer.page.keyboard.press("Enter")
    writer.page.wait_for_url("**/me/password**")
    _fill(writer, current=first_password, password=OWN)
    _send(writer)
    writer.go("/")
    assert writer.page.url.endswith("/kb")
    with writer.page.expect_navigation():
        writer.page.locator("main, .topbar").get_by_role("link", name=words("New article")).first.click()
    _fill(writer, title="メールが届かない", issue="メールが届かない", resolution="1. 迷惑メールを見る。")
    _send(writer)
    assert writer.page.url.endswith("/kb/KB-000001")

    founder.go("/admin")
    assert founder.page.locator(".checklist [data-ok]").count() == done + 1
    founder.page.set_viewport_size({"width": 390, "height": 844})
    assert is_wider_than_the_screen(founder.page) == ""


def test_the_set_up_page_wants_the_code_and_keeps_what_was_typed(newcomer, words):
    stranger = newcomer()
    stranger.go("/setup")
    stranger.expect_status(422)
    stranger.go("/setup")
    _fill(stranger, code_given="guessed", login="mallory", name="Mallory", password=OWN)
    _send(stranger)

    assert stranger.page.url.endswith("/setup")
    assert stranger.page.input_value("[name=login]") == "mallory"
    assert unreadable(stranger.page) == []
