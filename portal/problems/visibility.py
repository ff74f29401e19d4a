"""Who may see a problem: one rule, as SQL and as a predicate; a test holds that the two agree."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from portal.accounts.system import System
from portal.problems.models import Problem


def visible_clause(viewer: Any) -> ColumnElement[bool]:
    """Staff see all but other teams' restricted problems; nobody else sees any."""
    if isinstance(viewer, System):
        return true()
    if not viewer.is_staff:
        return false()
    mine = Problem.restricted_to_id.in_(viewer.team_ids) if viewer.team_ids else false()
    return or_(Problem.restricted_to_id.is_(None), mine)


def readable(viewer: Any, problem: Problem) -> bool:
    """The same rule for one problem at hand."""
    if isinstance(viewer, System):
        return True
    return bool(viewer.is_staff) and (problem.restricted_to_id is None or problem.restricted_to_id in viewer.team_ids)
