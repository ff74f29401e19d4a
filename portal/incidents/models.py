"""Incidents, their timeline, escalations, times on hold, and the articles that were used on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.files.models import File
from portal.incidents.kinds import (
    CancelReason,
    Channel,
    Confirmation,
    Decision,
    EntryKind,
    EscalationKind,
    HoldReason,
    Kind,
    LinkKind,
    LinkSource,
    Outcome,
    ResolutionCode,
)
from portal.incidents.lifecycle import INCIDENT, OPEN, REOPEN_WITHIN, UNDO_WITHIN, State
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb

# Done by whoever reported it, and by those who work on it.
_BY_REPORTER_AS_WELL = frozenset({Verb.REPLY_TO_INCIDENT, Verb.CONTRADICT_RESOLUTION, Verb.ATTACH_FILE})


class Incident(Versioned):
    """Something is not as it should be, in the words of whoever noticed it."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_state_priority", "state", "priority"),
        Index("ix_incidents_major", "state", sqlite_where=text("is_major = 1"), postgresql_where=text("is_major")),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.INCIDENT)
    subject: Mapped[str]
    symptom: Mapped[Prose]
    channel: Mapped[Channel]
    # A known person, or else a name and a way to reach them as free text.
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reporter_name: Mapped[str] = mapped_column(default="")
    reporter_contact: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    impact: Mapped[Impact | None]
    urgency: Mapped[Urgency | None]
    priority: Mapped[int | None]
    state: Mapped[State] = mapped_column(default=State.NEW)
    # Where holding or resolving came from, and so where resuming or undoing leads.
    state_before: Mapped[State | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    restricted_to_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    is_major: Mapped[bool] = mapped_column(default=False)
    # The milestones of domain 3.5. `introduced_at`: what made it possible came in, such as a release.
    introduced_at: Mapped[datetime | None]
    occurred_at: Mapped[datetime]
    occurred_about: Mapped[bool] = mapped_column(default=False)
    detected_at: Mapped[datetime]
    logged_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    declared_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    categorized_at: Mapped[datetime | None]
    prioritized_at: Mapped[datetime | None]
    investigation_started_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    identified_at: Mapped[datetime | None]
    mitigated_at: Mapped[datetime | None]
    restored_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None] = mapped_column(index=True)
    user_confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    first_contact: Mapped[bool] = mapped_column(default=False)
    reopened: Mapped[int] = mapped_column(default=0)
    direct_cause: Mapped[Prose]
    cause_unknown: Mapped[bool] = mapped_column(default=False)
    temporary_measure: Mapped[Prose]
    resolution: Mapped[Prose]
    resolution_code: Mapped[ResolutionCode | None]
    cancel_reason: Mapped[CancelReason | None]
    confirmation: Mapped[Confirmation | None]
    decision: Mapped[Decision | None]
    decision_reason: Mapped[Prose]
    version: Mapped[int] = mapped_column(default=1)

    reporter: Mapped[User | None] = relationship(foreign_keys=[reporter_id], lazy="joined")
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id], lazy="joined")
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id], lazy="joined")
    restricted_to: Mapped[Team | None] = relationship(foreign_keys=[restricted_to_id])
    service: Mapped[Service | None] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship(lazy="joined")
    parent: Mapped["Incident | None"] = relationship(remote_side="Incident.id", back_populates="children")
    children: Mapped[list["Incident"]] = relationship(back_populates="parent", order_by="Incident.id")
    entries: Mapped[list["Entry"]] = relationship(
        back_populates="incident", order_by="Entry.at, Entry.id", cascade="all, delete-orphan"
    )
    uses: Mapped[list["ArticleUse"]] = relationship(
        back_populates="incident", order_by="ArticleUse.id", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="incident", order_by="Attachment.id", cascade="all, delete-orphan"
    )
    escalations: Mapped[list["Escalation"]] = relationship(order_by="Escalation.id", cascade="all, delete-orphan")
    holds: Mapped[list["Hold"]] = relationship(order_by="Hold.id", cascade="all, delete-orphan")

    @property
    def open_verbs(self) -> list[Verb]:
        return INCIDENT.open_verbs(self.state)

    @property
    def active_uses(self) -> list["ArticleUse"]:
        return [use for use in self.uses if use.unlinked_at is None]

    def move(self, verb: Verb) -> None:
        before = self.state
        self.state = INCIDENT.after(verb, before, self)
        if self.state is not before and self.state in (State.ON_HOLD, State.RESOLVED):
            self.state_before = before
        self.changed_at = clock.now()

    def admits(self, actor: Any, verb: Verb) -> bool:
        """Whether this incident lets *actor*, who holds *verb*, do it here."""
        own = self.reporter_id is not None and self.reporter_id == actor.id
        if verb in (Verb.CONFIRM_INCIDENT, Verb.WITHDRAW_INCIDENT):
            return own
        if verb in _BY_REPORTER_AS_WELL and own:
            return True
        if self.restricted_to_id is not None and self.restricted_to_id not in actor.team_ids:
            return False
        if verb is Verb.ACCEPT_INCIDENT:
            # Whoever was asked answers: the team it was handed to, or the incident manager in its stead.
            return self.team_id in actor.team_ids or Role.INCIDENT_MANAGER in actor.roles
        return verb not in _BY_REPORTER_AS_WELL or bool(actor.may(Verb.NOTE_INCIDENT))

    def says_who_may(self, verb: Verb) -> str:
        if verb in (Verb.CONFIRM_INCIDENT, Verb.WITHDRAW_INCIDENT):
            return _("Only whoever reported it may.")
        if verb is Verb.ACCEPT_INCIDENT and self.team is not None:
            return _("Somebody of %(team)s may, or the incident manager.", team=self.team.name)
        return _("Whoever reported it may, or an agent who handles incidents.")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def leads_others(self) -> bool:
        """Whether incidents are handled with this one that have not ended."""
        return any(child.is_open or child.state is State.RESOLVED for child in self.children)

    @property
    def is_past_reopening(self) -> bool:
        """Whether it was closed too long ago to be opened again."""
        return self.closed_at is not None and clock.now() - self.closed_at > REOPEN_WITHIN

    @property
    def is_past_undoing(self) -> bool:
        """Whether it was resolved too long ago for the resolution to be taken back as if it had not been."""
        return self.resolved_at is not None and clock.now() - self.resolved_at > UNDO_WITHIN

    @property
    def awaits_reporter(self) -> bool:
        """Whether it is held until whoever reported it answers."""
        held = any(hold.ended_at is None and hold.reason is HoldReason.AWAITING_USER for hold in self.holds)
        return held and self.state is State.ON_HOLD


class _ByWhoeverNotes:
    """A part of an incident that is open to whoever may note something on it."""

    incident: Any

    def admits(self, actor: Any, verb: Verb) -> bool:
        return bool(self.incident.admits(actor, Verb.NOTE_INCIDENT))

    def says_who_may(self, verb: Verb) -> str:
        return str(self.incident.says_who_may(Verb.NOTE_INCIDENT))


class Entry(_ByWhoeverNotes, Base):
    """One thing that was said or done, at its own time. Never altered: a correction is a new entry that names it."""

    __tablename__ = "incident_entries"

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    kind: Mapped[EntryKind] = mapped_column(default=EntryKind.NOTE)
    is_visible: Mapped[bool] = mapped_column(default=False)  # to the reporter
    is_starred: Mapped[bool] = mapped_column(default=False)
    who: Mapped[str] = mapped_column(default="")
    text: Mapped[Prose]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("incident_entries.id"))

    incident: Mapped[Incident] = relationship(back_populates="entries")
    author: Mapped[User | None] = relationship(lazy="joined")
    corrects: Mapped["Entry | None"] = relationship(remote_side="Entry.id")


class Attachment(Base):
    """A file that belongs to an incident; whoever sees the incident sees it, its reporter only what is visible."""

    __tablename__ = "incident_attachments"

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    is_visible: Mapped[bool] = mapped_column(default=False)  # to the reporter
    removed_at: Mapped[datetime | None]

    incident: Mapped[Incident] = relationship(back_populates="attachments")
    file: Mapped[File] = relationship(lazy="joined")

    def admits(self, actor: Any, verb: Verb) -> bool:
        return self.incident.admits(actor, verb)

    def says_who_may(self, verb: Verb) -> str:
        return self.incident.says_who_may(verb)


class Escalation(Base):
    """An incident was handed over to a team or a vendor, or somebody above was called in."""

    __tablename__ = "escalations"

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    kind: Mapped[EscalationKind]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    vendor: Mapped[str] = mapped_column(default="")
    reason: Mapped[Prose]
    tried: Mapped[Prose]
    accepted_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(lazy="joined")
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class Hold(Base):
    """A time during which nothing could be done, and why."""

    __tablename__ = "holds"

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    reason: Mapped[HoldReason]
    note: Mapped[Prose]
    resume_on: Mapped[date | None]
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class ArticleUse(_ByWhoeverNotes, Base):
    """An article was used on an incident: how it was found, as what, and what came of it."""

    __tablename__ = "article_uses"

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    sequence: Mapped[int]  # the revision that stood then
    kind: Mapped[LinkKind]
    source: Mapped[LinkSource]
    rank: Mapped[int | None]  # the place, from 1, at which it was suggested
    outcome: Mapped[Outcome | None]
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    unlinked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    unlinked_at: Mapped[datetime | None]
    unlink_reason: Mapped[Prose]

    incident: Mapped[Incident] = relationship(back_populates="uses")
    article: Mapped[Article] = relationship(lazy="joined")
    linked_by: Mapped[User | None] = relationship(foreign_keys=[linked_by_id])
