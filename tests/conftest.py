"""An application and a copied database for each test; the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import schema
from portal.accounts import passwords, signing_in
from portal.accounts.models import Membership, Team, User
from portal.accounts.roles import Licence, Role
from portal.app import create_app
from portal.catalog.models import Category, Service
from portal.kernel import i18n
from portal.kernel import markdown as markdown_renderer
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.settings import Settings
from tests.builders import Builders

PASSWORD = "ten green bottles"

# login: (name, reading, roles, licence, teams, language)
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Data tests are marked by the fixture they ask for, so that the run can say how many were skipped."""
    for item in items:
        if "sample_data" in getattr(item, "fixturenames", ()):
            item.add_marker("data")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all migrations and the cast, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    app = create_app(_settings(folder))
    with app.app_context():
        schema.upgrade(db.engine)
        with transaction():
            _enlist()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def app(prepared: Path, tmp_path: Path) -> Iterator[Flask]:
    """A running application with the cast and nothing else."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    for name in ("portal.sqlite3", "secret_key"):
        shutil.copy(prepared / name, data / name)
    app = create_app(_settings(data))
    with app.app_context():
        i18n.use("en", "Asia/Tokyo")
        yield app
        db.session.remove()
        db.engine.dispose()


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


@pytest.fixture(autouse=True, scope="session")
def _end_children() -> Iterator[None]:
    yield
    markdown_renderer.close()


def _settings(data: Path) -> Settings:
    return Settings(data=data, testing=True, language="en", partners=True, base_url="http://localhost")


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
