"""Numbers and states of every kind of record: what was given, and how it was reached."""

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import String, func, select, type_coerce

from portal.actions.lifecycle import ACTION
from portal.actions.models import Action
from portal.articles.lifecycle import AUDIENCE, CONFIDENCE, FLAG, START
from portal.articles.models import Article, Flag
from portal.incidents.lifecycle import INCIDENT
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.numbers import Counter
from portal.ops.findings import Finding
from portal.problems.lifecycle import PROBLEM
from portal.problems.models import Problem
from portal.reports.lifecycle import REPORT
from portal.reports.models import Report
from portal.reviews.lifecycle import REVIEW
from portal.reviews.models import Review

# What stands before the last dash is the name of the counter that the number came from.
FORMS: dict[Any, str] = {
    Article: r"(KB)-(\d{6,})",
    Problem: r"(PRB)-(\d{6,})",
    Action: r"(ACT)-(\d{6,})",
    Incident: r"(INC-\d{8})-(\d{3,})",
    Review: r"(PIR-\d{8})-(\d{3,})",
}
# Kind of record and column: the table that moves it, and what it may begin with.
LIVES: list[tuple[Any, str, Lifecycle[Any], frozenset[StrEnum]]] = [
    (Article, "confidence", CONFIDENCE, START.targets),
    (Article, "audience", AUDIENCE, frozenset({AUDIENCE.start})),
    (Flag, "state", FLAG, frozenset({FLAG.start})),
    (Incident, "state", INCIDENT, frozenset({INCIDENT.start})),
    (Problem, "state", PROBLEM, frozenset({PROBLEM.start})),
    (Review, "state", REVIEW, frozenset({REVIEW.start})),
    (Report, "state", REPORT, frozenset({REPORT.start})),
    (Action, "state", ACTION, frozenset({ACTION.start})),
]


def numbers() -> Iterator[Finding]:
    """Each number once, of its form, and not beyond the counter, which would give it again."""
    given: dict[str, int] = dict(db.session.execute(select(Counter.name, Counter.value)).all())
    for kind, form in FORMS.items():
        for number, count in db.session.execute(
            select(kind.number, func.count()).group_by(kind.number).having(func.count() > 1)
        ):
            yield Finding("I2", number, f"given {count} times")
        for number in db.session.scalars(select(kind.number)):
            found = re.fullmatch(form, number, re.ASCII)
            if found is None:
                yield Finding("I2", number, "is not of the form of its kind")
            elif int(found[2]) > given.get(found[1], 0):
                last = given.get(found[1], 0)
                yield Finding("I2", number, f"is beyond the last number given ({last}), which would come again")


def steps() -> Iterator[Finding]:
    """What the events tell of each state leads step by step to the present one."""
    tables = {(kind.__tablename__, column): (_allowed(table), starts) for kind, column, table, starts in LIVES}
    reached: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for event_id, changes in db.session.execute(select(Event.id, Event.changes).order_by(Event.id)):
        for record, columns in changes.items():
            kind = record.partition(":")[0]
            for column, (before, after) in columns.items():
                if (kind, column) not in tables:
                    continue
                allowed, starts = tables[kind, column]
                known = reached[kind, column].get(record)
                if (before, after) not in allowed and before != after:
                    yield Finding("I11", record, f"event {event_id}: {column} went from {before} to {after}")
                if before != known if known is not None else before not in starts:
                    was = known or "at its start"
                    yield Finding("I11", record, f"event {event_id}: {column} left {before}, but was {was}")
                reached[kind, column][record] = after
    for kind, column, table, _starts in LIVES:
        yield from _ends(kind, column, type(table.start), reached[kind.__tablename__, column])


def _ends(kind: Any, column: str, states: type[StrEnum], reached: dict[str, str]) -> Iterator[Finding]:
    # As it lies in the database: a state that nobody knows could not be read otherwise.
    present_column = type_coerce(getattr(kind, column), String)
    known = {str(state) for state in states}
    for record_id, present in db.session.execute(select(kind.id, present_column)):
        record = f"{kind.__tablename__}:{record_id}"
        if present not in known:
            yield Finding("I11", record, f"{column} is {present}, which is not known")
        elif record in reached and reached[record] != present:
            yield Finding("I11", record, f"{column} is {present}, but its history ends with {reached[record]}")


def _allowed(table: Lifecycle[Any]) -> set[tuple[str, str]]:
    """Every step that some verb of *table* may take."""
    allowed: set[tuple[str, str]] = set()
    for sources, target in table.moves.values():
        targets: frozenset[StrEnum] = target.targets if isinstance(target, Rule) else frozenset({target})
        unchanged = isinstance(target, Rule) and target.name == "unchanged"
        allowed |= {(str(one), str(other)) for one in sources for other in targets if not unchanged or one == other}
    return allowed
