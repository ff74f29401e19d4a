"""Reports of people who have not signed in: whether they may, and how many come from one address."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Stranger
from portal.incidents.policy import ReportingPolicy
from portal.kernel import clock, policies
from portal.kernel.db import Base, Id, db
from portal.kernel.errors import TooMany
from portal.kernel.i18n import ngettext
from portal.kernel.verbs import Verb

WINDOW = timedelta(hours=1)


class StrangerReport(Base):
    """One report came from this address; forgotten after an hour."""

    __tablename__ = "stranger_reports"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    address: Mapped[str] = mapped_column(index=True)


class ReportingStranger(Stranger):
    """Somebody at *address* who has not signed in and has something to report."""

    def __init__(self, address: str) -> None:
        self.address = address[:60]

    def may(self, verb: Verb, record: Any = None, /) -> bool:
        if verb not in (Verb.REPORT_INCIDENT, Verb.ATTACH_FILE):
            return super().may(verb, record)
        # Files come with the report; later nobody knows any more whose it was.
        is_own = record is None or (record.reporter_id is None and record.recorded_by_id is None)
        return is_own and policies.read(ReportingPolicy).strangers


def let_in(stranger: ReportingStranger) -> None:
    """Count one more report of this address, inside the operation that writes it; `TooMany` says how long to wait."""
    since = clock.now() - WINDOW
    db.session.execute(delete(StrangerReport).where(StrangerReport.at <= since))
    count, oldest = db.session.execute(
        select(func.count(), func.min(StrangerReport.at)).where(StrangerReport.address == stranger.address)
    ).one()
    if count >= policies.read(ReportingPolicy).strangers_an_hour:
        seconds = max(1, int((oldest + WINDOW - clock.now()).total_seconds()))
        raise TooMany(
            ngettext(
                "Many reports came from here within an hour. Wait %(num)s minute, or sign in.",
                "Many reports came from here within an hour. Wait %(num)s minutes, or sign in.",
                -(-seconds // 60),
            ),
            seconds,
        )
    db.session.add(StrangerReport(address=stranger.address))
