"""How problems are found; every query begins from what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from portal.incidents.models import Incident
from portal.incidents.visibility import visible_clause as incident_visible
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line
from portal.problems.kinds import CauseCategory, CauseKind
from portal.problems.lifecycle import COLUMNS, ENDED, OPEN, State
from portal.problems.models import Cause, Problem, ProblemLink
from portal.problems.visibility import visible_clause

COUNTED_DAYS = 30
ALIKE_DAYS = 365


@dataclass(frozen=True)
class Filters:
    """What a list of problems is narrowed to; empty means everything that one may see."""

    text: str = ""
    state: State | None = None
    is_open: bool = False
    owner_id: int | None = None
    team_id: int | None = None
    service_id: int | None = None
    overdue: bool = False


def visible(viewer: Any) -> Select[Problem]:
    return select(Problem).where(visible_clause(viewer))


def get(viewer: Any, number: str) -> Problem:
    """The problem of this number; `NotFound` alike for absent and for not the viewer's."""
    if problem := db.session.scalar(visible(viewer).where(Problem.number == clean_line(number).upper())):
        return problem
    raise NotFound(_("There is nothing here."))


def listed(viewer: Any, filters: Filters) -> Select[Problem]:
    """The list, narrowed; the gravest first, without a priority before all others."""
    query = visible(viewer)
    for column, wanted in (
        (Problem.state, filters.state),
        (Problem.owner_id, filters.owner_id),
        (Problem.team_id, filters.team_id),
        (Problem.service_id, filters.service_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if filters.is_open:
        query = query.where(Problem.state.in_(OPEN))
    if filters.overdue:
        query = query.where(Problem.state.in_(OPEN), Problem.fix_due_on < clock.now().date())
    for word in filters.text.split()[:8]:
        columns = (Problem.statement, Problem.symptoms, Problem.number)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return query.order_by(func.coalesce(Problem.priority, 0), Problem.changed_at.desc(), Problem.id.desc())


def board(viewer: Any, filters: Filters) -> list[list[Problem]]:
    """The columns of the board in their order; what is on hold stands where it was."""
    columns: list[list[Problem]] = [[] for _column in COLUMNS]
    for problem in db.session.scalars(listed(viewer, filters)).unique():
        state = problem.state_before if problem.state is State.ON_HOLD else problem.state
        for place, states in enumerate(COLUMNS):
            if state in states:
                columns[place].append(problem)
    return columns


def known_errors(viewer: Any) -> Select[Problem]:
    """Declared and not over: what agents should know of (domain 5.3)."""
    return (
        visible(viewer)
        .where(Problem.declared_at.is_not(None), Problem.state.not_in(ENDED))
        .order_by(Problem.declared_at.desc(), Problem.id.desc())
    )


def incidents_of(viewer: Any, problem: Problem) -> list[ProblemLink]:
    """Its incidents, as far as *viewer* may know of them, newest first."""
    query = (
        select(ProblemLink)
        .join(Incident)
        .where(ProblemLink.problem_id == problem.id, incident_visible(viewer))
        .order_by(Incident.id.desc())
    )
    return list(db.session.scalars(query).unique())


def of_incident(viewer: Any, incident: Incident) -> list[Problem]:
    """The problems that are behind an incident, or thought to be."""
    query = visible(viewer).join(ProblemLink).where(ProblemLink.incident_id == incident.id).order_by(Problem.id)
    return list(db.session.scalars(query).unique())


def of_article(viewer: Any, article_id: int) -> list[Problem]:
    """The known errors that an article tells of."""
    return list(db.session.scalars(visible(viewer).where(Problem.article_id == article_id)).unique())


def counts(viewer: Any, problems: Sequence[Problem]) -> Mapping[int, int]:
    """How many incidents of the last 30 days each problem has, as far as *viewer* may know, by its id."""
    if not problems:
        return {}
    since = clock.now() - timedelta(days=COUNTED_DAYS)
    query = (
        select(ProblemLink.problem_id, func.count())
        .join(Incident)
        .where(
            ProblemLink.problem_id.in_({problem.id for problem in problems}),
            incident_visible(viewer),
            Incident.logged_at >= since,
        )
        .group_by(ProblemLink.problem_id)
    )
    return dict(db.session.execute(query).all())


def with_cause_like(viewer: Any, category: CauseCategory) -> list[Problem]:
    """Problems of the last twelve months whose root cause is of this category: may be the same once more."""
    since = clock.now() - timedelta(days=ALIKE_DAYS)
    query = (
        visible(viewer)
        .join(Cause)
        .where(
            Cause.kind == CauseKind.ROOT,
            Cause.category == category,
            Problem.raised_at >= since,
            Problem.state.not_in((State.CANCELLED, State.DUPLICATE)),
        )
        .order_by(Problem.id.desc())
    )
    return list(db.session.scalars(query).unique())
