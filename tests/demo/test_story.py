"""The demo is told in operations: every state is reached by deeds, and all of it holds together."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts import passwords
from portal.accounts.models import User
from portal.accounts.roles import Licence, Role
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Flag, Revision, View, Vote
from portal.demo import reading, story
from portal.kernel import clock, i18n
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.events import Event
from portal.kernel.jobs import Job
from portal.ops import fsck


def test_every_role_has_a_sign_in_that_works_and_nobody_else_can_come_in(told: list[story.SignIn]) -> None:
    users = {user.login: user for user in db.session.scalars(select(User))}
    given = {one.login: one.password for one in told}

    assert {one.role for one in told} == {*(str(role) for role in Role), "partner"}
    assert all(passwords.verify(users[login].password_hash, password) for login, password in given.items())
    assert not any(users[login].must_change_password for login in given)
    assert all(not user.password_hash for login, user in users.items() if login not in given)
    assert len(set(given.values())) == len(given)


def test_it_is_told_once(told: list[story.SignIn]) -> None:
    with i18n.speaking("en"), pytest.raises(InvalidTransition, match="empty"):
        story.load()


def test_every_text_became_an_article_in_the_state_that_it_names(told: list[story.SignIn]) -> None:
    records = list(db.session.scalars(select(Article)).unique())

    assert len(records) == len(reading.articles())
    assert {record.confidence for record in records} >= {
        Confidence.WIP,
        Confidence.NOT_VALIDATED,
        Confidence.VALIDATED,
        Confidence.ARCHIVED,
    }
    assert {record.audience for record in records} == set(Audience)
    assert {user.licence for user in db.session.scalars(select(User))} == {*Licence, None}
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 3


def test_links_lead_to_articles_that_are_there(told: list[story.SignIn]) -> None:
    numbers = set(db.session.scalars(select(Article.number)))
    for revision in db.session.scalars(select(Revision)):
        for text in (revision.issue, revision.resolution, revision.cause):
            assert set(re.findall(r"\(kb:([^)]+)\)", text)) <= numbers


def test_the_past_is_past_and_runs_forward(told: list[story.SignIn]) -> None:
    now = clock.now()
    moments = list(db.session.scalars(select(Event.at).order_by(Event.id)))
    assert moments == sorted(moments)
    assert moments[-1] <= now
    for record in db.session.scalars(select(Article)).unique():
        sequence = list(
            db.session.scalars(select(Revision.at).where(Revision.article_id == record.id).order_by(Revision.sequence))
        )
        assert sequence == sorted(sequence)
        assert record.created_at <= sequence[0]
    for kind in (Vote, View):
        assert db.session.scalar(select(func.max(kind.at))) <= now  # type: ignore[operator]


def test_what_the_past_set_off_does_not_count_as_failing_ever_since(told: list[story.SignIn]) -> None:
    assert db.session.scalar(select(func.min(Job.created_at))) > clock.now() - timedelta(hours=1)  # type: ignore[operator]


def test_readers_have_answered_and_said_why(told: list[story.SignIn]) -> None:
    answers = sum(
        article.get("votes", {}).get("yes", 0) + article.get("votes", {}).get("no", 0) for article in reading.articles()
    )

    assert db.session.scalar(select(func.count()).select_from(Vote)) == answers
    assert db.session.scalar(select(func.count()).select_from(Vote).where(Vote.reason != ""))


def test_most_articles_were_looked_at_this_quarter_and_some_were_overlooked(told: list[story.SignIn]) -> None:
    due = list(db.session.scalars(select(Article.review_due_on).where(Article.confidence == Confidence.VALIDATED)))
    late = [day for day in due if day and day < clock.now().date()]

    assert 0 < len(late) < len(due) / 3


def test_the_demo_keeps_all_rules_and_is_indexed(told: list[story.SignIn]) -> None:
    assert fsck.check() == []
