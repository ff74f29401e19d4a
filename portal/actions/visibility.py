"""Who may see an action: one rule, as SQL and as a predicate; a test holds that the two agree."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from portal.accounts.system import System
from portal.actions.models import Action


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """Staff see all but other teams' restricted actions; nobody else sees any."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_staff:
        return false()
    mine = Action.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    return or_(Action.restricted_to_id.is_(None), mine)


def readable(viewer: Any, action: Action) -> bool:
    """The same rule for one action at hand."""
    if isinstance(viewer, System):
        return True
    return bool(viewer.is_staff) and (action.restricted_to_id is None or action.restricted_to_id in viewer.team_ids)
