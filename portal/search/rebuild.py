"""An index anew from the records; and what is out of step."""

from collections.abc import Callable
from dataclasses import dataclass, field

from portal.articles.audience import team_index
from portal.kernel.db import db
from portal.search import documents
from portal.search.engine import AUDIENCES, engine
from search_index import IndexUnavailable

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class State:
    """How one index is: `trouble` is empty where it works; `old_words`: it works, by words that have changed since."""

    name: str
    documents: int = 0
    generation: str = ""
    trouble: str = ""
    old_words: bool = False


@dataclass(frozen=True)
class Difference:
    """What one index lacks, has too much, or has in another version than the records say."""

    name: str
    trouble: str = ""
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def in_step(self) -> bool:
        return not (self.trouble or self.missing or self.surplus or self.stale)


def expected() -> list[str]:
    """The indexes that have to be there: one for each audience, and for each team with something restricted."""
    return [*AUDIENCES, *(team_index(team_id) for team_id in documents.teams_with_restricted_records())]


def rebuild_all(progress: Progress | None = None) -> None:
    """Write every index anew while searching goes on."""
    for name in expected():
        rebuild(name, progress)


def rebuild(name: str, progress: Progress | None = None) -> None:
    engine().index(name).rebuild(documents.documents(name), (lambda count: progress(name, count)) if progress else None)


def unfit() -> list[str]:
    """The indexes that cannot answer and will not by waiting, and those whose words have changed since."""
    return [state.name for state in status() if state.old_words or (state.trouble and state.trouble != "locked")]


def repair_if_broken() -> None:
    """Write anew whatever cannot answer, or answers by old words; called by the worker again and again.

    What somebody else is just rebuilding is left to them.
    """
    for name in unfit():
        try:
            rebuild(name)
        except IndexUnavailable as trouble:
            if trouble.reason != "locked":
                raise
    db.session.rollback()


def status() -> list[State]:
    found = []
    for name in expected():
        try:
            index = engine().index(name)
            view = index.view()
            found.append(State(name, view.size(), view.generation, old_words=index.is_of_other_words()))
        except IndexUnavailable as trouble:
            found.append(State(name, trouble=trouble.reason))
    return found


def check() -> list[Difference]:
    """Compare every index with the records: every visible record in its index at its version, nothing else."""
    found = []
    for name in {*expected(), *engine().names()}:
        wanted = documents.keys_and_versions(name)
        try:
            held = engine().index(name).keys_and_versions()
        except IndexUnavailable as trouble:
            found.append(Difference(name, trouble.reason))
            continue
        found.append(
            Difference(
                name,
                missing=sorted(wanted.keys() - held.keys()),
                surplus=sorted(held.keys() - wanted.keys()),
                stale=sorted(key for key in wanted.keys() & held.keys() if wanted[key] != held[key]),
            )
        )
    db.session.rollback()
    return sorted(found, key=lambda difference: difference.name)
