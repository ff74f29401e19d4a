"""What results can be narrowed to: every value with how many there are, as links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArticleType
from portal.catalog import queries as catalog
from portal.incidents.lifecycle import State as IncidentState
from portal.kernel.db import db
from portal.kernel.i18n import LANGUAGES, mark, ngettext
from portal.kernel.i18n import gettext as _
from portal.problems.lifecycle import State as ProblemState
from portal.search.results import AGES
from portal.web.words import word

LABELS = {
    "type": mark("Kind of article"),
    "state": mark("State"),
    "audience": mark("Audience"),
    "language": mark("Language"),
    "service": mark("Service"),
    "category": mark("Category"),
    "updated": mark("Updated"),
}
FOR_AGENTS = frozenset({"state", "audience", "updated"})
MOST_VALUES = 12

_ENUMS: dict[str, type[StrEnum]] = {"type": ArticleType, "state": Confidence, "audience": Audience}


@dataclass(frozen=True)
class Value:
    """One choice of a facet."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A name to narrow by, with its choices, commonest first."""

    name: str
    label: str
    values: list[Value]


def names(viewer: Any) -> list[str]:
    """The facets that *viewer* may narrow by: how articles are kept is only for agents."""
    return [name for name in LABELS if viewer.is_staff or name not in FOR_AGENTS]


def facets(viewer: Any, counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, tuple[str, ...]]) -> list[Facet]:
    """What can be chosen. A facet with a single value is left out, unless it was chosen: it would change nothing."""
    words = labels(viewer)
    found = []
    for name in names(viewer):
        of_name = counts.get(name, {})
        if name == "updated":
            counted = [(str(days), of_name[str(days)]) for days in AGES if str(days) in of_name]
        else:
            counted = sorted(of_name.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
        picked = chosen.get(name, ())
        values = [Value(code, words[name].get(code, code), count, code in picked) for code, count in counted]
        if len(values) > 1 or (picked and values):
            found.append(Facet(name, _(LABELS[name]), values))
    return found


def chips(viewer: Any, chosen: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Name, label and words of everything that was chosen."""
    words = labels(viewer)
    return [
        (name, _(LABELS[name]), _(", ").join(words[name].get(code, code) for code in codes))
        for name, codes in chosen.items()
    ]


def labels(viewer: Any) -> dict[str, dict[str, str]]:
    """Facet → code → words for people."""
    words: dict[str, dict[str, str]] = {
        name: {member.value: word(member) for member in members} for name, members in _ENUMS.items()
    }
    # Kinds share some of their states, and then the word for them.
    for state in (*IncidentState, *ProblemState):
        words["state"].setdefault(state.value, word(state))
    words["state"].pop(Confidence.DISCARDED.value)
    words["updated"] = {str(days): ngettext("last day", "last %(num)s days", days) for days in AGES}
    words["language"] = dict(LANGUAGES)
    services = [*_all(catalog.services(viewer)), *_all(catalog.services(viewer, retired=True))]
    words["service"] = {service.key: service.name for service in services}
    upper = [*_all(catalog.categories(viewer)), *_all(catalog.categories(viewer, retired=True))]
    everything = [*upper, *(child for category in upper for child in category.children)]
    words["category"] = {category.slug: category.name for category in everything}
    return words


def _all(query: Any) -> Iterable[Any]:
    found: Iterable[Any] = db.session.scalars(query).unique()
    return found
