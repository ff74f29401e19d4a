"""A form is carried out once, however often it is sent: each carries a one-time key."""

import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, db
from portal.kernel.errors import AlreadyDone
from portal.kernel.i18n import gettext as _

KEPT_FOR = timedelta(hours=48)


class Receipt(Base):
    """This form key was carried out, with these contents, and made or changed this record."""

    __tablename__ = "receipts"

    key: Mapped[str] = mapped_column(primary_key=True)
    contents: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]


@dataclass(frozen=True)
class FormKey:
    """The key of the form being carried out, and a fingerprint of what it says."""

    key: str
    contents: str


current_form: ContextVar[FormKey | None] = ContextVar("current_form", default=None)


def new_key() -> str:
    return secrets.token_urlsafe(18)


def fingerprint(pairs: list[tuple[str, str]]) -> str:
    """One word for the contents of a form; the order of the fields counts, as browsers keep it."""
    return hashlib.sha256(repr(pairs).encode("utf-8", "backslashreplace")).hexdigest()


def receipt_of(form: FormKey) -> Receipt | None:
    return db.session.get(Receipt, form.key)


def refuse_repeat(form: FormKey) -> None:
    """Raise `AlreadyDone` where this key has its receipt."""
    if receipt := receipt_of(form):
        raise AlreadyDone(_("This was already saved."), receipt.subject_kind, receipt.subject_id)


def purge() -> None:
    """Forget receipts older than two days; called by the clock, inside a transaction."""
    db.session.execute(delete(Receipt).where(Receipt.at < clock.now() - KEPT_FOR))
