"""A PostgreSQL of the tests' own: in a temporary folder, on 127.0.0.1 and a socket, ended with the run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

PROGRAMS = ("initdb", "pg_ctl", "postgres")
SERVANTS = ("postgres", "nobody")  # whom root lends the cluster to: PostgreSQL refuses to run as root
SETTINGS = "-c fsync=on -c max_connections=60 -c shared_buffers=32MB -c log_min_messages=fatal"


class Cluster:
    """A running server; `database()` makes a database and gives its address."""

    def __init__(self, folder: Path, port: int, user: str) -> None:
        self.folder, self.port, self._user = folder, port, user
        self._numbers = count(1)

    def url(self, name: str) -> str:
        return f"postgresql://{self._user}@127.0.0.1:{self.port}/{name}"

    def database(self, *, template: str = "template0") -> str:
        """Make a database, empty or as a copy of *template*; gives its name."""
        name = f"portal_{next(self._numbers)}"
        self._say(f'CREATE DATABASE {name} TEMPLATE {template} ENCODING "UTF8"')
        return name

    def drop(self, name: str) -> None:
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _say(self, sentence: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sentence)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL programs on this machine, if there is any."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = shutil.which("pg_ctl")
    for folder in [*packaged, *([Path(on_path).resolve().parent] if on_path else [])]:
        if all((folder / program).is_file() for program in PROGRAMS):
            return folder
    return None


@contextmanager
def running(programs: Path) -> Iterator[Cluster]:
    """A cluster of its own, with syncing on as in earnest; ended by its own `pg_ctl` whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    servant = _servant(folder)
    user, data, port = "tests", folder / "data", _free_port()

    def call(program: str, *words: str) -> None:
        done = subprocess.run(
            [programs / program, *words],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            **servant,
        )
        if done.returncode:
            log = (folder / "log").read_text(errors="replace")[-2_000:] if (folder / "log").is_file() else ""
            raise RuntimeError(f"{program} failed: {done.stdout}\n{done.stderr}\n{log}")

    try:
        call("initdb", "-D", str(data), "-U", user, "-E", "UTF8", "--locale=C", "--auth=trust")
        # No password: it listens on the loopback for as long as the run lasts, and holds nothing but the cast.
        options = f"-p {port} -k {folder} -h 127.0.0.1 {SETTINGS}"
        call("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Cluster(folder, port, user)
        finally:
            call("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _servant(folder: Path) -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in SERVANTS if name in known)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PORTAL_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
