"""When things of the story happened: counted back from the moment at which it is told, in the firm's working days."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

OPENS, OPEN_FOR = 9, 8 * 60  # hour at which work begins, and minutes that it lasts
BETWEEN_DEEDS = 6  # minutes

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKEND = _WEEKDAYS[5:]
_UNITS = {"h": "hours", "m": "minutes", "s": "seconds"}
_SPAN = re.compile(r"(\d+)([hms])")


class Almanac:
    """Turns words such as `12w mon 09:12` into moments; none of them is in the future.

    A beginning is one of these:

    - `2023-10-27 14:35`: on that very day,
    - `12w mon 09:12`: on the Monday twelve weeks before the present week,
    - `3d 10:20`: three working days ago,
    - `1h20m`: so long ago,
    - `print-blank -1d 10:20`: one working day before the day on which that article was written.

    What follows happens `+12m` after the step before it, `+1d 09:40` on the next working day, or at `15:10` of its day.
    """

    def __init__(self, now: datetime, zone: tzinfo, articles: Mapping[str, int]) -> None:
        """*articles*: how many days ago each was written, by its key."""
        self.now, self._zone, self._articles = now, zone, articles
        self.today = now.astimezone(zone).date()

    def office(self, days_ago: int, place: int) -> datetime:
        """The *place*-th moment of the office hours of that day, or of the last working day before it."""
        minutes = OPENS * 60 + min(place * BETWEEN_DEEDS, OPEN_FOR - 1)
        return self._at(self.written(days_ago), f"{minutes // 60}:{minutes % 60}")

    def written(self, days_ago: int) -> date:
        """The working day on which something was done *days_ago*."""
        return _working_day(self.today - timedelta(days=days_ago))

    def begins(self, when: str) -> datetime:
        """The moment that *when* names."""
        *day, clock = when.split()
        match day:
            case []:
                return self._told(self.now - span(clock))
            case [weeks, weekday] if weekday in _WEEKDAYS:
                monday = self.today - timedelta(days=self.today.weekday(), weeks=int(weeks.removesuffix("w")))
                found = monday + timedelta(days=_WEEKDAYS.index(weekday))
                return self._at(found if weekday in _WEEKEND else _working_day(found), clock)
            case [article, back]:
                return self._at(_days_on(self.written(self._articles[article]), int(back.removesuffix("d"))), clock)
            case [one] if one in self._articles:
                return self._at(self.written(self._articles[one]), clock)
            case [days] if days.endswith("d"):
                return self._at(_days_on(self.today, -int(days.removesuffix("d"))), clock)
            case [exact]:
                return self._at(date.fromisoformat(exact), clock)
        raise ValueError(f"No beginning: {when}")

    def after(self, moment: datetime, step: str) -> datetime:
        """The moment that *step* names after *moment*."""
        *days, clock = step.removeprefix("+").split()
        if days:
            day = _days_on(moment.astimezone(self._zone).date(), int(days[0].removesuffix("d")))
            return self._at(day, clock)
        return self.near(moment, clock) if not step.startswith("+") else self._told(moment + span(clock))

    def near(self, moment: datetime, words: str) -> datetime:
        """A time of the same day (`14:30`), or so long before (`25m`)."""
        if ":" in words:
            return self._at(moment.astimezone(self._zone).date(), words)
        return moment - span(words)

    def days_on(self, moment: datetime, count: int) -> date:
        """So many working days after *moment*."""
        return _days_on(moment.astimezone(self._zone).date(), count)

    def _at(self, day: date, clock: str) -> datetime:
        hour, minute = clock.split(":")
        return self._told(datetime.combine(day, time(int(hour), int(minute)), self._zone))

    def _told(self, moment: datetime) -> datetime:
        return min(moment, self.now - timedelta(minutes=1))


def span(words: str) -> timedelta:
    """`1h20m` as a length of time."""
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _SPAN.findall(words)), timedelta())


def _is_working(day: date) -> bool:
    """Neither at the weekend nor in the days around New Year."""
    return _WEEKDAYS[day.weekday()] not in _WEEKEND and (1, 3) < (day.month, day.day) < (12, 29)


def _working_day(day: date) -> date:
    while not _is_working(day):
        day -= timedelta(days=1)
    return day


def _days_on(day: date, count: int) -> date:
    """So many working days later, or earlier where *count* is negative."""
    one = timedelta(days=1 if count > 0 else -1)
    for _each in range(abs(count)):
        day += one
        while not _is_working(day):
            day += one
    return day
