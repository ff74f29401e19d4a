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


class SearchEvent(Base):
    """One settled question and how much it found (domain 6.1); no address, no visit."""

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
