"""The views of the queue: the usual questions about what is open, each with its count."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from portal.incidents import queries
from portal.incidents.lifecycle import State
from portal.incidents.queries import Filters
from portal.kernel.i18n import mark
from portal.kernel.paging import total_of


class View(StrEnum):
    """One tab of the queue, as the address names it."""

    UNASSIGNED = "unassigned"
    MINE = "mine"
    TEAM = "team"
    UNANSWERED = "unanswered"
    HELD = "held"
    WAITING = "waiting"
    OPEN = "open"


NAMES = {
    View.UNASSIGNED: mark("Unassigned"),
    View.MINE: mark("Mine"),
    View.TEAM: mark("My teams"),
    View.UNANSWERED: mark("Unanswered"),
    View.HELD: mark("Held"),
    View.WAITING: mark("Waiting for confirmation"),
    View.OPEN: mark("All being worked on"),
}
# What an empty view says.
NOTHING = {
    View.UNASSIGNED: mark("Nothing is unassigned"),
    View.MINE: mark("Nothing lies with you"),
    View.TEAM: mark("Nothing lies with your teams"),
    View.UNANSWERED: mark("Every message of a caller is answered"),
    View.HELD: mark("Nothing is on hold"),
    View.WAITING: mark("Nothing waits for a confirmation"),
    View.OPEN: mark("Nothing is being worked on"),
}


def narrowed(viewer: Any, view: View, text: str = "") -> Filters:
    """What *view* shows to *viewer*, perhaps only what has these words."""
    filters = {
        View.UNASSIGNED: Filters(group="open", unassigned=True),
        View.MINE: Filters(group="open", assignee_id=viewer.id),
        View.TEAM: Filters(group="open", team_ids=viewer.team_ids),
        View.UNANSWERED: Filters(unanswered=True),
        View.HELD: Filters(state=State.ON_HOLD),
        View.WAITING: Filters(group="resolved"),
        View.OPEN: Filters(group="open"),
    }[view]
    return replace(filters, text=text)


def views(viewer: Any) -> list[tuple[View, int]]:
    """The views that *viewer* has any use for, each with how many stand in it."""
    offered = [view for view in View if view is not View.TEAM or viewer.team_ids]
    return [(view, total_of(queries.queue(viewer, narrowed(viewer, view)))) for view in offered]


def view_of(asked: str) -> View:
    """The view that the address names; nonsense is what nobody has taken yet."""
    return next((view for view in View if view == asked), View.UNASSIGNED)
