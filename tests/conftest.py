"""An application and a copied database for each test; the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from portal import schema
from portal.accounts import passwords, signing_in
from portal.accounts.models import Membership, Team, User
from portal.accounts.roles import Licence, Role
from portal.app import create_app
from portal.catalog.models import Category, Service
from portal.kernel import i18n
from portal.kernel import markdown as markdown_renderer
from portal.kernel.current import Holdings
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import engine as search_engine
from portal.search import shipped
from portal.settings import Settings
from search_index import analysis
from tests import postgres as postgresql
from tests.builders import Builders
from tests.postgres import Cluster

PASSWORD = "ten green bottles"
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Login name, then: name, its reading, roles, licence, teams, language.
CAST: dict[str, tuple[str, str, list[Role], Licence | None, list[str], str]] = {
    "abe": ("阿部 聡", "あべ さとし", [], None, [], "ja"),
    "mori": ("森 健太", "もり けんた", [Role.FIRST_LINE], Licence.CANDIDATE, ["desk"], "ja"),
    "nakano": ("中野 葵", "なかの あおい", [Role.SECOND_LINE], Licence.CONTRIBUTOR, ["network"], "ja"),
    "sato": ("佐藤 恵", "さとう めぐみ", [Role.SECOND_LINE], Licence.PUBLISHER, ["network"], "ja"),
    "ueda": ("上田 誠", "うえだ まこと", [Role.KNOWLEDGE_MANAGER], Licence.PUBLISHER, ["desk"], "ja"),
    "imai": ("今井 直子", "いまい なおこ", [Role.INCIDENT_MANAGER], None, ["desk"], "ja"),
    "hara": ("原 美咲", "はら みさき", [Role.KNOWLEDGE_MANAGER], Licence.PUBLISHER, ["hr"], "ja"),
    "ono": ("小野 修", "おの おさむ", [Role.AUDITOR], None, [], "ja"),
    "kato": ("加藤 学", "かとう まなぶ", [Role.ADMIN], None, [], "ja"),
    "partner": ("外部 連携", "がいぶ れんけい", [], None, [], "ja"),
    "emily": ("CARTER Emily", "", [], None, [], "en"),
}

MARKED_BY_FIXTURE = {"sample_data": "data", "postgres": "postgres", "chromium": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need something of the machine are marked by the fixture they ask for."""
    for item in items:
        for fixture in MARKED_BY_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKED_BY_FIXTURE[fixture])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all migrations and the cast, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    app = create_app(_settings(folder))
    with app.app_context():
        schema.upgrade(db.engine)
        shipped.install()
        with transaction():
            _enlist()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def house(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for the whole run: its routes, templates and statements are worked out once."""
    data = tmp_path_factory.mktemp("house") / "data"
    data.mkdir(mode=0o700)
    shutil.copy(prepared / "secret_key", data / "secret_key")
    return create_app(_settings(data))


@pytest.fixture
def app_on_sqlite(house: Flask, prepared: Path) -> Iterator[Flask]:
    """The house with a fresh copy of the database, and nothing left of the test before."""
    held: Holdings = house.extensions["portal"]
    for left in held.settings.data.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != "secret_key":
            left.unlink()
    shutil.copy(prepared / "portal.sqlite3", held.settings.data / "portal.sqlite3")
    house.extensions["portal"] = Holdings(
        held.settings, held.listeners, held.render, search_engine.Engine(held.settings.index_folder)
    )
    with _in_use(house):
        yield house
    house.extensions["portal"] = held


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Flask:
    """A running application with the cast and nothing else, on SQLite; with PORTAL_TEST_ON_POSTGRES=1 on PostgreSQL."""
    name = "app_on_postgres" if os.environ.get("PORTAL_TEST_ON_POSTGRES") == "1" else "app_on_sqlite"
    app: Flask = request.getfixturevalue(name)
    return app


@pytest.fixture(scope="session")
def prepared_on_postgres(prepared: Path, postgres: Cluster) -> str:
    """The same as a database of PostgreSQL."""
    name = postgres.database()
    app = create_app(_settings(prepared, postgres.url(name)))
    with app.app_context():
        schema.upgrade(db.engine)
        shipped.install()
        with transaction():
            _enlist()
        db.session.remove()
        db.engine.dispose()
    return name


@pytest.fixture
def app_on_postgres(
    prepared: Path, prepared_on_postgres: str, postgres: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The same on a database of PostgreSQL that is this test's own."""
    data = tmp_path_factory.mktemp("data")
    shutil.copy(prepared / "secret_key", data / "secret_key")
    name = postgres.database(template=prepared_on_postgres)
    with _at_work(_settings(data, postgres.url(name))) as app:
        yield app
    postgres.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app_on_each(request: pytest.FixtureRequest) -> Flask:
    """The same application, once on each database; a module that wants this lets its `app` be this."""
    app: Flask = request.getfixturevalue(f"app_on_{request.param}")
    return app


@pytest.fixture
def cast(app: Flask) -> SimpleNamespace:
    """Abe who reads, Mori the agent, Nakano the contributor, Sato the editor, Ueda the knowledge manager …"""
    return SimpleNamespace(**{user.login: user for user in db.session.query(User)})


@pytest.fixture
def make(app: Flask, cast: SimpleNamespace) -> Builders:
    return Builders(cast)


@pytest.fixture
def browse(app: Flask) -> Callable[..., FlaskClient]:
    """A person at a browser: `browse("mori")`, or `browse()` for a stranger. Forms are sent with `send`."""

    def open_browser(login: str | None = None, language: str = "en") -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if login is not None:
            user = db.session.query(User).filter_by(login=login).one()
            token = signing_in.open_session(user, address="127.0.0.1", agent="test")
            with client.session_transaction() as session:
                session["sign_in"] = token
        return client

    return open_browser


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """The folder of real texts, where there is one."""
    folder = os.environ.get("PORTAL_SAMPLE_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PORTAL_SAMPLE_DATA names no folder of sample data")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own."""
    programs = postgresql.programs()
    if programs is None:
        _do_without("PORTAL_REQUIRE_POSTGRES", "there are no PostgreSQL programs (apt-get install postgresql)")
    with postgresql.running(programs) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a screen, that speaks to nobody but the page at hand."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _do_without("PORTAL_REQUIRE_BROWSER", "there is no Chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def _do_without(switch: str, reason: str) -> NoReturn:
    if os.environ.get(switch) == "1":
        pytest.fail(f"{switch}=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True, scope="session")
def _end_children() -> Iterator[None]:
    yield
    markdown_renderer.close()


@contextmanager
def _at_work(settings: Settings) -> Iterator[Flask]:
    with _in_use(create_app(settings)) as app:
        yield app


@contextmanager
def _in_use(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        i18n.use("en", "Asia/Tokyo")
        yield app
        analysis.adopt(analysis.house_words((), ()))  # what the house of a test has decided ends with it
        db.session.remove()
        db.engine.dispose()


def _settings(data: Path, database: str = "") -> Settings:
    # Named here, so that what stands in the .env of this checkout does not count.
    own = {"data": data, "database_url": database, "secret_key": "", "base_url": "http://localhost"}
    return Settings(**own, testing=True, language="en", partners=True)


def _enlist() -> None:
    hashed = passwords.hashed(PASSWORD)
    teams = {
        "desk": Team(name_ja="サービスデスク", name_en="Service desk"),
        "network": Team(name_ja="ネットワーク担当", name_en="Network"),
        "hr": Team(name_ja="人事システム担当", name_en="HR systems"),
    }
    db.session.add_all(teams.values())
    db.session.flush()
    for login, (name, reading, roles, licence, member_of, language) in CAST.items():
        user = User(login=login, name_ja=name, reading=reading, email=f"{login}@aoba.example", password_hash=hashed)
        user.language, user.licence, user.is_partner = language, licence, login == "partner"
        user.granted_roles = [Role.END_USER, *roles]
        user.memberships = [Membership(team_id=teams[key].id) for key in member_of]
        db.session.add(user)
    db.session.add(
        Service(key="vpn", name_ja="リモートアクセス (VPN)", name_en="Remote access (VPN)", owner_team=teams["network"])
    )
    network = Category(slug="network", name_ja="ネットワーク・VPN", name_en="Network and VPN", icon="wifi")
    network.children = [Category(slug="vpn", name_ja="VPN", name_en="VPN")]
    db.session.add(network)
