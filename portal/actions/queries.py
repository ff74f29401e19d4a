"""How actions are found; every query begins from what the viewer may see."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, or_, select

from portal.actions.kinds import Source
from portal.actions.lifecycle import DUE, State
from portal.actions.models import Action
from portal.actions.visibility import visible_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.text import clean_line

Group = Literal["proposed", "due", "overdue", "done", "settled"]


@dataclass(frozen=True)
class Filters:
    """What a list of actions is narrowed to; empty means everything that one may see."""

    text: str = ""
    group: Group | None = None
    owner_id: int | None = None
    source_number: str = ""


def visible(viewer: Any) -> Select[Action]:
    return select(Action).where(visible_clause(viewer))


def get(viewer: Any, number: str) -> Action:
    """The action of this number; `NotFound` alike for absent and for not the viewer's."""
    if action := db.session.scalar(visible(viewer).where(Action.number == clean_line(number).upper())):
        return action
    raise NotFound(_("There is nothing here."))


def of(viewer: Any, source: Source, source_id: int) -> list[Action]:
    """The actions that serve one record, in the order in which they were proposed."""
    query = visible(viewer).where(Action.source_kind == source, Action.source_id == source_id)
    return list(db.session.scalars(query.order_by(Action.id)).unique())


def listed(viewer: Any, filters: Filters) -> Select[Action]:
    """The list, narrowed; what is due first stands first, what has no date last."""
    query = visible(viewer)
    today = site_day(clock.now())
    if filters.group == "proposed":
        query = query.where(Action.state == State.PROPOSED)
    elif filters.group in ("due", "overdue"):
        query = query.where(Action.state.in_(DUE))
        if filters.group == "overdue":
            query = query.where(Action.due_on < today)
    elif filters.group == "done":
        query = query.where(Action.state == State.DONE)
    elif filters.group == "settled":
        query = query.where(Action.state.not_in((State.PROPOSED, *DUE, State.DONE)))
    if filters.owner_id is not None:
        query = query.where(Action.owner_id == filters.owner_id)
    if filters.source_number:
        query = query.where(Action.source_number == filters.source_number)
    for word in filters.text.split()[:8]:
        columns = (Action.title, Action.number, Action.source_number)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return query.order_by(Action.due_on.is_(None), Action.due_on, Action.id)


def waiting_for(viewer: Any) -> Select[Action]:
    """What *viewer* has to do, the most urgent first."""
    return listed(viewer, Filters(group="due", owner_id=viewer.id))
