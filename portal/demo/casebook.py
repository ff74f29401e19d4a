"""The incidents of the demo as they happened: recorded, then step by step, each at its moment."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.articles.models import Article
from portal.demo import reading
from portal.demo.almanac import Almanac
from portal.demo.company import Cast
from portal.demo.steps import STEPS, Scene
from portal.incidents import operations
from portal.incidents.kinds import Channel, Kind
from portal.incidents.models import Incident
from portal.incidents.operations import Details


def moments(case: reading.Case, almanac: Almanac) -> list[datetime]:
    """When it was recorded, then when each of its steps was done."""
    found = [almanac.begins(case["when"])]
    for step in case["steps"]:
        found.append(almanac.after(found[-1], step["at"]))
    return found


def solved(case: reading.Case, almanac: Almanac) -> datetime:
    """When it was resolved for the last time; while it is not, when it was recorded."""
    begun, *rest = moments(case, almanac)
    resolutions = (
        at for step, at in zip(case["steps"], rest, strict=True) if step["do"] in ("resolve", "resolve_with")
    )
    return max(resolutions, default=begun)


class Casebook:
    """Incidents by key as they come into being; *articles* are those that exist by then."""

    def __init__(self, cast: Cast, almanac: Almanac, articles: Mapping[str, Article]) -> None:
        self._cast, self._almanac, self._articles = cast, almanac, articles
        self.records: dict[str, Incident] = {}

    def record(self, case: reading.Case, moment: datetime) -> None:
        """The incident as it was written down at *moment*, by an agent or by whoever noticed it."""
        details = self._details(case, moment)
        if "by" in case:
            who, channel = self._cast.people[case["by"]], Channel(case["channel"])
            self.records[case["key"]] = operations.record(who, details=details, channel=channel)
        else:
            self.records[case["key"]] = operations.report(self._cast.people[case["reporter"]], details=details)

    def take_step(self, case: reading.Case, place: int, moment: datetime) -> None:
        """The step at this *place* of the case."""
        step = case["steps"][place]
        scene = Scene(
            self._actor(case, place),
            self.records[case["key"]],
            step,
            self._cast,
            self._articles,
            self.records,
            earlier=lambda words: self._almanac.near(moment, words),
            later=lambda days: self._almanac.days_on(moment, days),
        )
        STEPS[step["do"]](scene)

    def _actor(self, case: reading.Case, place: int) -> Any:
        key = who_does(case, place)
        return THE_SYSTEM if key == reading.THE_SYSTEM else self._cast.people[key]

    def _details(self, case: reading.Case, moment: datetime) -> Details:
        caller: Mapping[str, str] = case.get("caller", {})
        detected = self._almanac.near(moment, case["detected"]) if "detected" in case else moment
        return Details(
            symptom=case["symptom"],
            subject=case.get("subject", ""),
            kind=Kind(case.get("kind", Kind.INCIDENT)),
            reporter=self._cast.people[case["reporter"]] if "reporter" in case else None,
            reporter_name=caller.get("name", ""),
            reporter_contact=caller.get("contact", ""),
            service=self._cast.services[case["service"]] if "service" in case else None,
            category=self._cast.categories[case["category"]] if "category" in case else None,
            device=case.get("device", ""),
            occurred_at=self._almanac.near(moment, case["occurred"]) if "occurred" in case else detected,
            occurred_about=bool(case.get("about")),
            detected_at=detected,
        )


def who_does(case: reading.Case, place: int) -> str:
    """The key of whoever does the step: named by it, or else the same as the step before."""
    named = (step["by"] for step in reversed(case["steps"][: place + 1]) if "by" in step)
    return str(next(named, None) or case.get("by") or case["reporter"])


def steps(case: reading.Case, book: Casebook, almanac: Almanac) -> Iterator[tuple[datetime, Any]]:
    """Everything that happened, with its moment, in its order."""
    begun, *rest = moments(case, almanac)
    yield begun, lambda: book.record(case, begun)
    for place, moment in enumerate(rest):
        yield moment, lambda place=place, moment=moment: book.take_step(case, place, moment)
