"""What searching leaves in the database: records hidden ahead of the index, what was asked, the words of the house."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, Versioned


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


class Direction(StrEnum):
    """Whether each word of a group finds the others, or only the first one does."""

    BOTH = "both"
    ONE_WAY = "one_way"


class CountsFor(StrEnum):
    """For which questions a group of synonyms counts."""

    ALL = "all"
    JA = "ja"
    EN = "en"


class SynonymGroup(Versioned):
    """Words that stand for each other, one a line.

    `key` names a group that the product brought along; `changed_at` is None until somebody of the house has touched it,
    and as long as that is so, an upgrade may put it right. `before` is what the last change can be taken back to.
    """

    __tablename__ = "synonym_groups"

    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(unique=True)
    words: Mapped[Prose]
    direction: Mapped[Direction] = mapped_column(default=Direction.BOTH)
    counts_for: Mapped[CountsFor] = mapped_column(default=CountsFor.ALL)
    retired_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    changed_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def members(self) -> list[str]:
        return self.words.splitlines()

    @property
    def name(self) -> str:
        """The group in one line; an arrow where it counts one way."""
        first, *others = self.members or [""]
        arrow = " → " if self.direction is Direction.ONE_WAY else " = "
        return arrow.join([first, " = ".join(others)]) if others else first


class WordKind(StrEnum):
    """What becomes of the words of a list: they are kept whole, or passed over."""

    WHOLE = "whole"
    STOP = "stop"


class WordList(Versioned):
    """All words of one kind, one a line; `before` is what the last change can be taken back to."""

    __tablename__ = "word_lists"

    id: Mapped[Id]
    kind: Mapped[WordKind] = mapped_column(unique=True)
    words: Mapped[Prose]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    changed_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def members(self) -> list[str]:
        return self.words.splitlines()
