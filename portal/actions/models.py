"""Actions and the times that their dates were moved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.actions import wording
from portal.actions.kinds import ActionType, Effect, Source, Weight
from portal.actions.lifecycle import ACTION, DUE, State
from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.verbs import Verb

FREE_EXTENSIONS = 2  # more of them need the problem manager (domain 3.8)


class Action(Versioned):
    """Something that one person does by a date. Of a restricted record it is restricted to the same team."""

    __tablename__ = "actions"
    __table_args__ = (Index("ix_actions_source", "source_kind", "source_id"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    description: Mapped[Prose]
    type: Mapped[ActionType]
    weight: Mapped[Weight] = mapped_column(default=Weight.SHOULD)
    # What it serves: the kind of record, its id and the number that people know it by.
    source_kind: Mapped[Source]
    source_id: Mapped[int]
    source_number: Mapped[str] = mapped_column(index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    # What a report may print in place of the person and the date.
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    milestone: Mapped[str] = mapped_column(default="")
    restricted_to_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    evidence: Mapped[Prose]
    verification: Mapped[Prose]
    effect: Mapped[Effect | None]
    # Why it was rejected, cancelled, or found without effect.
    reason: Mapped[Prose]
    external_url: Mapped[str] = mapped_column(default="")
    reopened: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="joined")
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id], lazy="joined")
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    verified_by: Mapped[User | None] = relationship(foreign_keys=[verified_by_id])
    extensions: Mapped[list["Extension"]] = relationship(order_by="Extension.id", cascade="all, delete-orphan")

    @property
    def open_verbs(self) -> list[Verb]:
        return ACTION.open_verbs(self.state)

    @property
    def title_parts(self) -> list[tuple[str, bool]]:
        """The title in pieces, each with whether it promises nothing."""
        return wording.parts(self.title)

    @property
    def vague_words(self) -> list[str]:
        """The words of the title by which nobody could tell whether it was done."""
        return wording.vague(self.title)

    @property
    def is_overdue(self) -> bool:
        return self.state in DUE and self.due_on is not None and self.due_on < site_day(clock.now())

    def move(self, verb: Verb) -> None:
        self.state = ACTION.after(verb, self.state, self)

    def admits(self, actor: Any, verb: Verb) -> bool:
        """Its owner works on it; whoever leads problem management decides; nobody verifies the own work."""
        if self.restricted_to_id is not None and self.restricted_to_id not in actor.team_ids:
            return False
        owns = self.owner_id is not None and self.owner_id == actor.id
        leads = bool(actor.roles & {Role.PROBLEM_MANAGER, Role.INCIDENT_MANAGER, Role.FACILITATOR})
        if verb in (Verb.START_ACTION, Verb.COMPLETE_ACTION):
            return owns
        if verb in (Verb.VERIFY_ACTION, Verb.CONTRADICT_ACTION):
            return not owns
        if verb is Verb.EXTEND_ACTION:
            manages = Role.PROBLEM_MANAGER in actor.roles
            return manages or (owns and len(self.extensions) < FREE_EXTENSIONS)
        if verb is Verb.TRANSFER_ACTION:
            return owns or Role.PROBLEM_MANAGER in actor.roles
        if verb is Verb.REVISE_ACTION:
            return self.state is State.PROPOSED or owns or leads
        return True

    def says_who_may(self, verb: Verb) -> str:
        if verb in (Verb.VERIFY_ACTION, Verb.CONTRADICT_ACTION):
            return _("Somebody else than its owner may: a problem manager or a facilitator.")
        if verb is Verb.EXTEND_ACTION:
            return _("Its owner may twice, after that the problem manager.")
        return _("Its owner may, or the problem manager.")


class Extension(Base):
    """The date of an action was moved, and why."""

    __tablename__ = "action_extensions"

    id: Mapped[Id]
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_before: Mapped[date]
    due_after: Mapped[date]
    reason: Mapped[Prose]

    by: Mapped[User | None] = relationship(lazy="joined")
