"""The synonyms that the product brings along, put among those of the house."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search.models import CountsFor, Direction, SynonymGroup, WordKind, WordList

LIST = Path(__file__).with_name("shipped_synonyms.txt")
_LINE = re.compile(r"(?P<key>[a-z0-9-]+)(?P<one_way>>?)(?: \[(?P<counts_for>ja|en)\])?: (?P<words>.+)")


@dataclass(frozen=True)
class Shipped:
    """One group of the list."""

    key: str
    words: tuple[str, ...]
    direction: Direction
    counts_for: CountsFor


@cache
def shipped() -> tuple[Shipped, ...]:
    """The list, in its order."""
    found = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{LIST.name}: cannot read {line!r}")
        found.append(
            Shipped(
                match["key"],
                tuple(word.strip() for word in match["words"].split("|")),
                Direction.ONE_WAY if match["one_way"] else Direction.BOTH,
                CountsFor(match["counts_for"] or "all"),
            )
        )
    return tuple(found)


def install() -> int:
    """Put in what is new in the list and put right what is old; says how many groups that were.

    What somebody of the house has changed or put away stays as it is, whatever the list says now.
    """
    if not _lacking() and _has_lists():
        db.session.rollback()
        return 0
    with transaction():
        for kind in WordKind:
            if not db.session.scalar(select(WordList.id).where(WordList.kind == kind)):
                db.session.add(WordList(kind=kind))
        lacking = _lacking()
        for one, group in lacking:
            group = group or SynonymGroup(key=one.key)
            group.words, group.direction, group.counts_for = "\n".join(one.words), one.direction, one.counts_for
            db.session.add(group)
    return len(lacking)


def _lacking() -> list[tuple[Shipped, SynonymGroup | None]]:
    """What the list says and the house has not, or has in an older wording that nobody has touched."""
    query = select(SynonymGroup).where(SynonymGroup.key.is_not(None))
    known = {group.key: group for group in db.session.scalars(query).unique()}
    found: list[tuple[Shipped, SynonymGroup | None]] = []
    for one in shipped():
        group = known.get(one.key)
        if group is None or (group.changed_at is None and _told(group) != (one.words, one.direction, one.counts_for)):
            found.append((one, group))
    return found


def _told(group: SynonymGroup) -> tuple[tuple[str, ...], Direction, CountsFor]:
    return tuple(group.members), group.direction, group.counts_for


def _has_lists() -> bool:
    return len(db.session.scalars(select(WordList.id)).all()) == len(WordKind)
