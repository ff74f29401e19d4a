"""What the pages of actions share: the blueprint, and the way from an address to its action."""

from flask import g, url_for

from portal.actions import queries
from portal.actions.kinds import Source
from portal.actions.models import Action
from portal.http.guard import GuardedBlueprint
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("actions", __name__)

# The page of the record that an action serves.
_PAGES = {Source.INCIDENT: "incidents.show", Source.PROBLEM: "problems.show", Source.REVIEW: "reviews.show"}


def source_of(action: Action) -> str:
    """The address of the record that *action* serves."""
    return url_for(_PAGES[action.source_kind], number=action.source_number)


def action_at(number: str) -> Action:
    """The action of this number; another spelling leads to the address that never changes."""
    action = queries.get(g.user, number)
    settle_address(number, action.number)
    return action


def action_for(verb: Verb, number: str) -> Action:
    """The action, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    action = action_at(number)
    admit(
        verb,
        action,
        is_open=verb in action.open_verbs,
        closed=_(
            "“%(verb)s” is not possible now: the action is “%(state)s”.", verb=word(verb), state=word(action.state)
        ),
    )
    return action
