"""The list of actions: one's own, those that are due, and what waits for a decision."""

from typing import cast

from flask import g, render_template

from portal.actions import queries
from portal.actions.queries import Filters, Group
from portal.kernel.i18n import mark
from portal.kernel.paging import page_of, total_of
from portal.kernel.verbs import Verb
from portal.web import picks
from portal.web.actions.blueprint import bp, source_of
from portal.web.picks import page_number
from portal.web.records import Answer

MINE = "mine"
VIEWS = {
    MINE: mark("Mine"),
    "due": mark("All that are due"),
    "overdue": mark("Overdue"),
    "proposed": mark("Proposed"),
    "done": mark("To be verified"),
    "settled": mark("Settled"),
}


@bp.page("/actions", needs=Verb.SEE_ACTIONS)
def index() -> Answer:
    """Agents begin with what they have to do themselves."""
    usual = MINE if g.user.is_agent else "due"
    view = picks.asked("view") if picks.asked("view") in VIEWS else usual
    text = picks.typed_text()
    page = page_of(queries.listed(g.user, _filters(view, text)), page_number())
    return render_template(
        "actions/index.html",
        page=page,
        view=view,
        text=text,
        views=VIEWS,
        counts={name: total_of(queries.listed(g.user, _filters(name))) for name in VIEWS},
        source_of=source_of,
    )


def _filters(view: str, text: str = "") -> Filters:
    if view == MINE:
        return Filters(text=text, group="due", owner_id=g.user.id)
    return Filters(text=text, group=cast(Group, view))
