"""Reviews, their answers by section, and the rows of their timeline."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.articles.lifecycle import Audience
from portal.incidents.models import Entry, Incident
from portal.kernel import clock
from portal.kernel.db import Id, Prose, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.verbs import Verb
from portal.problems.models import Problem
from portal.reviews.kinds import Requirement, RowKind, Section
from portal.reviews.lifecycle import REVIEW, WRITABLE, State


class Review(Versioned):
    """What is learned from an incident. Who may see the incident at the desk may see its review; nobody else."""

    __tablename__ = "reviews"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    title: Mapped[str]
    requirement: Mapped[Requirement]
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    edition: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    attendees: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[Audience] = mapped_column(default=Audience.WITHIN)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problems.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    review_due_on: Mapped[date]
    approve_due_on: Mapped[date]
    publish_due_on: Mapped[date]
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # What a reviewer or approver wants to be different, or why it is waived or opened again.
    remark: Mapped[Prose]
    version: Mapped[int] = mapped_column(default=1)

    incident: Mapped[Incident] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="joined")
    facilitator: Mapped[User | None] = relationship(foreign_keys=[facilitator_id])
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])
    approver: Mapped[User | None] = relationship(foreign_keys=[approver_id])
    problem: Mapped[Problem | None] = relationship()
    parts: Mapped[list["Part"]] = relationship(
        back_populates="review", order_by="Part.id", cascade="all, delete-orphan"
    )
    rows: Mapped[list["Row"]] = relationship(
        back_populates="review", order_by="Row.at, Row.id", cascade="all, delete-orphan"
    )

    @property
    def open_verbs(self) -> list[Verb]:
        return REVIEW.open_verbs(self.state)

    @property
    def shown_rows(self) -> list["Row"]:
        return [row for row in self.rows if not row.is_hidden]

    @property
    def due_on(self) -> date | None:
        """The next date that it has to keep."""
        if self.state in (State.DRAFT, State.IN_REVIEW):
            return self.review_due_on
        return {State.REVIEWED: self.approve_due_on, State.APPROVED: self.publish_due_on}.get(self.state)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < site_day(clock.now())

    def part(self, section: Section) -> "Part":
        return next(part for part in self.parts if part.section is section)

    def answer(self, key: str) -> Any:
        """What stands under one key of the form; empty text or list where nothing does."""
        for part in self.parts:
            if key in part.answers:
                return part.answers[key]
        return ""

    def move(self, verb: Verb) -> None:
        self.state = REVIEW.after(verb, self.state, self)

    def admits(self, actor: Any, verb: Verb) -> bool:
        """Posts on the record decide: who owns it, leads it, reviews it, approves it."""
        team_id = self.incident.restricted_to_id
        if team_id is not None and team_id not in actor.team_ids:
            return False
        commands = bool(actor.roles & {Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER})
        leads = commands or Role.FACILITATOR in actor.roles or self._is(actor, self.facilitator_id)
        owns = self._is(actor, self.owner_id)
        if verb in (Verb.APPROVE_REVIEW, Verb.REJECT_REVIEW):
            return self._is(actor, self.approver_id) and not owns
        if verb is Verb.RETURN_REVIEW:
            return leads or self._is(actor, self.reviewer_id) or self._is(actor, self.approver_id)
        if verb is Verb.CONCLUDE_REVIEW:
            return leads and not (owns and not commands)
        if verb in (Verb.SUBMIT_REVIEW, Verb.APPOINT_REVIEWERS, Verb.HAND_OVER_CAUSE):
            return owns or leads
        if verb is Verb.PUBLISH_REVIEW:
            return owns or Role.INCIDENT_MANAGER in actor.roles
        if verb is Verb.CLOSE_REVIEW:
            return owns or Role.PROBLEM_MANAGER in actor.roles
        if verb is Verb.WAIVE_REVIEW:
            return commands or self._is(actor, self.approver_id)
        return True

    def says_who_may(self, verb: Verb) -> str:
        if verb in (Verb.APPROVE_REVIEW, Verb.REJECT_REVIEW):
            name = self.approver.name if self.approver is not None else ""
            return (
                _("Only its approver may: %(name)s.", name=name)
                if name
                else _("Only its approver may; choose one first.")
            )
        if verb is Verb.CONCLUDE_REVIEW:
            return _("Its facilitator may, but not whoever owns it.")
        return _("Its owner may, or its facilitator, or the incident manager.")

    @staticmethod
    def _is(actor: Any, person_id: int | None) -> bool:
        return person_id is not None and person_id == actor.id


class Part(Versioned):
    """The answers of one section; two people who are in one section at once meet at its version."""

    __tablename__ = "review_parts"
    __table_args__ = (UniqueConstraint("review_id", "section"),)

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    section: Mapped[Section]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    review: Mapped[Review] = relationship(back_populates="parts")
    changed_by: Mapped[User | None] = relationship()

    def admits(self, actor: Any, verb: Verb) -> bool:
        return self.review.admits(actor, verb)

    def says_who_may(self, verb: Verb) -> str:
        return self.review.says_who_may(verb)


class Row(Versioned):
    """One row of the timeline: taken from the record of the incident, or added by hand."""

    __tablename__ = "review_rows"

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    is_about: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[RowKind] = mapped_column(default=RowKind.NOTE)
    text: Mapped[Prose]
    who: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("incident_entries.id", ondelete="SET NULL"))
    is_hidden: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    review: Mapped[Review] = relationship(back_populates="rows")
    entry: Mapped[Entry | None] = relationship()

    @property
    def is_writable(self) -> bool:
        return self.review.state in WRITABLE

    def admits(self, actor: Any, verb: Verb) -> bool:
        return self.review.admits(actor, verb)

    def says_who_may(self, verb: Verb) -> str:
        return self.review.says_who_may(verb)
