"""Several at once, on both databases: numbers, double clicks, two editors, two workers."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.articles import operations
from portal.articles.contents import Contents
from portal.articles.models import Article, Revision
from portal.kernel import i18n, jobs, receipts
from portal.kernel.db import db
from portal.kernel.errors import AlreadyDone, EditConflict
from portal.kernel.events import Event
from portal.kernel.jobs import Job, JobState
from portal.kernel.verbs import Verb

# Four processes from one interpreter that has read the modules already; each opens the database for itself.
COUNTING = """
import os, sys
from datetime import date
from pathlib import Path
from portal.app import create_app
from portal.settings import Settings
from portal.kernel.numbers import daily_number, running_number
from portal.kernel.transaction import transaction

for _process in range(3):
    if os.fork() == 0:
        break
app = create_app(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2], testing=True))
with app.app_context():
    for _round in range(25):
        with transaction():
            numbers = [running_number("KB"), daily_number("INC", date(2026, 11, 22))]
        os.write(1, (" ".join(numbers) + chr(10)).encode())
"""


@pytest.fixture
def app(app_on_each: Flask) -> Flask:
    return app_on_each


def _together(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Begin all deeds at the same moment, each in a thread with a connection of its own; what they gave or raised."""
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        with app.app_context():
            i18n.use("en", "Asia/Tokyo")
            try:
                start.wait(timeout=30)
                return deed()
            except Exception as error:  # it is the outcome that is looked at
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_four_processes_never_get_the_same_number(app):
    settings = app.extensions["portal"].settings
    words = [sys.executable, "-W", "ignore", "-c", COUNTING, str(settings.data), settings.database_url]

    printed = subprocess.run(words, capture_output=True, text=True, timeout=100, check=True)

    assert printed.stderr == ""
    numbers = printed.stdout.split()
    assert len(numbers) == 200
    assert len(set(numbers)) == 200
    assert {number for number in numbers if number.startswith("KB")} == {f"KB-{place:06d}" for place in range(1, 101)}
    assert "INC-20261122-100" in numbers


def test_a_form_sent_twenty_times_makes_one_article(app, make, cast):
    key = receipts.FormKey(receipts.new_key(), "the same words")
    editor = cast.sato.id
    db.session.remove()

    def send() -> str:
        receipts.current_form.set(key)
        try:
            return operations.draft(
                db.session.get_one(User, editor),
                contents=Contents("No dial tone", "The line is dead", resolution="1. Plug it in."),
                type="howto",
                language="en",
            ).number
        finally:
            receipts.current_form.set(None)

    outcomes = _together(app, *[send] * 20)

    assert Counter(type(outcome) for outcome in outcomes) == {str: 1, AlreadyDone: 19}
    (article,) = db.session.scalars(select(Article)).unique()
    assert {outcome.subject_id for outcome in outcomes if isinstance(outcome, AlreadyDone)} == {article.id}
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
    assert db.session.scalar(select(func.count()).where(Event.verb == Verb.DRAFT_ARTICLE)) == 1


def test_of_two_editors_at_once_one_wins_and_the_other_is_told(app, make, cast):
    article = make.article()
    number, version = article.id, article.version
    editors = {"A": cast.sato.id, "B": cast.nakano.id}
    db.session.remove()

    def saving(cause: str) -> Callable[[], object]:
        def save() -> str:
            mine = db.session.get_one(Article, number)
            contents = Contents(**{**mine.current.contents(), "cause": f"Because of {cause}"})
            operations.revise(
                db.session.get_one(User, editors[cause]),
                mine,
                contents=contents,
                type=mine.type,
                language=mine.language,
                service=mine.service,
                category=mine.category,
                owner_team=mine.owner_team,
                confidence=None,
                audience=None,
                reason="I know why",
                version=version,
            )
            return cause

        return save

    outcomes = _together(app, saving("A"), saving("B"))

    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    (lost,) = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    assert isinstance(lost, EditConflict)
    assert lost.stored["cause"] == f"Because of {winner}"
    kept = db.session.scalars(select(Revision).where(Revision.article_id == number).order_by(Revision.sequence)).all()
    assert [revision.cause for revision in kept] == ["", f"Because of {winner}"]
    assert db.session.get_one(Article, number).current.cause == f"Because of {winner}"


def test_without_a_version_two_saves_follow_each_other_and_both_stay(app, make, cast):
    article = make.article()
    number, editor = article.id, cast.sato.id
    db.session.remove()

    def saving(word: str) -> Callable[[], object]:
        def save() -> str:
            mine, actor = db.session.get_one(Article, number), db.session.get_one(User, editor)
            contents = Contents(**{**mine.current.contents(), "cause": word})
            operations.revise(
                actor,
                mine,
                contents=contents,
                type=mine.type,
                language=mine.language,
                service=mine.service,
                category=mine.category,
                owner_team=mine.owner_team,
                confidence=None,
                audience=None,
                reason=word,
            )
            return word

        return save

    outcomes = _together(app, *[saving(word) for word in ("one", "two", "three", "four")])

    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {"one", "two", "three", "four"}
    rows = db.session.scalars(select(Revision).where(Revision.article_id == number).order_by(Revision.sequence)).all()
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert {row.cause for row in rows} == {"", "one", "two", "three", "four"}


def test_two_workers_do_every_job_and_none_twice(app, make, cast, monkeypatch):
    heard: Counter[int] = Counter()
    lock = threading.Lock()

    def listen(events):
        with lock:
            heard.update(event.id for event in events)

    listener = jobs.later(listen)
    monkeypatch.setattr(app.extensions["portal"], "listeners", {Verb.DRAFT_ARTICLE: [listener]})
    for _place in range(12):
        make.article()
    told = set(db.session.scalars(select(Event.id).where(Event.verb == Verb.DRAFT_ARTICLE)))
    db.session.remove()

    def work() -> int:
        done = 0
        while count := jobs.work(limit=2):
            done += count
        return done

    outcomes = _together(app, work, work)

    assert sum(int(outcome) for outcome in outcomes) == 12
    assert heard == dict.fromkeys(told, 1)
    assert set(db.session.scalars(select(Job.state))) == {JobState.DONE}
