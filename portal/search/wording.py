"""Add, change, put away and take back the words of the house."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.search import house_words, synonyms
from portal.search.models import CountsFor, Direction, SynonymGroup, WordList
from search_index import analysis

LONGEST_WORD = 60
MOST_IN_GROUP = 30
MOST_IN_LIST = 500


@operation(Verb.ADD_SYNONYMS)
def add(actor: Actor, /, *, words: list[str], direction: Direction, counts_for: CountsFor) -> SynonymGroup:
    """Words that stand for each other from now on. Refused where a group in use says the same already."""
    group = SynonymGroup(before={"retired": True})
    _say(group, words, direction, counts_for)
    db.session.add(group)
    _touched(actor, group)
    return group


@operation(Verb.CHANGE_SYNONYMS)
def change(
    actor: Actor,
    group: SynonymGroup,
    /,
    *,
    words: list[str],
    direction: Direction,
    counts_for: CountsFor,
    version: int | None = None,
) -> SynonymGroup:
    expect(group, version, words=group.members, direction=group.direction, counts_for=group.counts_for)
    _keep(group)
    _say(group, words, direction, counts_for)
    _touched(actor, group)
    return group


@operation(Verb.RETIRE_SYNONYMS)
def retire(actor: Actor, group: SynonymGroup, /) -> SynonymGroup:
    """Put a group away: it counts no more, also after an upgrade that brings it along again."""
    if group.retired_at is not None:
        raise InvalidTransition(_("These synonyms are put away already."))
    _keep(group)
    group.retired_at = clock.now()
    _touched(actor, group)
    return group


@operation(Verb.RESTORE_SYNONYMS)
def restore(actor: Actor, group: SynonymGroup, /) -> SynonymGroup:
    if group.retired_at is None:
        raise InvalidTransition(_("These synonyms are in use."))
    _insist_on_new(group.id, group.members)
    _keep(group)
    group.retired_at = None
    _touched(actor, group)
    return group


@operation(Verb.UNDO_SYNONYMS)
def undo(actor: Actor, group: SynonymGroup, /, *, version: int) -> SynonymGroup:
    """Take the last change back. Refused once somebody has changed the group again."""
    before = _undoable(group, version)
    _keep(group)
    if "words" in before:
        group.words = before["words"]
        group.direction, group.counts_for = Direction(before["direction"]), CountsFor(before["counts_for"])
    group.retired_at = (group.retired_at or clock.now()) if before["retired"] else None
    _touched(actor, group)
    return group


@operation(Verb.CHANGE_WORDS)
def change_words(actor: Actor, listed: WordList, /, *, words: list[str], version: int | None = None) -> WordList:
    """Another list of words. The indexes are written anew with them; until then they answer as they are."""
    expect(listed, version, words=listed.members)
    cleaned = _cleaned(words, MOST_IN_LIST)
    for word in cleaned:
        if not any(letter.isalnum() for letter in word):
            raise Invalid(_("“%(word)s” has neither letters nor digits.", word=word), "words")
    if cleaned == listed.members:
        raise Invalid(_("Nothing was changed."))
    listed.before = {"words": listed.words}
    listed.words = "\n".join(cleaned)
    _touched(actor, listed)
    return listed


@operation(Verb.UNDO_WORDS)
def undo_words(actor: Actor, listed: WordList, /, *, version: int) -> WordList:
    before = _undoable(listed, version)
    listed.before = {"words": listed.words}
    listed.words = before["words"]
    _touched(actor, listed)
    return listed


def readable(words: list[str]) -> list[str]:
    """The words of a group as they would be kept; refuses what cannot be one."""
    cleaned = _cleaned(words, MOST_IN_GROUP)
    by_terms: dict[tuple[str, ...], str] = {}
    for word in cleaned:
        terms = analysis.own_terms(word)
        if not terms:
            raise Invalid(_("“%(word)s” says nothing to the search. Leave it out.", word=word), "words")
        if terms in by_terms:
            twin = by_terms[terms]
            raise Invalid(
                _("“%(word)s” and “%(other)s” are the same to the search. Leave one out.", word=word, other=twin),
                "words",
            )
        by_terms[terms] = word
    if len(cleaned) < 2:
        raise Invalid(_("Write at least two words, one a line."), "words")
    return cleaned


def _say(group: SynonymGroup, words: list[str], direction: Direction, counts_for: CountsFor) -> None:
    cleaned = readable(words)
    _insist_on_new(group.id, cleaned)
    group.words, group.direction, group.counts_for = "\n".join(cleaned), direction, counts_for


def _insist_on_new(own_id: int | None, words: Iterable[str]) -> None:
    wanted = {word.casefold() for word in words}
    query = select(SynonymGroup.words).where(SynonymGroup.retired_at.is_(None), SynonymGroup.id != (own_id or 0))
    if any({word.casefold() for word in known.splitlines()} == wanted for known in db.session.scalars(query)):
        raise Invalid(_("There is a group of these words already."), "words")


def _cleaned(words: Iterable[str], most: int) -> list[str]:
    found: dict[str, str] = {}
    for word in filter(None, map(clean_line, words)):
        found.setdefault(word.casefold(), word)
    cleaned = list(found.values())
    if len(cleaned) > most:
        raise Invalid(_("Use at most %(most)s words.", most=most), "words")
    for word in cleaned:
        if len(word) > LONGEST_WORD:
            sentence = _("“%(word)s…” is too long: at most %(most)s characters.", word=word[:20], most=LONGEST_WORD)
            raise Invalid(sentence, "words")
    return cleaned


def _keep(group: SynonymGroup) -> None:
    """Note what an undo goes back to."""
    group.before = {
        "words": group.words,
        "direction": group.direction.value,
        "counts_for": group.counts_for.value,
        "retired": group.retired_at is not None,
    }


def _undoable(record: SynonymGroup | WordList, version: int) -> dict[str, Any]:
    if record.version != version or not record.before:
        raise InvalidTransition(_("It has been changed again since, so this cannot be taken back any more."))
    return dict(record.before)


def _touched(actor: Actor, record: SynonymGroup | WordList) -> None:
    moment: datetime = clock.now()
    record.changed_at, record.changed_by_id = moment, actor.id
    synonyms.look_again()
    house_words.look_again()
