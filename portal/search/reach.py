"""Which indexes somebody asks on a surface."""

from typing import Any

from portal.articles.audience import indexes_for, team_index
from portal.search import documents
from portal.search.engine import engine
from portal.search.models import Asking
from search_index import IndexUnavailable

# Here agents too read what readers read.
_OUTSIDE = frozenset({Asking.FAQ, Asking.REPORT})


def at_the_desk(viewer: Any, surface: Asking) -> bool:
    """Whether the viewer reads as an agent here."""
    return bool(viewer.is_staff) and surface not in _OUTSIDE


def index_names(viewer: Any, surface: Asking) -> list[str]:
    """One audience's index, and at the desk those of the own teams; refuses with `IndexUnavailable` if one is away."""
    if not at_the_desk(viewer, surface):
        return ["partner" if viewer.is_partner else "customer" if viewer.is_signed_in else "public"]
    names = []
    for name in indexes_for(viewer):
        if not name.startswith("team-") or engine().exists(name):
            names.append(name)
        elif name in {team_index(team_id) for team_id in documents.teams_with_restricted_records()}:
            raise IndexUnavailable("missing", name)
    return names
