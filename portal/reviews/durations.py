"""How long it took, each length with the base from which it is counted (domain 3.5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.incidents.models import Incident


class Base(StrEnum):
    """From when a duration counts."""

    OCCURRENCE = "occurrence"
    DETECTION = "detection"
    ACKNOWLEDGEMENT = "acknowledgement"
    RECORD = "record"
    RESOLUTION = "resolution"


class Measure(StrEnum):
    """What is measured; the first four stand on the report, the others are the metrics of domain 3.5."""

    DETECTION = "detection"
    DECLARATION = "declaration"
    CAUSE = "cause"
    IMPACT = "impact"
    RESPONSE = "response"
    ESCALATION = "escalation"
    CAUSE_FROM_RESPONSE = "cause_from_response"
    MITIGATION = "mitigation"
    RESTORATION = "restoration"
    RESOLUTION = "resolution"
    CLOSURE = "closure"


@dataclass(frozen=True)
class Duration:
    """One length in whole minutes; `minutes` None: a moment is missing. Negative: the moments contradict each other."""

    measure: Measure
    base: Base
    minutes: int | None
    is_about: bool = False


_Moment = Callable[[Incident], datetime | None]

# measure → (until, since, base)
_FORMULAS: dict[Measure, tuple[_Moment, _Moment, Base]] = {
    Measure.DETECTION: (lambda i: i.detected_at, lambda i: i.occurred_at, Base.OCCURRENCE),
    Measure.DECLARATION: (lambda i: i.declared_at, lambda i: i.detected_at, Base.DETECTION),
    Measure.CAUSE: (lambda i: i.identified_at, lambda i: i.occurred_at, Base.OCCURRENCE),
    Measure.IMPACT: (lambda i: i.restored_at, lambda i: i.occurred_at, Base.OCCURRENCE),
    Measure.RESPONSE: (lambda i: i.acknowledged_at, lambda i: i.detected_at, Base.DETECTION),
    Measure.ESCALATION: (lambda i: i.escalated_at, lambda i: i.acknowledged_at, Base.ACKNOWLEDGEMENT),
    Measure.CAUSE_FROM_RESPONSE: (lambda i: i.identified_at, lambda i: i.acknowledged_at, Base.ACKNOWLEDGEMENT),
    Measure.MITIGATION: (lambda i: i.mitigated_at, lambda i: i.detected_at, Base.DETECTION),
    Measure.RESTORATION: (lambda i: i.restored_at, lambda i: i.detected_at, Base.DETECTION),
    Measure.RESOLUTION: (lambda i: i.resolved_at, lambda i: i.logged_at, Base.RECORD),
    Measure.CLOSURE: (lambda i: i.closed_at, lambda i: i.resolved_at, Base.RESOLUTION),
}
MAIN = (Measure.DETECTION, Measure.DECLARATION, Measure.CAUSE, Measure.IMPACT)


def duration(incident: Incident, measure: Measure) -> Duration:
    until, since, base = _FORMULAS[measure]
    first, last = since(incident), until(incident)
    minutes = None if first is None or last is None else int((last - first).total_seconds() // 60)
    return Duration(measure, base, minutes, is_about=base is Base.OCCURRENCE and incident.occurred_about)


def durations(incident: Incident) -> list[Duration]:
    """All of them, the four of the report first."""
    return [duration(incident, measure) for measure in Measure]
