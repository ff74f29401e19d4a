"""Words that mean the same at this service desk: the house list, as the searching process holds it."""

from collections.abc import Iterable

from sqlalchemy import func, select

from portal.kernel.current import holdings
from portal.kernel.db import db
from portal.search import house_words
from portal.search.models import CountsFor, Direction, SynonymGroup
from portal.search.watched import Watched
from search_index import SynonymGroup as Group
from search_index import Synonyms, analysis_version

_LANGUAGES = {CountsFor.ALL: "", CountsFor.JA: "ja", CountsFor.EN: "en"}


def house_list() -> Synonyms:
    """The groups in use; a change counts in every process within two seconds."""
    house_words.adopt()
    return _watched().get()


def look_again() -> None:
    """After a change in this process."""
    _watched().look_again()


def in_use(without: int | None = None) -> list[Group]:
    """The groups in use, but for one."""
    query = select(SynonymGroup.id, SynonymGroup.words, SynonymGroup.direction, SynonymGroup.counts_for)
    rows = db.session.execute(query.where(SynonymGroup.retired_at.is_(None)).order_by(SynonymGroup.id))
    return [group_of(row.words.splitlines(), row.direction, row.counts_for) for row in rows if row.id != without]


def group_of(words: Iterable[str], direction: Direction, counts_for: CountsFor) -> Group:
    """A group as the engine takes it."""
    return Group(tuple(words), direction is Direction.ONE_WAY, _LANGUAGES[counts_for])  # type: ignore[arg-type]


def _watched() -> Watched[Synonyms]:
    found: Watched[Synonyms] = holdings().extra.setdefault("house_list", Watched(_stamp, lambda: Synonyms(in_use())))
    return found


def _stamp() -> tuple[int, int, str]:
    """Groups are never deleted and each change counts up their version; terms depend on the words of the house."""
    count, versions = db.session.execute(select(func.count(), func.sum(SynonymGroup.version))).one()
    return count, versions or 0, analysis_version()
