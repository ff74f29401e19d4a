"""What searching leaves in the database: records hidden ahead of the index, and what was asked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose


class IndexHold(Base):
    """This key counts as absent from this index until the index itself has let go of it."""

    __tablename__ = "index_holds"
    __table_args__ = (UniqueConstraint("index", "key"),)

    id: Mapped[Id]
    index: Mapped[str] = mapped_column(index=True)
    key: Mapped[str]


class Asking(StrEnum):
    """Where a question was asked."""

    SEARCH = "search"
    KB = "kb"
    FAQ = "faq"
    INTAKE = "intake"
    INCIDENT = "incident"
    REPORT = "report"


class SearchEvent(Base):
    """One settled question and how much it found (domain 6.1); no address.

    `asking` names the answer, so that what was done with it can be told of it (`SuggestionEvent.asking`); `visit` is a
    random word of one sitting, kept by the page: an intake, a report.
    """

    __tablename__ = "search_events"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    surface: Mapped[Asking]
    text: Mapped[Prose]
    language: Mapped[str]
    results: Mapped[int]
    top: Mapped[list[str]] = mapped_column(default=list)
    degraded: Mapped[bool] = mapped_column(default=False)
    asking: Mapped[str] = mapped_column(default="", index=True)
    visit: Mapped[str] = mapped_column(default="", index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id", ondelete="SET NULL"), index=True)


class Deed(StrEnum):
    """What became of a suggestion."""

    SHOWN = "shown"
    OPENED = "opened"
    LINKED = "linked"
    RESOLVED = "resolved"
    SENT = "sent"
    DISMISSED = "dismissed"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"


class SuggestionEvent(Base):
    """One thing that was done with one suggested article; `rank` counts from 1."""

    __tablename__ = "suggestion_events"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    asking: Mapped[str] = mapped_column(index=True)
    deed: Mapped[Deed]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    band: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id", ondelete="SET NULL"), index=True)
