"""The incidents of the demo as they came out: states, numbers, times, and the founding case to the minute."""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.articles.audience import readable
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article
from portal.demo import reading, steps, story
from portal.incidents import queries
from portal.incidents.kinds import EntryKind, HoldReason
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Hold, Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.jobs import Job
from portal.kernel.numbers import Counter as Numbers
from portal.reviews import durations, opening
from portal.reviews.durations import Measure
from portal.reviews.kinds import RowKind
from tests.demo.conftest import EmptyPortal

TOKYO = ZoneInfo("Asia/Tokyo")
FOUNDING = "INC-20231027-001"


@pytest.fixture
def incidents(told: list[story.SignIn]) -> dict[str, Incident]:
    """All of them by number, in the order in which they were written down."""
    return {one.number: one for one in db.session.scalars(select(Incident).order_by(Incident.id)).unique()}


@pytest.fixture
def founding(incidents: dict[str, Incident]) -> Incident:
    return incidents[FOUNDING]


def _person(login: str) -> User:
    return db.session.scalars(select(User).where(User.login == login)).unique().one()


def _clock(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(TOKYO):%Y-%m-%d %H:%M}"


def test_every_state_and_every_reason_to_wait_is_there_today(incidents: dict[str, Incident]) -> None:
    assert len(incidents) == len(reading.cases())
    states = Counter(one.state for one in incidents.values())
    assert set(states) == set(State)
    assert states[State.RESOLVED] >= 3
    assert {one.priority for one in incidents.values()} == {None, 1, 2, 3, 4, 5}
    waiting = set(db.session.scalars(select(Hold.reason).where(Hold.ended_at.is_(None))))
    assert waiting == set(HoldReason)
    assert any(one.reopened and one.state is State.CLOSED for one in incidents.values())


def test_the_queues_of_those_who_sign_in_are_alive(incidents: dict[str, Incident]) -> None:
    at_work = [one for one in incidents.values() if one.is_open]

    assert [one for one in at_work if one.assignee is None]
    for login in ("yamane.aya", "obrien.liam"):
        assert [one for one in at_work if one.assignee is not None and one.assignee.login == login], login
    own = list(db.session.scalars(queries.own(_person("mori.kenta"))).unique())
    assert {State.RESOLVED, State.ON_HOLD, State.CLOSED} <= {one.state for one in own}


def test_numbers_count_up_within_the_local_day(incidents: dict[str, Incident]) -> None:
    given: Counter[str] = Counter()
    for one in incidents.values():
        day = f"{one.logged_at.astimezone(TOKYO):%Y%m%d}"
        given[day] += 1
        assert one.number == f"INC-{day}-{given[day]:03d}"
    assert list(incidents.values()) == sorted(incidents.values(), key=lambda one: one.logged_at)


def test_the_milestones_of_each_follow_one_another(incidents: dict[str, Incident]) -> None:
    for one in incidents.values():
        times = [one.introduced_at, one.occurred_at, one.detected_at, one.acknowledged_at]
        times += [one.investigation_started_at] * (not one.reopened) + [one.resolved_at, one.closed_at]
        known = [moment for moment in times if moment is not None]
        assert known == sorted(known), one.number
        assert known[-1] <= clock.now()


def test_a_major_incident_with_children_is_in_progress_in_words_that_callers_use(told: list[story.SignIn]) -> None:
    (major,) = db.session.scalars(queries.majors(_person("yamane.aya"))).unique()

    assert "サインインできない" in major.subject
    assert len([child for child in major.children if child.is_open]) == 3
    assert clock.now().timestamp() - major.logged_at.timestamp() < 4 * 3600
    past = db.session.scalars(select(Incident).where(Incident.is_major, Incident.state == State.CLOSED)).unique()
    assert len([one for one in past if one.children]) >= 2


def test_what_is_of_personnel_is_for_its_team_alone(incidents: dict[str, Incident]) -> None:
    closed = {one.number for one in incidents.values() if one.restricted_to is not None}
    assert len(closed) == 2
    for login, sees in (("yamane.aya", set()), ("kuroda.mai", set()), ("baba.yuta", closed)):
        seen = {one.number for one in db.session.scalars(queries.visible(_person(login))).unique()}
        assert seen & closed == sees, login


def test_what_is_linked_could_be_read_by_whoever_linked_it(told: list[story.SignIn]) -> None:
    for use in db.session.scalars(select(ArticleUse)).unique():
        assert use.linked_by is not None
        assert use.article.confidence in LIVE
        assert readable(use.linked_by, use.article)
        assert use.article.created_at <= use.linked_at
        assert use.article.restricted_to_id in (None, use.incident.restricted_to_id)


def test_the_founding_case_has_its_own_times(founding: Incident) -> None:
    assert founding.state is State.CLOSED
    assert founding.is_major
    assert founding.priority == 1
    assert founding.occurred_about
    told_of = (founding.introduced_at, founding.occurred_at, founding.detected_at, founding.declared_at)
    assert [_clock(one)[11:] for one in told_of] == ["14:00", "14:30", "14:35", "14:45"]
    assert _clock(founding.identified_at) == "2023-10-27 15:45"
    assert _clock(founding.restored_at) == "2023-10-27 16:00"
    measured = (Measure.DETECTION, Measure.DECLARATION, Measure.CAUSE, Measure.IMPACT)
    assert [durations.duration(founding, one).minutes for one in measured] == [5, 10, 75, 90]


def test_the_founding_case_has_six_rows_with_roles(founding: Incident) -> None:
    rows: list[Any] = founding.entries
    assert [_clock(row.at)[11:] for row in rows] == ["14:35", "14:45", "15:10", "15:30", "15:45", "16:00"]
    assert [row.kind for row in rows] == [
        *(EntryKind.DETECTED, EntryKind.NOTICE, EntryKind.FINDING),
        *(EntryKind.WORK, EntryKind.DECISION, EntryKind.RECOVERED),
    ]
    assert all(row.who for row in rows)
    assert not any(row.is_visible for row in rows)
    assert all(row.is_starred for row in rows)
    assert "効果はな" in rows[3].text
    assert "切り戻し" in founding.temporary_measure
    assert "再起動" not in founding.temporary_measure
    assert "Web-01" in founding.direct_cause
    assert founding.service is not None
    assert founding.service.key == "public-website"


def test_the_review_of_the_founding_case_begins_with_the_release(founding: Incident) -> None:
    review = opening.standing(founding)

    assert review is not None
    first, second = review.shown_rows[:2]
    assert (first.kind, _clock(first.at)[11:]) == (RowKind.CHANGE, "14:00")
    assert (second.kind, _clock(second.at)[11:], second.is_about) == (RowKind.OCCURRED, "14:30", True)


def _everything() -> list[tuple[object, ...]]:
    """What does not depend on the passwords: every event, incident and entry."""
    told: list[tuple[object, ...]] = [
        tuple(row) for row in db.session.execute(select(Event.at, Event.verb, Event.actor_id, Event.subject_id))
    ]
    for one in db.session.scalars(select(Incident)).unique():
        told.append((one.number, one.state, one.subject, one.occurred_at, one.resolved_at, one.closed_at))
        told += [(entry.at, entry.who, entry.text) for entry in one.entries]
    return told


def test_the_same_moment_gives_the_same_story(empty_portal: EmptyPortal) -> None:
    stories = []
    for _time in range(2):
        with empty_portal(), clock.telling(datetime(2028, 2, 29, 10, 30, tzinfo=TOKYO)):
            story.load()
            stories.append(_everything())

    assert stories[0] == stories[1]


def test_it_is_told_on_new_years_day_as_well(empty_portal: EmptyPortal) -> None:
    now = datetime(2027, 1, 1, 0, 10, tzinfo=TOKYO)
    with empty_portal(), clock.telling(now):
        story.load()
        every = list(db.session.scalars(select(Incident)).unique())
        assert max(one.logged_at for one in every) < now
        assert min(one.number for one in every) == FOUNDING
        assert {one.state for one in every} == set(State)


def test_what_is_broken_off_was_never_told(empty_portal: EmptyPortal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by Ctrl-C, when most of it has been told."""

    def interrupt(_scene: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(steps.STEPS, "declare", interrupt)
    with empty_portal():
        with pytest.raises(KeyboardInterrupt):
            story.load()
        assert story.is_empty()
        for kind in (Event, Job, Numbers, Article):
            assert db.session.scalar(select(func.count()).select_from(kind)) == 0
