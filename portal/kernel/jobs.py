"""The transactional outbox: what an event sets off, but not while someone waits."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.current import holdings
from portal.kernel.db import Base, Id, Prose, db
from portal.kernel.events import Event
from portal.kernel.transaction import transaction

LEASE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = 1.0, 900.0  # seconds between attempts
GIVE_UP_AFTER = timedelta(hours=24)
DONE_KEPT_FOR = timedelta(days=7)

log = logging.getLogger(__name__)


class JobState(StrEnum):
    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One listener that has still to hear one event. Done at least once, never forgotten."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_due_at", "state", "due_at"),)

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    listener: Mapped[str]
    state: Mapped[JobState] = mapped_column(default=JobState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    error: Mapped[Prose]

    event: Mapped[Event] = relationship()


@dataclass(frozen=True)
class Later:
    """A listener that the worker calls, with a list of events, after the deed was committed.

    It must be idempotent and read the records anew: by then, rights and states may have changed.
    """

    name: str
    call: Callable[[Sequence[Event]], None]


Listener = Callable[[Event], None] | Later


def later(call: Callable[[Sequence[Event]], None]) -> Later:
    return Later(f"{call.__module__}.{call.__qualname__}", call)


def tell(event: Event) -> None:
    """Let all listeners of the event's verb hear it: now, in this transaction, or later by a job in it."""
    for listener in holdings().listeners.get(event.verb, []):
        if isinstance(listener, Later):
            db.session.add(Job(event=event, listener=listener.name))
        else:
            listener(event)


def work(limit: int = 200) -> int:
    """Do the jobs that are due, in the order of their events; says how many were taken up."""
    taken = _lease(limit)
    by_listener: dict[str, list[int]] = {}
    for job_id, listener in taken:
        by_listener.setdefault(listener, []).append(job_id)
    for name, job_ids in by_listener.items():
        _do(name, job_ids)
    return len(taken)


def drain(most: int = 100_000) -> int:
    """Work until nothing is due."""
    done = 0
    while done < most and (count := work()):
        done += count
    return done


def waiting() -> int:
    """How many jobs have still to be done."""
    open_states = (JobState.PENDING, JobState.LEASED)
    return len(db.session.scalars(select(Job.id).where(Job.state.in_(open_states))).all())


def purge() -> None:
    """Forget jobs done a week ago; called by the clock, inside a transaction."""
    db.session.execute(delete(Job).where(Job.state == JobState.DONE, Job.done_at < clock.now() - DONE_KEPT_FOR))


def _lease(limit: int) -> list[tuple[int, str]]:
    now = clock.now()
    # A lease that ran out belongs to a worker that died: its job is taken up again.
    due = (
        select(Job)
        .where(Job.state.in_((JobState.PENDING, JobState.LEASED)), Job.due_at <= now)
        .order_by(Job.id)
        .limit(limit)
    )
    if not db.session.scalar(
        select(Job.id).where(Job.state.in_((JobState.PENDING, JobState.LEASED)), Job.due_at <= now).limit(1)
    ):
        db.session.rollback()
        return []
    with transaction():
        jobs = db.session.scalars(due.with_for_update(skip_locked=True)).all()
        for job in jobs:
            job.state, job.due_at = JobState.LEASED, now + LEASE
        return [(job.id, job.listener) for job in jobs]


def _do(name: str, job_ids: list[int]) -> None:
    calls = {
        listener.name: listener.call
        for known in holdings().listeners.values()
        for listener in known
        if isinstance(listener, Later)
    }
    try:
        events = db.session.scalars(
            select(Event).join(Job, Job.event_id == Event.id).where(Job.id.in_(job_ids)).order_by(Event.id)
        ).all()
        calls[name](events)
    except Exception as error:  # whatever a listener meets, the others go on and this one is tried again
        db.session.rollback()
        log.warning("job failed", extra={"listener": name, "error": repr(error)})
        if len(job_ids) > 1:
            for job_id in job_ids:
                _do(name, [job_id])
        else:
            _put_off(job_ids[0], repr(error))
        return
    db.session.rollback()
    with transaction():
        for job in db.session.scalars(select(Job).where(Job.id.in_(job_ids))):
            job.state, job.done_at, job.error = JobState.DONE, clock.now(), ""


def _put_off(job_id: int, error: str) -> None:
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.attempts += 1
        job.error = error[:500]
        if clock.now() - job.created_at > GIVE_UP_AFTER:
            job.state = JobState.DEAD
            return
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (job.attempts - 1))
        job.state = JobState.PENDING
        job.due_at = clock.now() + timedelta(seconds=wait * random.uniform(0.8, 1.2))  # noqa: S311 – spreads load, guards nothing
