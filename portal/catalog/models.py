"""Services and categories."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Team
from portal.kernel.db import Id, Prose, Versioned
from portal.kernel.i18n import current_locale


class Service(Versioned):
    """Something that people use and that can fail, with the team that answers for it."""

    __tablename__ = "services"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str] = mapped_column(default="")
    description_ja: Mapped[Prose]
    description_en: Mapped[Prose]
    owner_team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"), index=True)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    owner_team: Mapped[Team | None] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        return self.name_en if current_locale() == "en" and self.name_en else self.name_ja

    @property
    def description(self) -> str:
        return self.description_en if current_locale() == "en" and self.description_en else self.description_ja


class Category(Versioned):
    """A subject: two levels, the upper one with an icon and an address among the public questions."""

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("parent_id", "name_ja"),)

    id: Mapped[Id]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="doc")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Category | None"] = relationship(
        remote_side="Category.id", back_populates="children", lazy="joined", join_depth=1
    )
    children: Mapped[list["Category"]] = relationship(
        back_populates="parent", order_by="Category.position, Category.name_ja"
    )

    @property
    def name(self) -> str:
        return self.name_en if current_locale() == "en" and self.name_en else self.name_ja

    @property
    def path(self) -> str:
        """Both levels, as in a list to choose from."""
        return f"{self.parent.name} › {self.name}" if self.parent else self.name
