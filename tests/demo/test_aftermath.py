"""What came of the demo's incidents: every column of the board, reviews in four states, actions and reports."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.actions.lifecycle import State as ActionState
from portal.actions.models import Action
from portal.demo import casebook, reading, story
from portal.demo.aftermath import moments
from portal.demo.almanac import Almanac
from portal.demo.deeds import DEEDS
from portal.kernel.db import db
from portal.problems import queries as problem_queries
from portal.problems.kinds import CauseKind
from portal.problems.lifecycle import State as ProblemState
from portal.problems.models import Problem
from portal.reports.kinds import ReportState
from portal.reports.models import Report
from portal.reviews import missing
from portal.reviews.kinds import Section
from portal.reviews.lifecycle import State as ReviewState
from portal.reviews.models import Review
from portal.reviews.questions import Required
from tests.demo.content import articles, keys, people, subcategories

THREADS = reading.threads()
CASES = {case["key"] for case in reading.cases()}
WRITTEN = {article["key"]: article["created_days_ago"] for article in reading.articles()}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
SAID = {
    "statement",
    "symptoms",
    "description",
    "text",
    "title",
    "reason",
    "evidence",
    "verification",
    "proposal",
    "fix",
}

each_thread = pytest.mark.parametrize("thread", THREADS, ids=[thread["key"] for thread in THREADS])


def _all(kind: Any) -> list[Any]:
    return list(db.session.scalars(select(kind).order_by(kind.id)).unique())


def test_every_column_of_the_board_has_a_problem_and_one_is_closed(told: list[story.SignIn]) -> None:
    problems = _all(Problem)

    assert Counter(problem.state for problem in problems) == dict.fromkeys(
        (
            *(ProblemState.LOGGED, ProblemState.CATEGORIZED, ProblemState.INVESTIGATING, ProblemState.KNOWN_ERROR),
            *(ProblemState.CHANGE_RAISED, ProblemState.RESOLVED, ProblemState.CLOSED),
        ),
        1,
    )
    assert all(problem.links for problem in problems)
    known = next(problem for problem in problems if problem.state is ProblemState.KNOWN_ERROR)
    assert known.workaround
    assert known.article is not None
    assert len(known.links) >= 8


def test_four_reviews_are_left_and_what_nobody_needs_is_waived(told: list[story.SignIn]) -> None:
    reviews = {review.state: review for review in _all(Review)}

    assert Counter(review.state for review in _all(Review)) == dict.fromkeys(
        (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.PUBLISHED, ReviewState.CLOSED, ReviewState.CANCELLED), 1
    )
    assert reviews[ReviewState.DRAFT].is_overdue
    assert reviews[ReviewState.CANCELLED].remark
    english = reviews[ReviewState.IN_REVIEW]
    assert not JAPANESE.search(str([part.answers for part in english.parts if part.section is not Section.REPORT]))
    for state in (ReviewState.PUBLISHED, ReviewState.CLOSED):
        assert all(part.answers for part in reviews[state].parts if part.section is not Section.TIMELINE)
        assert [gap for stage in Required for gap in missing.missing(reviews[state], stage)] == []


def test_the_founding_case_goes_all_the_way_to_its_article(told: list[story.SignIn]) -> None:
    review = next(review for review in _all(Review) if review.state is ReviewState.PUBLISHED)
    problem = review.problem

    assert review.incident.number == "INC-20231027-001"
    assert len(review.answer("whys")) >= 4
    assert all(why["evidence"] for why in review.answer("whys"))
    assert len(review.answer("factors")) >= 2
    assert problem is not None
    assert problem.state is ProblemState.CLOSED
    assert problem.reopened == 1
    assert {CauseKind.DIRECT, CauseKind.ROOT, CauseKind.FACTOR} == {cause.kind for cause in problem.causes}
    assert {link.incident.number for link in problem.links} > {"INC-20231027-001"}
    assert problem.article is not None
    assert "リリース" in problem.article.title


def test_actions_stand_where_they_would_in_a_year(told: list[story.SignIn]) -> None:
    actions = _all(Action)

    assert {action.state for action in actions} >= set(ActionState) - {ActionState.CANCELLED, ActionState.TRANSFERRED}
    assert sum(action.is_overdue for action in actions) == 1
    assert any(action.extensions for action in actions)


def test_a_workaround_was_told_and_a_report_waits_for_the_incident_manager(told: list[story.SignIn]) -> None:
    known = next(problem for problem in _all(Problem) if problem.state is ProblemState.CHANGE_RAISED)
    replies = [entry.text for link in known.links for entry in link.incident.entries if entry.is_visible]
    waiting = [report for report in _all(Report) if report.state is ReportState.DRAFT]

    assert known.declared_at < known.workaround_told_at
    assert known.workaround in replies
    assert len(waiting) == 1
    assert waiting[0].incident.resolved_at is None
    assert sum(report.state is ReportState.ISSUED for report in _all(Report)) == 2


def test_callers_see_no_problem_and_staff_see_all(told: list[story.SignIn]) -> None:
    users = {user.login: user for user in db.session.scalars(select(User)).unique()}
    found = {login: len(_seen(users[login])) for login in ("mori.kenta", "tokita.hiroto", "yamane.aya", "nagai.osamu")}

    assert found == {"mori.kenta": 0, "tokita.hiroto": 0, "yamane.aya": 7, "nagai.osamu": 7}


def _seen(viewer: User) -> list[Problem]:
    return list(db.session.scalars(problem_queries.visible(viewer)).unique())


@each_thread
def test_the_keys_of_a_thread_resolve(thread: dict[str, Any]) -> None:
    assert thread["language"] in {"ja", "en"}
    for step in [thread, *thread["steps"]]:
        posts = ("by", "owner", "facilitator", "reviewer", "approver", "reporter")
        assert {step[post] for post in posts if post in step} <= set(people())
        assert {step["incident"]} <= CASES if "incident" in step else True
        assert set(step.get("incidents", [])) <= CASES
        assert "do" not in step or step["do"] in DEEDS
        assert "article" not in step or step["article"] in articles()
        assert "service" not in step or step["service"] in keys("services")
        assert "team" not in step or step["team"] in keys("teams")
        assert "category" not in step or step["do"] == "cause" or step["category"] in _subcategories()


def _subcategories() -> set[str]:
    return {child["key"] for child in subcategories()}


@each_thread
def test_each_text_is_in_the_language_of_its_thread(thread: dict[str, Any]) -> None:
    for step in thread["steps"]:
        for name in SAID & set(step):
            assert bool(JAPANESE.search(str(step[name]))) == (thread["language"] == "ja"), step[name]


def _days() -> Iterator[datetime]:
    zone = ZoneInfo("Asia/Tokyo")
    start = datetime(2026, 11, 25, 0, 5, tzinfo=UTC)
    yield from (start + timedelta(days=days, hours=days * 7 % 24) for days in range(0, 1300, 4))
    yield from (datetime(2028, 2, 29, 10, tzinfo=zone), datetime(2027, 1, 1, 0, 1, tzinfo=zone))


def test_on_whatever_day_it_is_told_everything_is_past_and_runs_forward() -> None:
    cases = reading.cases()
    for now in _days():
        almanac = Almanac(now, ZoneInfo("Asia/Tokyo"), WRITTEN)
        solved = {case["key"]: casebook.solved(case, almanac) for case in cases}
        for thread in THREADS:
            found = moments(thread, almanac, solved)
            assert found == sorted(found), (thread["key"], now)
            assert found[-1] < now, (thread["key"], now)
