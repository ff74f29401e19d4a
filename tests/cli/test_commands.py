"""What the commands do, typed as a person types them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.accounts import passwords, queries
from portal.accounts.models import User
from portal.accounts.roles import Licence, Role
from portal.articles.models import Article
from portal.kernel import jobs
from portal.kernel.db import db


def _user(login: str) -> User:
    user = queries.by_login_or_email(login)
    assert user is not None
    return user


def test_a_new_portal_gets_its_first_administrator_once(empty: Path, portal: Any, looked_into: Any) -> None:
    made = portal("init", "--login", "kato", "--name", "加藤 学", "--language", "ja")
    again = portal("init", "--login", "ito", "--name", "伊藤")

    assert made.exit_code == 0, made.output
    password = made.output.split("this once: ")[1].splitlines()[0]
    assert (again.exit_code, again.stdout) == (1, "")
    assert "portal user add" in again.stderr
    with looked_into():
        assert passwords.verify(_user("kato").password_hash, password)
        assert Role.ADMIN in _user("kato").roles


def test_a_password_that_is_asked_for_is_not_printed(empty: Path, portal: Any, looked_into: Any) -> None:
    made = portal("init", "--ask-password", typed="kato\n加藤 学\nten green bottles\nten green bottles\n")

    assert made.exit_code == 0, made.output
    assert "ten green" not in made.output
    with looked_into():
        assert passwords.verify(_user("kato").password_hash, "ten green bottles")


def test_a_weak_password_is_refused_and_nobody_is_made(empty: Path, portal: Any, looked_into: Any) -> None:
    refused = portal("init", "--ask-password", typed="kato\n加藤 学\nshort\nshort\n")

    assert refused.exit_code == 1
    assert "10 characters" in refused.stderr
    with looked_into():
        assert not db.session.scalar(select(func.count()).select_from(User))


def test_migrating_twice_says_that_nothing_was_to_do(empty: Path, portal: Any) -> None:
    first, second = portal("migrate"), portal("migrate")

    assert "brought to version" in first.output
    assert "at this version" in second.output


@pytest.mark.parametrize(
    "words", [("user", "add", "x", "--name", "X"), ("index", "status"), ("fsck",), ("demo",), ("serve",)]
)
def test_a_database_that_was_not_migrated_is_refused(empty: Path, portal: Any, words: tuple[str, ...]) -> None:
    refused = portal(*words)

    assert refused.exit_code == 1
    assert refused.stderr == "Error: The database is not at this version. Run: portal migrate\n"


def test_somebody_is_added_with_roles_and_a_password_to_be_changed(data: Path, portal: Any, looked_into: Any) -> None:
    made = portal(
        *("user", "add", "tanaka", "--name", "田中 光", "--role", "second_line", "--licence", "publisher"),
        *("--team", "ネットワーク担当", "--email", "tanaka@aoba.example"),
    )

    password = made.output.split("this once: ")[1].splitlines()[0]
    with looked_into():
        user = _user("tanaka")
        assert user.roles == {Role.END_USER, Role.SECOND_LINE}
        assert (user.licence, [team.name_ja for team in user.teams]) == (Licence.PUBLISHER, ["ネットワーク担当"])
        assert user.must_change_password
        assert passwords.verify(user.password_hash, password)


def test_what_cannot_be_is_refused_in_a_sentence(data: Path, portal: Any) -> None:
    for words, sentence in (
        (("user", "add", "mori", "--name", "x"), "has this login already"),
        (("user", "add", "x", "--name", "x", "--team", "nobody"), "no team nobody"),
        (("user", "password", "nobody"), "nobody with the login nobody"),
        (("user", "role", "kato", "--remove", "admin"), "remain administrator"),
        (("import", "articles", "absent.jsonl"), "no file or folder absent.jsonl"),
        (("demo",), "only for an empty one"),
    ):
        refused = portal(*words)
        assert refused.exit_code == 1, words
        assert sentence in refused.stderr, refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1


def test_a_new_password_ends_the_old_one(data: Path, portal: Any, looked_into: Any) -> None:
    shown = portal("user", "password", "mori")

    password = shown.output.split("this once: ")[1].splitlines()[0]
    with looked_into():
        assert passwords.verify(_user("mori").password_hash, password)
        assert _user("mori").must_change_password


def test_roles_and_licence_are_changed_and_shown(data: Path, portal: Any, looked_into: Any) -> None:
    words = ("--add", "second_line", "--remove", "first_line", "--licence", "contributor")
    changed, shown = portal("user", "role", "mori", *words), portal("user", "role", "mori")

    assert changed.output == shown.output == "mori: end_user, second_line; licence: contributor\n"
    with looked_into():
        assert [team.name_ja for team in _user("mori").teams] == ["サービスデスク"]


def test_an_import_is_findable_at_once_and_the_second_changes_nothing(
    data: Path, portal: Any, looked_into: Any, tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    lines = [
        {"id": "a", "title": "VPN fails", "resolution": "1. Restart."},
        {"id": "b", "title": "印刷できない", "resolution": "1. 再起動します。"},
    ]
    file.write_text("\n".join([*map(json.dumps, lines), "{broken"]) + "\n", encoding="utf-8")

    rehearsed = portal("import", "articles", str(file), "--dry-run")
    first = portal("import", "articles", str(file))
    second = portal("import", "articles", str(file), "--json")
    checked = portal("index", "check", "--json")

    assert "rehearsal" in rehearsed.output
    assert first.exit_code == 1
    assert first.stderr == "all.jsonl:3: The line is not JSON.\n"
    assert "Created 2, changed 0, unchanged 0, refused 1." in first.stdout
    found = json.loads(second.stdout)
    assert (found["created"], found["unchanged"], len(found["refused"])) == (0, 2, 1)
    assert all(one["in_step"] for one in json.loads(checked.stdout))
    with looked_into():
        assert db.session.scalar(select(func.count()).select_from(Article)) == 2
        assert jobs.waiting() == 0


def test_a_strict_import_with_a_refusal_takes_nothing(
    data: Path, portal: Any, looked_into: Any, tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text('{"id": "a", "title": "T", "resolution": "R"}\n{"id": "b"}\n', encoding="utf-8")

    refused = portal("import", "articles", str(file), "--strict")

    assert refused.exit_code == 1
    assert "Nothing was taken in" in refused.stdout
    with looked_into():
        assert not db.session.scalar(select(func.count()).select_from(Article))


def test_the_audience_of_partners_has_to_be_in_use(data: Path, portal: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text('{"id": "a", "title": "T", "resolution": "R"}\n', encoding="utf-8")

    refused = portal("import", "articles", str(file), "--audience", "partner", "--confidence", "validated")

    assert refused.exit_code == 1
    assert "PORTAL_PARTNERS" in refused.stderr


def test_the_index_is_made_where_it_is_missing_and_left_where_it_is_not(data: Path, portal: Any) -> None:
    behind = portal("index", "check")
    made, again = portal("index", "rebuild", "--if-missing"), portal("index", "rebuild", "--if-missing")

    assert behind.exit_code == 1
    assert "Written anew: " in made.output
    assert "nothing was to do" in again.output
    assert portal("index", "check").exit_code == 0
    assert {one["name"] for one in json.loads(portal("index", "status", "--json").stdout)} >= {"public", "staff"}


def test_a_text_is_explained_in_columns_and_for_programs(data: Path, portal: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text('{"id": "a", "title": "プリンターが固まる", "resolution": "再起動する。"}\n', encoding="utf-8")
    portal("import", "articles", str(file))
    portal("index", "rebuild")

    shown = portal("index", "explain", "プリンターが固まる")
    told = json.loads(portal("index", "explain", "プリンターが固まる", "--json").stdout)
    nothing = portal("index", "explain", "qwertzuiop")
    absent = portal("index", "explain", "vpn", "--index", "nowhere")

    assert "プリンタ: title 1, issue 1" in shown.stdout
    assert told["terms"][0] == {
        "term": "プリンタ",
        "form": "プリンター",
        "kind": "japanese",
        "documents": {"title": 1, "issue": 1},
    }
    assert [hit["key"] for hit in told["hits"]] == ["KB-000001"]
    assert "Nothing is found. Documents in staff: 1" in nothing.stdout
    assert (absent.exit_code, "There are: public" in absent.stderr) == (1, True)


def test_settings_are_shown_without_what_is_secret(data: Path, portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim-1")
    monkeypatch.setenv("PORTAL_MAIL_PASSWORD", "geheim-2")
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://user:geheim-3@db.example/portal")

    for shown in (portal("config"), portal("config", "--json")):
        assert "geheim" not in shown.output
        assert "postgresql://user:••••••@db.example/portal" in shown.output


def test_fsck_finds_a_portal_clean_and_a_broken_one_not(data: Path, portal: Any) -> None:
    portal("index", "rebuild")
    clean = portal("fsck")
    # As SQLite itself opens the file, references are not held.
    with closing(sqlite3.connect(data / "portal.sqlite3")) as database, database:
        database.execute("INSERT INTO memberships (user_id, team_id) VALUES (999, 1)")
    broken = portal("fsck", "--json")

    assert (clean.exit_code, clean.stdout) == (0, "Clean.\n")
    assert broken.exit_code == 1
    assert [one["rule"] for one in json.loads(broken.stdout)["findings"]] == ["I10"]


def test_a_worker_does_once_what_waits(data: Path, portal: Any, tmp_path: Path) -> None:
    done = portal("worker", "--once")

    assert (done.exit_code, done.stdout) == (0, "Done: 0\n")
