"""Reports of incidents and their stamps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.articles.lifecycle import Audience
from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.db import Base, Id, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reports.kinds import ReportKind, ReportState
from portal.reports.lifecycle import REPORT


class Report(Versioned):
    """One issue of an incident's report. What is issued stands as it was: `facts` is its own copy."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("incident_id", "sequence"),)

    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    sequence: Mapped[int]
    kind: Mapped[ReportKind]
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    audience: Mapped[Audience] = mapped_column(default=Audience.WITHIN)
    # The day of the first version; a later one keeps it.
    reported_on: Mapped[date]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    next_report_at: Mapped[datetime | None]
    # What was written over the words of record and review, by field; and all of it, once issued.
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    drafted_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    incident: Mapped[Incident] = relationship(lazy="joined")
    reporter: Mapped[User | None] = relationship(foreign_keys=[reporter_id])
    stamps: Mapped[list["Stamp"]] = relationship(order_by="Stamp.id", cascade="all, delete-orphan")

    @property
    def open_verbs(self) -> list[Verb]:
        return REPORT.open_verbs(self.state)

    def move(self, verb: Verb) -> None:
        self.state = REPORT.after(verb, self.state)

    def admits(self, actor: Any, verb: Verb) -> bool:
        team_id = self.incident.restricted_to_id
        return team_id is None or team_id in actor.team_ids

    def says_who_may(self, verb: Verb) -> str:
        return _("The incident manager may.")


class Stamp(Base):
    """Who put their name under a report, and when."""

    __tablename__ = "report_stamps"

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[User | None] = relationship(lazy="joined")
