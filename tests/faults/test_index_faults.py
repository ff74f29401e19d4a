"""Whatever becomes of the index: every search is answered, nobody finds what is not for them, and it is made whole."""

import fcntl
import os
import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.signing_in import THE_STRANGER
from portal.articles import operations
from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.kernel import clock, jobs
from portal.kernel.db import db
from portal.search import rebuild, sync
from portal.search.engine import engine
from portal.search.models import Asking
from portal.search.results import Asked, ask
from search_index import IndexUnavailable
from tests.rounds import rounds

NOTICE = "The search index is being written anew"
HITS = re.compile(r'<ol class="hits".*?</ol>', re.DOTALL)
BYTES_A_ROUND = 256
# Who stands at the screen, and which of the articles are theirs, page by page.
MAY_FIND: dict[str | None, dict[str, set[str]]] = {
    None: {"/faq/search": {"falcon"}},
    "abe": {"/search": {"falcon", "osprey"}, "/faq/search": {"falcon", "osprey"}},
    "partner": {"/search": {"falcon", "osprey", "harrier"}, "/faq/search": {"falcon", "osprey", "harrier"}},
    "mori": {"/search": {"falcon", "osprey", "harrier", "kestrel"}, "/faq/search": {"falcon", "osprey"}},
    "hara": {"/search": {"falcon", "osprey", "harrier", "kestrel", "merlin"}, "/faq/search": {"falcon", "osprey"}},
}
# A word of one article each; the buzzard stands in the public article, in a block for agents.
BIRDS = ("kestrel", "harrier", "osprey", "falcon", "merlin", "buzzard")


def _person(login: str) -> User:
    return db.session.scalars(select(User).filter_by(login=login)).one()


class Seekers:
    """Everybody of `MAY_FIND` with a browser, and the articles by their bird."""

    def __init__(self, browse: Callable[..., FlaskClient], numbers: dict[str, str]) -> None:
        self.browsers = {login: browse(login) for login in MAY_FIND}
        self.numbers = numbers
        self.ids = list(db.session.scalars(select(Article.id)))

    def look(self) -> set[bool]:
        """Search as everybody, everywhere; whether the notice was shown. Fails on an error and on any wrong answer."""
        shown = set()
        for login, pages in MAY_FIND.items():
            for path, theirs in pages.items():
                shown.add(self._find(login, path, "vpn", theirs))
        self._find(None, "/faq/search", "kestrel", set())
        self._find("mori", "/search", "merlin", set())
        for bird in BIRDS:
            assert ask(THE_STRANGER, Asked(bird, surface=Asking.FAQ)).total == int(bird == "falcon"), bird
            assert ask(_person("mori"), Asked(bird)).total == int(bird != "merlin"), bird
        return shown

    def are_answered_by_the_index(self) -> bool:
        """Whether nobody gets the simpler search."""
        return not any(
            ask(THE_STRANGER if login is None else _person(login), Asked("vpn")).degraded for login in MAY_FIND
        )

    def _find(self, login: str | None, path: str, words: str, wanted: set[str]) -> bool:
        answer = self.browsers[login].get(path, query_string={"q": words, "lang": "en"})
        assert answer.status_code == 200, (login, path, words, answer.status)
        hits = HITS.search(answer.text)
        assert self._named(hits[0] if hits else "") == wanted, (login, path, words)
        assert self._named(answer.text) <= MAY_FIND[login][path], (login, path, words)
        return NOTICE in answer.text

    def _named(self, page: str) -> set[str]:
        return {bird for bird, number in self.numbers.items() if f"/{number}" in page}


@pytest.fixture
def seekers(app: Flask, make, cast, browse) -> Seekers:
    """Five articles for five audiences, indexed, and everybody at their screens."""
    rebuild.rebuild_all()
    made = {
        "kestrel": make.article(resolution="Feed the kestrel."),
        "harrier": make.article(resolution="Feed the harrier.", audience=Audience.PARTNER),
        "osprey": make.article(resolution="Feed the osprey.", audience=Audience.CUSTOMER),
        "falcon": make.article(resolution="Feed the falcon.\n\n:::internal\nbuzzard\n:::\n", audience=Audience.PUBLIC),
        "merlin": make.article(resolution="Feed the merlin.", restricted_to=cast.hara.teams[0]),
    }
    jobs.drain()
    return Seekers(browse, {bird: article.number for bird, article in made.items()})


def _folder() -> Path:
    return engine()._folder


def _files() -> list[Path]:
    return sorted(path for path in _folder().rglob("*") if path.is_file() and path.stat().st_size)


def _segments() -> list[Path]:
    return [path for path in _files() if "MAIN_" in path.name and path.suffix != ".toc"]


def _delete_everything() -> None:
    shutil.rmtree(_folder())


def _delete_one_audience() -> None:
    shutil.rmtree(_folder() / "public")


def _delete_every_segment() -> None:
    for path in _segments():
        path.unlink()


def _delete_one_segment() -> None:
    random.Random(6).choice(_segments()).unlink()


def _truncate_every_file() -> None:
    for path in _files():
        os.truncate(path, path.stat().st_size // 2)


def _empty_every_file() -> None:
    for path in _files():
        path.write_bytes(b"")


def _forget_the_team() -> None:
    for path in _folder().glob("team-*"):
        shutil.rmtree(path)


def _someone_wanders_off_with_the_pointer() -> None:
    for path in _folder().rglob("CURRENT"):
        path.write_text("idx-999", encoding="ascii")


def _as_another_process() -> None:
    """Nothing is open: what the files say is read anew."""
    engine().close()


def _look_now() -> None:
    for index in engine()._open.values():
        index._looked = float("-inf")


def _made_whole() -> None:
    """What the worker does: repair, then work off what waits."""
    rebuild.repair_if_broken()
    jobs.drain()
    _look_now()
    assert [difference for difference in rebuild.check() if not difference.in_step] == []


FAULTS = (
    _delete_everything,
    _delete_one_audience,
    _delete_every_segment,
    _delete_one_segment,
    _truncate_every_file,
    _empty_every_file,
    _forget_the_team,
    _someone_wanders_off_with_the_pointer,
)


@pytest.mark.parametrize("opened", [True, False], ids=["while open", "before opening"])
def test_plain_sql_takes_over_with_a_notice_until_the_worker_has_made_it_whole(seekers, opened, subtests):
    assert seekers.look() == {False}
    for fault in FAULTS:
        with subtests.test(fault.__name__):
            fault()
            _look_now() if opened else _as_another_process()

            assert True in seekers.look()

            _made_whole()
            assert seekers.are_answered_by_the_index()
    assert seekers.look() == {False}


def test_bytes_flipped_at_random_give_no_error_and_no_wrong_answer(seekers):
    noticed = 0
    for place in range(rounds(12, 200)):
        chance = random.Random(place)
        path = chance.choice(_files())
        content = bytearray(path.read_bytes())
        for _flip in range(BYTES_A_ROUND):
            content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        path.write_bytes(content)
        _as_another_process() if place % 2 else _look_now()

        noticed += True in seekers.look()

        # The next change must get through too, whatever file it was.
        sync.write(seekers.ids)
        _made_whole()
        assert seekers.are_answered_by_the_index(), path
    assert noticed
    assert seekers.look() == {False}


def test_what_is_withdrawn_while_the_index_lies_broken_is_found_no_more(seekers, cast):
    _truncate_every_file()
    _look_now()
    falcon = db.session.query(Article).filter_by(number=seekers.numbers["falcon"]).one()

    operations.pull_back(cast.sato, falcon, reason="It names a server")

    assert ask(THE_STRANGER, Asked("vpn", surface=Asking.FAQ)).total == 0
    _made_whole()
    found = ask(THE_STRANGER, Asked("vpn", surface=Asking.FAQ))
    assert (found.total, found.degraded) == (0, False)


@pytest.fixture
def foreign_lock(seekers: Seekers) -> Iterator[Callable[[], None]]:
    """Somebody else holds the write lock of every index; calling it lets go."""
    held = [path.open("a") for path in sorted(_folder().glob("*/WRITER"))]
    assert len(held) == 5
    for lock in held:
        fcntl.flock(lock, fcntl.LOCK_EX)

    def let_go() -> None:
        for lock in held:
            lock.close()

    yield let_go
    let_go()


def test_a_foreign_write_lock_delays_what_is_new_and_hides_what_is_withdrawn(
    seekers, make, cast, foreign_lock, monkeypatch, time_machine_later
):
    monkeypatch.setattr("search_index.disk.PATIENCE", 0.05)
    monkeypatch.setattr("search_index.disk.REBUILD_PATIENCE", 0.05)
    falcon = db.session.query(Article).filter_by(number=seekers.numbers["falcon"]).one()
    operations.pull_back(cast.sato, falcon, reason="It names a server")
    make.article(resolution="Feed the wryneck.")

    jobs.drain()
    rebuild.repair_if_broken()

    assert jobs.waiting() == 2
    found = ask(THE_STRANGER, Asked("vpn", surface=Asking.FAQ))
    assert (found.total, found.degraded) == (0, False)
    assert ask(cast.mori, Asked("wryneck")).total == 0

    foreign_lock()
    time_machine_later()
    jobs.drain()

    assert jobs.waiting() == 0
    assert ask(cast.mori, Asked("wryneck")).total == 1
    assert all(difference.in_step for difference in rebuild.check())


@pytest.fixture
def time_machine_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What was put off for an hour is due."""
    real = clock.now

    def later() -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + jobs.LEASE * 60)

    return later


def test_searching_goes_on_while_everything_is_rebuilt(app, seekers):
    trouble: list[object] = []
    done = threading.Event()

    def seek(seekers: Seekers) -> None:
        with app.app_context():
            while not done.is_set():
                try:
                    if seekers.look() != {False}:
                        trouble.append("the notice was shown")
                except BaseException as error:  # an assertion too is what is looked for
                    trouble.append(error)
                finally:
                    db.session.remove()

    threads = [threading.Thread(target=seek, args=(seekers,)) for _thread in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _round in range(rounds(3, 30)):
            rebuild.rebuild_all()
    finally:
        done.set()
        for thread in threads:
            thread.join()

    assert trouble == []
    assert all(difference.in_step for difference in rebuild.check())


def test_the_worker_waits_while_another_rebuilds_what_is_broken(seekers):
    _delete_one_audience()
    _look_now()
    (_folder() / "public").mkdir()
    with (_folder() / "public" / "REBUILD").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        rebuild.repair_if_broken()
        _look_now()
        with pytest.raises(IndexUnavailable):
            engine().index("public").view()

    _made_whole()
    assert seekers.look() == {False}
