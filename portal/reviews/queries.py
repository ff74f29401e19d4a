"""How reviews are found; every query begins from what the viewer may see."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, or_, select

from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.text import clean_line
from portal.reviews.lifecycle import OPEN, State
from portal.reviews.models import Part, Review, Row
from portal.reviews.visibility import visible_clause

Group = Literal["open", "overdue", "published", "ended"]


@dataclass(frozen=True)
class Filters:
    """What a list of reviews is narrowed to; empty means everything that one may see."""

    text: str = ""
    group: Group | None = None
    state: State | None = None
    owner_id: int | None = None


def visible(viewer: Any) -> Select[Review]:
    return select(Review).where(visible_clause(viewer))


def get(viewer: Any, number: str) -> Review:
    """The review of this number; `NotFound` alike for absent and for not the viewer's."""
    if review := db.session.scalar(visible(viewer).where(Review.number == clean_line(number).upper())):
        return review
    raise NotFound(_("There is nothing here."))


def part(viewer: Any, number: str, section: str) -> Part:
    """One section of a review."""
    review = get(viewer, number)
    for found in review.parts:
        if found.section.value == section:
            return found
    raise NotFound(_("There is nothing here."))


def row(viewer: Any, number: str, row_id: int) -> Row:
    """One row of its timeline."""
    review = get(viewer, number)
    for found in review.rows:
        if found.id == row_id:
            return found
    raise NotFound(_("There is nothing here."))


def listed(viewer: Any, filters: Filters) -> Select[Review]:
    """The list, narrowed; newest first."""
    query = visible(viewer)
    today = site_day(clock.now())
    if filters.group == "open":
        query = query.where(Review.state.in_(OPEN))
    elif filters.group == "overdue":
        query = query.where(
            or_(
                Review.state.in_((State.DRAFT, State.IN_REVIEW)) & (Review.review_due_on < today),
                (Review.state == State.REVIEWED) & (Review.approve_due_on < today),
                (Review.state == State.APPROVED) & (Review.publish_due_on < today),
            )
        )
    elif filters.group == "published":
        query = query.where(Review.state == State.PUBLISHED)
    elif filters.group == "ended":
        query = query.where(Review.state.in_((State.CLOSED, State.CANCELLED)))
    if filters.state is not None:
        query = query.where(Review.state == filters.state)
    if filters.owner_id is not None:
        query = query.where(Review.owner_id == filters.owner_id)
    for word in filters.text.split()[:8]:
        columns = (Review.title, Review.number)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return query.order_by(Review.id.desc())


def of_incident(viewer: Any, incident: Incident) -> list[Review]:
    """The reviews of an incident, newest first, waived ones too."""
    return list(db.session.scalars(visible(viewer).where(Review.incident_id == incident.id).order_by(Review.id.desc())))


def of_problem(viewer: Any, problem_id: int) -> list[Review]:
    """The reviews whose causes went to this problem."""
    return list(db.session.scalars(visible(viewer).where(Review.problem_id == problem_id).order_by(Review.id)))


def waiting_for(viewer: Any) -> Select[Review]:
    """Reviews in which the next step is *viewer*'s."""
    mine = or_(
        (Review.owner_id == viewer.id) & Review.state.in_((State.DRAFT, State.APPROVED)),
        or_(Review.facilitator_id == viewer.id, Review.reviewer_id == viewer.id) & (Review.state == State.IN_REVIEW),
        (Review.approver_id == viewer.id) & (Review.state == State.REVIEWED),
    )
    return visible(viewer).where(mine).order_by(Review.review_due_on, Review.id)
