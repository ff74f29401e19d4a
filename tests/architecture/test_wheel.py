"""The package as strangers get it: built from its own source archive, installed elsewhere, and at work there."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tools import environment
from tools.environment import RUN_LOCK, Place

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from the source archive and not from the checkout."""
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t"]
    subprocess.run([*build, "sdist"], cwd=ROOT, check=True)
    # By command: the function's safe form is missing in Debian 12, its short form warns in later Pythons.
    subprocess.run([sys.executable, "-m", "tarfile", "-e", next(folder.glob("*.tar.gz")), folder], check=True)
    source = next(path for path in folder.iterdir() if path.is_dir())
    subprocess.run([*build, "wheel"], cwd=source, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An empty environment outside the checkout that got the pinned packages and the wheel, and nothing else."""
    place = Place(tmp_path_factory.mktemp("elsewhere"))
    (place.root / RUN_LOCK).write_bytes((ROOT / RUN_LOCK).read_bytes())
    environment.create(place)
    environment.install(place, RUN_LOCK)
    environment.bring_in(place, ["--no-deps", "--no-index", str(wheel)])
    return place


@pytest.fixture(scope="module")
def surroundings(elsewhere: Place) -> dict[str, str]:
    """What the installed portal finds in its environment: a data folder, and no trace of the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTHON"))}
    return {**kept, "PORTAL_DATA": str(elsewhere.root / "kept"), "PORTAL_SECRET_KEY": "0" * 64, "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def port(elsewhere: Place, surroundings: dict[str, str]) -> Iterator[int]:
    """The port of a portal that was migrated and serves; stopped politely at the end, with all its processes."""
    run(elsewhere, surroundings, "migrate")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = elsewhere.root / "serve.log"
    with told.open("wb") as log:
        server = subprocess.Popen(
            [elsewhere.portal, "serve", "--port", str(port)],
            cwd=elsewhere.root,
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    family = []
    try:
        wait_for(server, port, told)
        family = psutil.Process(server.pid).children(recursive=True)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(20)
        finally:
            _gone, left = psutil.wait_procs(family, 20)
            for process in left:
                process.kill()
    assert not left, f"still running after the end of the server: {left}"


def test_the_wheel_holds_both_packages_and_nothing_beside_them(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0].removesuffix(".dist-info")[:14] for name in names} == {
        "portal",
        "search_index",
        "knowledge_desk",
    }
    for needed in (
        "portal/templates/",
        "portal/static/css/",
        "portal/migrations/env.py",
        "portal/locale/ja/messages.po",
    ):
        assert any(name.startswith(needed) for name in names), needed
    assert not [name for name in names if "/tests/" in name or name.endswith((".env", ".sqlite3", ".pyc"))]


def test_the_command_answers_outside_the_checkout(elsewhere: Place, surroundings: dict[str, str]) -> None:
    assert "serve" in run(elsewhere, surroundings, "--help")

    where = [str(elsewhere.python), "-c", "import portal; print(portal.__file__)"]
    origin = subprocess.run(where, cwd="/", env=surroundings, capture_output=True, text=True, check=True).stdout
    assert Path(origin.strip()).is_relative_to(elsewhere.venv)


def test_migrating_twice_changes_nothing(port: int, elsewhere: Place, surroundings: dict[str, str]) -> None:
    run(elsewhere, surroundings, "migrate")

    assert get(port, "/healthz")[0] == 200


def test_the_installed_portal_serves_a_page_with_its_files(port: int) -> None:
    status, kind, page = get(port, "/faq/")

    assert (status, kind) == (200, "text/html")
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    assert any(name.endswith(".css") for name in files)
    for name in files:
        status, kind, text = get(port, name)
        assert (name, status, kind.split("/")[0]) == (name, 200, "text")
        assert text


def run(place: Place, surroundings: dict[str, str], *arguments: str) -> str:
    """What the installed `portal` says; a failure shows its words."""
    answer = subprocess.run(
        [place.portal, *arguments], cwd=place.root, env=surroundings, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def wait_for(server: subprocess.Popen[bytes], port: int, told: Path) -> None:
    """Return once the server is healthy; fail with its words when it ends or takes a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if get(port, "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not come up:\n{told.read_text(encoding='utf-8', errors='replace')}")


def get(port: int, address: str) -> tuple[int, str, str]:
    """Status, kind and text of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        kind = answer.headers.get_content_type()
        return answer.status, kind, answer.read().decode("utf-8")
    finally:
        connection.close()
