"""People at browsers before a served portal, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal import schema
from portal.accounts.models import User
from portal.app import create_app
from portal.demo import story
from portal.kernel import i18n, jobs
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild, shipped
from portal.settings import Settings
from tests.browser import Reader, served

Newcomer = Callable[..., Reader]
Words = Callable[..., str]


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of everybody in the journey."""
    return str(request.param)


@pytest.fixture
def words(language: str) -> Words:
    """What a text of the portal says in the language of the journey."""

    def said(text: str, **values: object) -> str:
        with i18n.speaking(language):
            return i18n.gettext(text, **values)

    return said


@pytest.fixture
def site(app: Flask, language: str) -> Iterator[str]:
    """The cast's portal, served, with an index; everybody has the language of the journey."""
    with transaction():
        for user in db.session.query(User):
            user.language = language
    rebuild.rebuild_all()
    db.session.remove()
    with served(app) as address:
        yield address


@pytest.fixture
def newcomer(chromium: Browser, site: str, language: str) -> Iterator[Newcomer]:
    """A person with a browser of their own: `newcomer("sato")` is signed in, `newcomer()` is a stranger.

    At the end of the journey nothing may have been wrong in any of the browsers.
    """
    yield from readers(chromium, site, language)


def readers(chromium: Browser, address: str, language: str) -> Iterator[Newcomer]:
    """People who come to *address*, and the look back at what their browsers said."""
    came: list[Reader] = []

    def come(login: str | None = None, **options: Any) -> Reader:
        reader = Reader(chromium, address, language, **options)
        came.append(reader)
        if login is not None:
            reader.sign_in(login)
        return reader

    yield come
    for reader in came:
        reader.leave()
    assert [text for reader in came for text in reader.complaints.texts] == []


@pytest.fixture
def work_off(app: Flask) -> Callable[[], None]:
    """What the worker beside the portal would do now."""

    def work() -> None:
        db.session.remove()
        jobs.drain()
        db.session.remove()

    return work


@dataclass(frozen=True)
class Company:
    """The demo, served: its application, its address, and how somebody of each role signs in."""

    app: Flask
    address: str
    sign_ins: dict[str, story.SignIn]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company of the demo with its articles in every state, told and served once for all who look at it."""
    data: Path = tmp_path_factory.mktemp("company")
    app = create_app(Settings(data=data, testing=True, language="en", partners=True, base_url="http://localhost"))
    with app.app_context():
        schema.upgrade(db.engine)
        shipped.install()
        sign_ins = {sign_in.role: sign_in for sign_in in story.load()}
        rebuild.rebuild_all()
        jobs.drain()
        db.session.remove()
    with served(app) as address:
        yield Company(app, address, sign_ins)
    with app.app_context():
        db.engine.dispose()
