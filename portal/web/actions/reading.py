"""One action: who does what by when, how its date moved, and what can be done with it now."""

from flask import g, render_template

from portal.actions import wording
from portal.kernel.verbs import Verb
from portal.web.actions.blueprint import action_at, bp, source_of
from portal.web.actions.deeds import comes_next, possible
from portal.web.records import Answer


@bp.page("/actions/<number>", needs=Verb.SEE_ACTIONS)
def show(number: str) -> Answer:
    action = action_at(number)
    deeds = possible(g.user, action)
    return render_template(
        "actions/show.html",
        action=action,
        deeds=deeds,
        first=deeds[0] if deeds and comes_next(action, deeds[0]) else None,
        source=source_of(action),
        vague=wording.vague(action.title),
        is_too_short=wording.is_too_short(action.title),
    )
