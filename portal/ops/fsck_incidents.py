"""What must hold of an incident beside its state: its times, its holds, the articles that were used on it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, func, select, type_coerce

from portal.articles.models import Article
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Hold, Incident
from portal.kernel.db import db
from portal.ops.findings import Finding

# Each pair: the first is not later than the second, where both are known.
ORDER = (
    ("occurred_at", "detected_at"),
    ("occurred_at", "restored_at"),
    ("logged_at", "acknowledged_at"),
    ("logged_at", "prioritized_at"),
    ("logged_at", "investigation_started_at"),
    ("logged_at", "escalated_at"),
    ("logged_at", "resolved_at"),
    ("restored_at", "resolved_at"),
    ("resolved_at", "closed_at"),
    ("resolved_at", "user_confirmed_at"),
)
# What is there in exactly these states, and nowhere else.
MARKS: dict[str, frozenset[State]] = {
    "resolved_at": frozenset({State.RESOLVED, State.CLOSED}),
    "restored_at": frozenset({State.RESOLVED, State.CLOSED}),
    "closed_at": frozenset({State.CLOSED}),
    "confirmation": frozenset({State.CLOSED}),
    "decision": frozenset({State.CLOSED}),
    "cancel_reason": frozenset({State.CANCELLED}),
}
# What is there at the latest in these states.
NEEDS: dict[str, frozenset[State]] = {
    "priority": frozenset({State.PRIORITIZED, State.RESOLVED, State.CLOSED}),
    "category_id": frozenset({State.PRIORITIZED, State.RESOLVED, State.CLOSED}),
    "state_before": frozenset({State.ON_HOLD, State.RESOLVED}),
}


def times() -> Iterator[Finding]:
    """The milestones are in order and fit the state, and a hold is open exactly while the state is on hold."""
    open_holds = select(Hold.incident_id, func.count()).where(Hold.ended_at.is_(None)).group_by(Hold.incident_id)
    held = dict(db.session.execute(open_holds).all())
    names = sorted({name for pair in ORDER for name in pair} | MARKS.keys() | NEEDS.keys())
    columns = [getattr(Incident, name) for name in names]
    rows = db.session.execute(select(Incident.id, Incident.number, type_coerce(Incident.state, String), *columns))
    for incident_id, number, state, *values in rows:
        for trouble in _troubles(state, dict(zip(names, values, strict=True)), held.get(incident_id, 0)):
            yield Finding("I13", number, trouble)


def uses() -> Iterator[Finding]:
    """An article was used on an incident as a revision that it has."""
    rows = db.session.execute(
        select(Incident.number, Article.number, ArticleUse.sequence, Article.current_sequence)
        .join(ArticleUse, ArticleUse.incident_id == Incident.id)
        .join(Article, Article.id == ArticleUse.article_id)
        .where((ArticleUse.sequence < 1) | (ArticleUse.sequence > Article.current_sequence))
    )
    for number, article, sequence, last in rows:
        yield Finding("I4", number, f"used revision {sequence} of {article}, of which the last is {last}")


def _troubles(state: str, values: dict[str, Any], held: int) -> Iterator[str]:
    for earlier, later in ORDER:
        if values[earlier] is not None and values[later] is not None and values[earlier] > values[later]:
            yield f"{earlier} is later than {later}"
    for name, states in MARKS.items():
        if (values[name] is not None) != (state in states):
            yield f"is {state} {'without' if values[name] is None else 'with'} {name}"
    for name, states in NEEDS.items():
        if state in states and values[name] is None:
            yield f"is {state} without {name}"
    if held != (state == State.ON_HOLD):
        yield f"is {state} with {held} holds that have not ended"
