"""Whatever happens to the files: `IndexUnavailable`, or a right answer."""

import fcntl
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import DiskIndex, IndexUnavailable, Question, open_index
from search_index import generations as generations_module
from search_index.answering import answer
from tests.rounds import rounds
from tests.search_index.samples import DESK, ask, document, keys

QUESTIONS = ("vpn connect", "印刷できない", "mail server", "kind:incident", "spoo*", '"blank pages"')


def folder_of(index: DiskIndex) -> Path:
    return index._folder.path


def index_files(index: DiskIndex) -> list[Path]:
    return sorted(path for path in index._folder.current().iterdir() if path.is_file())


def answers(index: DiskIndex) -> list[list[str]]:
    return [keys(index.search(Question(text))) for text in QUESTIONS]


def unavailable_or(index: DiskIndex, right: list[list[str]]) -> bool:
    """Ask everything; whether the index was unavailable. Fails on any other exception and on any wrong answer."""
    try:
        assert answers(index) == right
        index.suggest("re")
        index.keys_and_versions()
    except IndexUnavailable:
        return True
    return False


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[random.Random(path.name).randrange(len(content))] ^= 0xFF
    path.write_bytes(content)


def delete(path: Path) -> None:
    path.unlink()


def empty_it(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("fault", [truncate, flip, delete, empty_it])
@pytest.mark.parametrize("opened", [True, False], ids=["while open", "before opening"])
def test_a_fault_in_any_file_is_unavailable_or_a_right_answer(
    disk: DiskIndex, fault: Callable[[Path], None], opened: bool, tmp_path: Path
) -> None:
    right = answers(disk)
    noticed = 0
    for number, path in enumerate(index_files(disk)):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder_of(disk), copy)
        index = open_index(copy)
        if opened:
            assert answers(index) == right
        fault(index._folder.current() / path.name)
        index._looked = float("-inf")
        noticed += unavailable_or(index, right)
        index.rebuild(DESK)
        assert answers(index) == right
    assert noticed >= len(index_files(disk)) // 2


def test_a_deleted_folder_is_missing_and_can_be_rebuilt(disk: DiskIndex) -> None:
    shutil.rmtree(folder_of(disk))
    with pytest.raises(IndexUnavailable) as refused:
        disk.check_fresh()
    assert refused.value.reason == "missing"
    with pytest.raises(IndexUnavailable):
        disk.add([document("x", "text")])
    disk.rebuild(DESK)
    assert ask(disk, "spooler") == ["KB-1"]
    assert folder_of(disk).stat().st_mode & 0o777 == 0o700


def test_a_view_answers_rightly_though_all_files_are_gone(disk: DiskIndex) -> None:
    right = answers(disk)
    view = open_index(folder_of(disk)).view()
    shutil.rmtree(folder_of(disk))
    found = [keys(answer([view], Question(text))) for text in QUESTIONS]
    assert found == right
    assert len(view.keys_and_versions()) == len(DESK)


def test_a_foreign_write_lock_stops_changes_but_not_searching(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.disk.PATIENCE", 0.1)
    for lock in (folder_of(disk) / "WRITER", disk._folder.current() / "MAIN_WRITELOCK"):
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(IndexUnavailable) as refused:
                disk.add([document("x", "text")])
            assert refused.value.reason == "locked"
            assert ask(disk, "spooler") == ["KB-1"]
    disk.add([document("x", "text")])
    assert ask(disk, "text") == ["x"]


def test_another_dictionary_answers_until_it_is_written_anew(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations_module, "analysis_version", lambda: "another dictionary")
    index = open_index(folder_of(disk))
    assert index.is_of_other_words()
    assert ask(index, "spooler") == ["KB-1"]
    index.rebuild(DESK)
    assert not index.is_of_other_words()


def test_another_layout_is_outdated_until_rebuilt(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations_module, "_LAYOUT", 0)
    index = open_index(folder_of(disk))
    with pytest.raises(IndexUnavailable) as refused:
        index.search(Question("vpn"))
    assert refused.value.reason == "outdated"
    with pytest.raises(IndexUnavailable):
        index.add(DESK)
    index.rebuild(DESK)
    assert ask(index, "spooler") == ["KB-1"]


def test_searching_goes_on_while_rebuilding_and_changes_meanwhile_are_kept(disk: DiskIndex) -> None:
    right = answers(disk)
    trouble: list[object] = []
    stop = threading.Event()

    def read(index: DiskIndex) -> None:
        while not stop.is_set():
            try:
                found = answers(index)
                if found != right:
                    trouble.append(found)
            except Exception as error:
                trouble.append(error)

    other = open_index(folder_of(disk))
    threads = [threading.Thread(target=read, args=(index,)) for index in (disk, other, other)]

    def documents():  # type: ignore[no-untyped-def]
        yield from DESK[:3]
        other.apply([document("late", "not yet"), document("late2", "quarterly")], [])
        other.apply([document("late", "quarterly")], ["late2"])
        other.add([document("late2", "quarterly"), document("late3", "quarterly")])
        other.remove(["late3"])
        yield from DESK[3:]

    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            disk.rebuild(documents())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert trouble == []
    for index in (disk, other):
        index.check_fresh()
        assert sorted(ask(index, "quarterly")) == ["late", "late2"]
        assert answers(index) == right
    assert len(list(folder_of(disk).glob("idx-*"))) == 1


def test_an_interrupted_rebuild_leaves_everything_as_it_was(disk: DiskIndex) -> None:
    right = answers(disk)

    def documents():  # type: ignore[no-untyped-def]
        yield DESK[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        disk.rebuild(documents())
    disk.check_fresh()
    assert answers(disk) == right
    assert len(list(folder_of(disk).glob("idx-*"))) == 1
    disk.add([document("x", "text")])
    assert ask(disk, "text") == ["x"]


def test_two_rebuilds_at_once_are_refused(disk: DiskIndex) -> None:
    def documents():  # type: ignore[no-untyped-def]
        with pytest.raises(IndexUnavailable) as refused:
            open_index(folder_of(disk)).rebuild(DESK)
        assert refused.value.reason == "locked"
        yield from DESK

    disk.rebuild(documents())
    assert disk.size() == len(DESK)


@pytest.mark.parametrize("cancels", [True, False])
def test_a_failed_commit_lets_go_of_the_lock(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch, cancels: bool) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("whoosh.index.TOC.write", full)
        if not cancels:
            patched.setattr("whoosh.writing.SegmentWriter.cancel", full)
        with pytest.raises(IndexUnavailable):
            disk.add([document("x", "text")])
    assert ask(disk, "text") == []
    disk.add([document("x", "text")])
    assert ask(disk, "text") == ["x"]


WRITER = """
import sys
from search_index import Document, open_index
index = open_index(sys.argv[1])
for number in range(int(sys.argv[2])):
    index.add([Document("KB-1", "article", "en", {"title": f"Step number{number} of the writer"}, version=number)])
    print(number, flush=True)
"""


def write_elsewhere(folder: Path, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), str(times)], stdout=subprocess.PIPE, text=True
    )


def test_a_change_by_another_process_is_seen_soon_and_never_undone(disk: DiskIndex) -> None:
    with write_elsewhere(folder_of(disk), 25) as writer:
        assert writer.stdout is not None
        seen = 0
        for _ in writer.stdout:
            version = disk.keys_and_versions()["KB-1"]
            assert seen <= version < 25
            assert len(ask(disk, "writer")) in (0, 1)
            seen = version
    assert writer.returncode == 0
    deadline = time.monotonic() + 2
    while ask(disk, "number24") != ["KB-1"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert disk.size() == len(DESK)


def test_a_reader_that_is_asked_without_a_pause_sees_a_change_too(disk: DiskIndex) -> None:
    reader = open_index(folder_of(disk))
    assert ask(reader, "text") == []

    disk.add([document("x", "text")])

    deadline = time.monotonic() + 2
    while ask(reader, "text") != ["x"]:
        assert time.monotonic() < deadline
    reader.close()


def test_a_killed_writer_loses_nothing_that_was_acknowledged(disk: DiskIndex) -> None:
    for place in range(rounds(4, 200)):
        pause = random.Random(place).uniform(0.0, 0.1)
        with write_elsewhere(folder_of(disk), 1000) as writer:
            assert writer.stdout is not None
            done = int(writer.stdout.readline())
            time.sleep(pause)
            writer.kill()
            done = max([done, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        index = open_index(folder_of(disk))
        assert index.keys_and_versions()["KB-1"] in (done, done + 1)
        assert index.size() == len(DESK)
        index.add([document("KB-1", "back again")])


def test_threads_share_one_index(disk: DiskIndex) -> None:
    right = answers(disk)
    wrong: list[object] = []

    def read() -> None:
        for _ in range(30):
            try:
                found = answers(disk)
                if found != right:
                    wrong.append(found)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    try:
        for thread in threads:
            thread.start()
        for number in range(10):
            disk.add([document("noise", f"nothing of interest {number}")])
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
