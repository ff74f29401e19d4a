"""The outbox: every listener hears every event, at least once, in its order; who cannot is put off, then laid aside."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.kernel import clock, jobs
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.jobs import GIVE_UP_AFTER, LEASE, LONGEST_WAIT, Job, JobState
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb

NOON = "2026-11-22 03:00:00+00:00"


class Ear:
    """A listener that writes down what it hears, and fails as it is told."""

    def __init__(self) -> None:
        self.heard: list[list[int]] = []
        self.fails: set[int] = set()

    def listen(self, events):
        if self.fails & {event.id for event in events}:
            raise ConnectionError("the other side is away")
        self.heard.append([event.id for event in events])


@pytest.fixture
def ear(app, monkeypatch):
    ear = Ear()
    monkeypatch.setattr(app.extensions["portal"], "listeners", {Verb.DRAFT_ARTICLE: [jobs.later(ear.listen)]})
    return ear


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _jobs():
    db.session.rollback()
    return db.session.scalars(select(Job).order_by(Job.id)).all()


def _told(make, count):
    for _place in range(count):
        make.article()
    return list(db.session.scalars(select(Event.id).where(Event.verb == Verb.DRAFT_ARTICLE).order_by(Event.id)))


def test_a_listener_hears_all_events_together_in_their_order(ear, make):
    told = _told(make, 3)
    assert ear.heard == []
    assert jobs.waiting() == 3

    jobs.drain()

    assert ear.heard == [told]
    assert jobs.waiting() == 0
    assert {job.state for job in _jobs()} == {JobState.DONE}
    assert jobs.drain() == 0


def test_a_deed_that_is_undone_leaves_no_job(ear, make):
    with pytest.raises(NotImplementedError):
        _draft_and_fail(make)

    assert _jobs() == []


def _draft_and_fail(make):
    with transaction():
        make.article()
        raise NotImplementedError


def test_one_that_fails_holds_up_no_other(ear, make, at_noon):
    told = _told(make, 3)
    ear.fails = {told[1]}

    jobs.work()

    assert ear.heard == [[told[0]], [told[2]]]
    assert [job.state for job in _jobs()] == [JobState.DONE, JobState.PENDING, JobState.DONE]
    late = _jobs()[1]
    assert late.attempts == 1
    assert "the other side is away" in late.error
    assert late.due_at > clock.now()


def test_it_is_tried_again_when_it_is_due_and_not_before(ear, make, at_noon):
    ear.fails = set(_told(make, 1))
    jobs.work()
    assert jobs.work() == 0

    ear.fails = set()
    at_noon.shift(timedelta(seconds=2))
    jobs.work()

    assert len(ear.heard) == 1
    assert _jobs()[0].error == ""


def test_waits_double_up_to_a_quarter_of_an_hour_and_end_after_a_day(ear, make, at_noon):
    ear.fails = set(_told(make, 1))
    waits = []
    for _attempt in range(200):
        jobs.work()
        (job,) = _jobs()
        if job.state is JobState.DEAD:
            break
        waits.append((job.due_at - clock.now()).total_seconds())
        at_noon.move_to(job.due_at)

    assert job.state is JobState.DEAD
    assert clock.now() - job.created_at > GIVE_UP_AFTER
    for attempt, wait in enumerate(waits):
        least = min(LONGEST_WAIT, 2**attempt)
        assert 0.8 * least <= wait <= 1.2 * least
    assert max(waits) <= 1.2 * LONGEST_WAIT
    assert jobs.waiting() == 0
    at_noon.shift(timedelta(days=1))
    assert jobs.work() == 0


def test_what_a_dead_worker_had_taken_is_taken_up_again(ear, make, at_noon):
    told = _told(make, 2)
    assert len(jobs._lease(10)) == 2
    assert jobs.work() == 0

    at_noon.shift(LEASE + timedelta(seconds=1))
    jobs.work()

    assert ear.heard == [told]


def test_what_is_leased_is_not_leased_to_a_second_one(ear, make, at_noon):
    _told(make, 4)

    first, second = jobs._lease(3), jobs._lease(3)

    assert (len(first), len(second)) == (3, 1)
    assert not {job for job, _listener in first} & {job for job, _listener in second}


def test_a_listener_that_no_longer_exists_is_no_loss_of_the_others(app, ear, make, at_noon, monkeypatch):
    told = _told(make, 1)
    with transaction():
        db.session.add(Job(event_id=told[0], listener="portal.gone.listener"))

    jobs.work()

    assert ear.heard == [told]
    assert [job.state for job in _jobs()] == [JobState.DONE, JobState.PENDING]
    assert "portal.gone.listener" in _jobs()[1].error


def test_jobs_that_were_done_are_forgotten_after_a_week_and_others_never(ear, make, at_noon):
    told = _told(make, 2)
    ear.fails = {told[1]}
    jobs.work()

    for days, kept in ((6, 2), (8, 1), (400, 1)):
        at_noon.move_to(NOON)
        at_noon.shift(timedelta(days=days))
        with transaction():
            jobs.purge()
        assert len(_jobs()) == kept


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["tell", "work", "die", "fail", "heal", "wait"]), max_size=14), st.integers(1, 4))
def test_whatever_happens_every_event_is_heard_in_the_end(ear, make, steps, limit):
    db.session.query(Job).delete()
    db.session.commit()
    ear.heard, ear.fails, told = [], set(), []
    with time_machine.travel(NOON, tick=False) as now:
        for step in steps:
            if step == "tell":
                told.append(_told(make, 1)[-1])
            elif step == "work":
                jobs.work(limit)
            elif step == "die":
                jobs._lease(limit)
            elif step == "fail":
                ear.fails = set(told[::2])
            elif step == "heal":
                ear.fails = set()
            else:
                now.shift(LEASE * 2)
        ear.fails = set()
        now.shift(timedelta(hours=1))
        jobs.drain()

    assert {number for heard in ear.heard for number in heard} == set(told)
    assert {job.state for job in _jobs()} <= {JobState.DONE}
