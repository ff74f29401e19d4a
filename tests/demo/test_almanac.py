"""Moments of the story: on working days, in their order, never in the future, on whatever day it is told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.demo import reading
from portal.demo.almanac import Almanac
from portal.demo.casebook import moments

TOKYO = ZoneInfo("Asia/Tokyo")
WRITTEN = {article["key"]: article["created_days_ago"] for article in reading.articles()}


def _told_at(moment: datetime) -> Almanac:
    return Almanac(moment, TOKYO, WRITTEN)


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("2023-10-27 14:35", "2023-10-27 14:35"),
        ("2w mon 09:12", "2026-11-09 09:12"),
        ("25w sat 03:10", "2026-06-06 03:10"),
        ("1d 15:10", "2026-11-24 15:10"),
        ("3d 10:20", "2026-11-20 10:20"),
        ("1h20m", "2026-11-25 16:40"),
        ("print-blank 08:50", "2026-10-16 08:50"),
        ("print-blank -1d 08:50", "2026-10-15 08:50"),
    ],
)
def test_beginnings_are_counted_back_from_the_day_of_loading(when: str, moment: str) -> None:
    almanac = _told_at(datetime(2026, 11, 25, 18, tzinfo=TOKYO))

    assert almanac.begins(when) == datetime.fromisoformat(moment).replace(tzinfo=TOKYO)


def test_steps_follow_after_a_while_on_a_working_day_or_at_a_time() -> None:
    almanac = _told_at(datetime(2027, 1, 29, 18, tzinfo=TOKYO))
    friday = almanac.begins("2026-12-18 16:50")

    assert almanac.after(friday, "+1h5m10s") == friday + timedelta(hours=1, minutes=5, seconds=10)
    assert almanac.after(friday, "+1d 09:40") == datetime(2026, 12, 21, 9, 40, tzinfo=TOKYO)
    assert almanac.after(friday, "17:10") == datetime(2026, 12, 18, 17, 10, tzinfo=TOKYO)
    assert almanac.days_on(datetime(2026, 12, 28, 9, tzinfo=TOKYO), 1) == date(2027, 1, 4)
    assert almanac.begins("5w fri 10:00") == datetime(2026, 12, 25, 10, tzinfo=TOKYO)
    assert almanac.begins("4w fri 10:00") == datetime(2026, 12, 28, 10, tzinfo=TOKYO)


def _days() -> list[datetime]:
    start = datetime(2026, 11, 25, 0, 5, tzinfo=UTC)
    each = [start + timedelta(days=days, hours=days * 7 % 24) for days in range(0, 1300, 4)]
    return [*each, datetime(2028, 2, 29, 10, tzinfo=TOKYO), datetime(2027, 1, 1, 0, 1, tzinfo=TOKYO)]


def test_on_whatever_day_it_is_told_everything_is_past_and_runs_forward() -> None:
    cases = reading.cases()
    for now in _days():
        almanac = _told_at(now)
        for case in cases:
            found = moments(case, almanac)
            assert found == sorted(found), (case["key"], now)
            assert found[-1] < now, (case["key"], now)


def test_what_follows_the_calendar_is_never_cut_short_outside_the_new_year() -> None:
    cases = reading.cases()
    for now in (one for one in _days() if not (one.month == 1 and one.day < 20)):
        almanac = _told_at(now)
        for case in cases:
            begun, *rest = moments(case, almanac)
            cut = [moment for moment in (begun, *rest) if moment == now - timedelta(minutes=1)]
            assert not cut, (case["key"], now)
