"""A file that somebody attached; its bytes lie on disk under their fingerprint."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.files.kinds import PICTURES
from portal.kernel import clock
from portal.kernel.db import Base, Id


class File(Base):
    """One upload: what it is called, what it is, how large, and where its bytes are."""

    __tablename__ = "files"

    id: Mapped[Id]
    fingerprint: Mapped[str] = mapped_column(index=True)  # SHA-256 of the bytes, in hex
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    added_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES
