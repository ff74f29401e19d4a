"""Numbers that people read aloud: KB-000123, INC-20231027-001; unique even in a race."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.current import holdings
from portal.kernel.db import Base, db


class Counter(Base):
    """The last number given under one name; one row a name, or a name and a day."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def running_number(prefix: str, width: int = 6) -> str:
    """`KB-000123`: counts up for ever. Gaps are allowed, repeats are not."""
    return f"{prefix}-{_next(prefix):0{width}d}"


def daily_number(prefix: str, day: date) -> str:
    """`INC-20231027-001`: counts from one each local day; three digits are the least width."""
    stem = f"{prefix}-{day:%Y%m%d}"
    return f"{stem}-{_next(stem):03d}"


def site_day(moment: datetime) -> date:
    """The day of *moment* where the desk is, whoever looks on."""
    return moment.astimezone(ZoneInfo(holdings().settings.time_zone)).date()


def _next(name: str) -> int:
    # One statement counts and locks the row until the transaction ends, on both databases.
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(Counter)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    )
    return db.session.execute(statement).scalar_one()
