"""What came of the incidents of the demo: reviews, reports, problems and actions, step by step, each at its moment."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.actions.models import Action
from portal.articles.models import Article
from portal.demo import reading
from portal.demo.almanac import Almanac
from portal.demo.company import Cast
from portal.incidents.models import Incident
from portal.problems.models import Problem
from portal.reports import operations as reports
from portal.reports.models import Report
from portal.reviews import opening
from portal.reviews.models import Review

_AFTER_INCIDENTS = frozenset({"open", "waive", "raise", "gather"})


@dataclass
class Aftermath:
    """Everything that a step may name by its key; problems and actions as they come into being."""

    cast: Cast
    almanac: Almanac
    articles: Mapping[str, Article]
    incidents: Mapping[str, Incident]
    problems: dict[str, Problem] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One step as it happens: who does it, when, and of which incident and problem it tells."""

    who: Any
    moment: datetime
    step: Mapping[str, Any]
    book: Aftermath

    def words(self, name: str) -> str:
        return str(self.step.get(name, ""))

    def person(self, name: str) -> Any:
        return self.book.cast.people[self.step[name]] if name in self.step else None

    def team(self, name: str = "team") -> Any:
        return self.book.cast.teams[self.step[name]] if name in self.step else None

    @property
    def incident(self) -> Incident:
        return self.book.incidents[self.step["incident"]]

    @property
    def review(self) -> Review:
        found = opening.standing(self.incident)
        if found is None:
            raise LookupError(self.step["incident"])
        return found

    @property
    def report(self) -> Report:
        """The version that is being written."""
        return reports.versions(self.incident)[-1]

    @property
    def problem(self) -> Problem:
        return self.book.problems[self.step["problem"]]

    @property
    def action(self) -> Action:
        return self.book.actions[self.step["action"]]

    def promised(self, name: str) -> date:
        """A date, or so many working days after the step."""
        said = self.step[name]
        day: date = self.book.almanac.days_on(self.moment, said) if isinstance(said, int) else said
        return day

    def day(self, name: str) -> date | None:
        """The same, where the step names one."""
        return self.promised(name) if name in self.step else None

    def at(self, name: str) -> datetime:
        """A time of the day on which the incident occurred."""
        return self.book.almanac.near(self.incident.occurred_at, self.step[name])


def moments(thread: reading.Thread, almanac: Almanac, solved: Mapping[str, datetime]) -> list[datetime]:
    """When each step was taken: counted from the one before it, or from a beginning of its own.

    Days around New Year fall together: even then nothing comes before what it follows, nor before the incidents that
    it is about were *solved*.
    """
    found: list[datetime] = []
    for step in thread["steps"]:
        when = step["at"]
        follows = when.startswith("+") or (":" in when and " " not in when)
        moment = almanac.after(found[-1], when) if follows else almanac.begins(when)
        about = step.get("incidents") or [step.get("incident") or thread.get("incident")]
        earlier = [solved[key] for key in about] if step["do"] in _AFTER_INCIDENTS else []
        found.append(max([moment, *found[-1:], *earlier]))
    return found


def steps(
    thread: reading.Thread,
    book: Aftermath,
    deeds: Mapping[str, Callable[[Turn], object]],
    solved: Mapping[str, datetime],
) -> Iterator[tuple[datetime, Any]]:
    """Everything that came of it, with its moment, in its order; *deeds*: what each name of a step does."""
    known: dict[str, Any] = {name: thread[name] for name in ("incident", "problem") if name in thread}
    by = thread["by"]
    for step, moment in zip(thread["steps"], moments(thread, book.almanac, solved), strict=True):
        by = step.get("by", by)
        who = THE_SYSTEM if by == reading.THE_SYSTEM else book.cast.people[by]
        turn = Turn(who, moment, {**known, **step}, book)
        yield moment, lambda turn=turn: deeds[turn.step["do"]](turn)
