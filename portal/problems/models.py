"""Problems, their incidents, causes, changes and notes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Team, User
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems.kinds import (
    CauseCategory,
    CauseKind,
    ChangeState,
    LinkRole,
    Method,
    Origin,
    ResolutionCode,
)
from portal.problems.lifecycle import ENDED, OPEN, PROBLEM, State


class Problem(Versioned):
    """A cause, or what is thought to be one, of one or more incidents; with a workaround it is a known error."""

    __tablename__ = "problems"
    __table_args__ = (Index("ix_problems_state_priority", "state", "priority"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    statement: Mapped[str]
    description: Mapped[Prose]
    symptoms: Mapped[Prose]
    origin: Mapped[Origin] = mapped_column(default=Origin.MANUAL)
    origin_number: Mapped[str] = mapped_column(default="", index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    impact: Mapped[Impact | None]
    urgency: Mapped[Urgency | None]
    priority: Mapped[int | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    restricted_to_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.LOGGED)
    state_before: Mapped[State | None]
    method: Mapped[Method | None]
    cause_confirmed: Mapped[bool] = mapped_column(default=False)
    workaround: Mapped[Prose]
    workaround_tested: Mapped[bool] = mapped_column(default=False)
    workaround_told_at: Mapped[datetime | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    proposal: Mapped[Prose]  # how it could be solved for good
    fix: Mapped[Prose]  # how it was
    fix_due_on: Mapped[date | None]
    resolution_code: Mapped[ResolutionCode | None]
    risk_reason: Mapped[Prose]
    risk_accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    risk_review_on: Mapped[date | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("problems.id"))
    hold_reason: Mapped[Prose]
    resume_on: Mapped[date | None]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    assessed_at: Mapped[datetime | None]
    investigation_started_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    resolved_at: Mapped[datetime | None]
    watched_until: Mapped[date | None]  # whether it comes back is watched until then
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    reopened: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    service: Mapped[Service | None] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="joined")
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id], lazy="joined")
    restricted_to: Mapped[Team | None] = relationship(foreign_keys=[restricted_to_id])
    raised_by: Mapped[User | None] = relationship(foreign_keys=[raised_by_id])
    risk_accepted_by: Mapped[User | None] = relationship(foreign_keys=[risk_accepted_by_id])
    article: Mapped[Article | None] = relationship()
    duplicate_of: Mapped["Problem | None"] = relationship(remote_side="Problem.id")
    links: Mapped[list["ProblemLink"]] = relationship(
        back_populates="problem", order_by="ProblemLink.id", cascade="all, delete-orphan"
    )
    causes: Mapped[list["Cause"]] = relationship(order_by="Cause.id", cascade="all, delete-orphan")
    changes: Mapped[list["Change"]] = relationship(
        back_populates="problem", order_by="Change.id", cascade="all, delete-orphan"
    )
    notes: Mapped[list["ProblemNote"]] = relationship(order_by="ProblemNote.id.desc()", cascade="all, delete-orphan")

    @property
    def open_verbs(self) -> list[Verb]:
        return PROBLEM.open_verbs(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_known_error(self) -> bool:
        """Whether agents should know of it: declared, and not over."""
        return self.declared_at is not None and self.state not in ENDED

    @property
    def root_cause(self) -> str:
        return "\n".join(cause.text for cause in self.causes if cause.kind is CauseKind.ROOT)

    @property
    def direct_cause(self) -> str:
        return "\n".join(cause.text for cause in self.causes if cause.kind is CauseKind.DIRECT)

    def move(self, verb: Verb) -> None:
        before = self.state
        self.state = PROBLEM.after(verb, before, self)
        if self.state is State.ON_HOLD and self.state is not before:
            self.state_before = before
        self.changed_at = clock.now()

    def admits(self, actor: Any, verb: Verb) -> bool:
        """A restricted problem lets only its team."""
        return self.restricted_to_id is None or self.restricted_to_id in actor.team_ids

    def says_who_may(self, verb: Verb) -> str:
        return _("Problem management may, or the second line for causes and workarounds.")


class ProblemLink(Base):
    """An incident that a problem causes, or is thought to."""

    __tablename__ = "problem_incidents"
    __table_args__ = (UniqueConstraint("problem_id", "incident_id"),)

    id: Mapped[Id]
    problem_id: Mapped[int] = mapped_column(ForeignKey("problems.id", ondelete="CASCADE"))
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    role: Mapped[LinkRole] = mapped_column(default=LinkRole.CAUSE)
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    problem: Mapped[Problem] = relationship(back_populates="links")
    incident: Mapped[Incident] = relationship(lazy="joined")


class Cause(Base):
    """One cause, with what shows that it is one."""

    __tablename__ = "problem_causes"

    id: Mapped[Id]
    problem_id: Mapped[int] = mapped_column(ForeignKey("problems.id", ondelete="CASCADE"), index=True)
    kind: Mapped[CauseKind]
    category: Mapped[CauseCategory | None]
    text: Mapped[Prose]
    evidence: Mapped[Prose]
    review_number: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Change(Base):
    """A change elsewhere that is to solve the problem."""

    __tablename__ = "problem_changes"

    id: Mapped[Id]
    problem_id: Mapped[int] = mapped_column(ForeignKey("problems.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date | None]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.RAISED)
    note: Mapped[Prose]

    problem: Mapped[Problem] = relationship(back_populates="changes")


class ProblemNote(Base):
    """What somebody found or did on the way to the cause."""

    __tablename__ = "problem_notes"

    id: Mapped[Id]
    problem_id: Mapped[int] = mapped_column(ForeignKey("problems.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[Prose]

    author: Mapped[User | None] = relationship(lazy="joined")
