"""What readers leave behind: a look, a yes or a no."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose


class Surface(StrEnum):
    """Where a reader met the article."""

    KB = "kb"
    FAQ = "faq"


class Vote(Base):
    """A reader says whether the article helped. `visit` is the reader's own word for the visit, if scripts ran."""

    __tablename__ = "article_votes"

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    surface: Mapped[Surface]
    helpful: Mapped[bool]
    reason: Mapped[Prose]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    visit: Mapped[str] = mapped_column(default="")


class View(Base):
    """A reader opened the article."""

    __tablename__ = "article_views"

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    surface: Mapped[Surface]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
