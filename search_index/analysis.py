"""Cutting text of any mixture of scripts into terms, the same way for what is stored and what is asked."""

from collections.abc import Iterable
from importlib.metadata import version

from search_index import house, japanese
from search_index.english import LONGEST, Token, latin_tokens
from search_index.folding import fold
from search_index.house import HouseWords

__all__ = [
    "LONGEST",
    "Token",
    "adopt",
    "adopted",
    "analysis_version",
    "house_words",
    "is_japanese",
    "own_terms",
    "pairs",
    "terms",
    "tokens",
    "words",
]

# Counts up whenever the same text would give other terms.
_RULES = 2

# One for the process: an index is written and asked with the same words. Replaced whole, never changed.
_house = house.NOTHING


def analysis_version() -> str:
    """What terms depend on; stamped into every index, and an index with another stamp is built anew."""
    parts = [f"rules {_RULES}", japanese.dictionary_version(), f"snowballstemmer {version('snowballstemmer')}"]
    return ", ".join([*parts, f"house {_house.version}"] if _house.version else parts)


def adopt(words: HouseWords) -> None:
    """From now on this process cuts texts by these words of the house."""
    global _house
    _house = words


def adopted() -> HouseWords:
    """The words of the house by which this process cuts texts."""
    return _house


def house_words(whole: Iterable[str], stop: Iterable[str]) -> HouseWords:
    """The words of a house as people wrote them.

    A stop word of one term is passed over in every form, a longer one where it stands just so.
    """
    silent: set[str] = set()
    phrases: set[str] = set()
    for text in (folded for word in stop if (folded := _flat(word))):
        found = _outermost(_plain(text))
        if len(found) == 1 and found[0].form == text[:LONGEST]:
            silent.add(found[0].term)
        else:
            phrases.add(text)
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return HouseWords(tuple(sorted({_flat(word) for word in whole} - {""})), frozenset(silent), tuple(longest_first))


def _flat(word: str) -> str:
    return " ".join(fold(word).split())


def tokens(folded: str) -> list[Token]:
    """The words of an already folded text in the order they stand in it; of two at one place the longer first."""
    ours = _house
    if ours.phrases:
        folded = ours.without_phrases(folded)
    found = _plain(folded)
    if ours.silent:
        found = [token for token in found if token.term not in ours.silent]
    if ours.whole:
        known = {(token.start, token.end) for token in found}
        whole = [token for token in ours.kept_whole(folded) if (token.start, token.end) not in known]
        if whole:
            found = sorted((*whole, *found), key=lambda token: (token.start, -token.end))
    return found


def _plain(folded: str) -> list[Token]:
    """The words as anybody would cut them."""
    runs = japanese.runs_of(folded)
    found = list(japanese.words(folded, runs)) if runs else []
    place = 0
    for start, end in [*runs, (len(folded), len(folded))]:
        if start > place:
            found.extend(latin_tokens(folded, place, start))
        place = end
    found.sort(key=lambda token: (token.start, -token.end))
    return found


def words(text: str) -> list[Token]:
    """The words of a text as people write it."""
    return tokens(fold(text))


def terms(text: str) -> tuple[str, ...]:
    """The distinct word terms of a text, in order."""
    return tuple(dict.fromkeys(token.term for token in words(text)))


def own_terms(text: str) -> tuple[str, ...]:
    """The terms of a text without the parts of what is kept whole: wi-fi is one, outlook.exe is one."""
    return tuple(dict.fromkeys(token.term for token in _outermost(words(text))))


def _outermost(found: Iterable[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in found:
        if not kept or token.end > kept[-1].end:
            kept.append(token)
    return kept


def is_japanese(text: str) -> bool:
    """Whether there is anything Japanese in the text."""
    return japanese.JAPANESE_RUN.search(fold(text)) is not None


def pairs(folded: str) -> list[str]:
    """The character pairs of an already folded text."""
    if _house.phrases:
        folded = _house.without_phrases(folded)
    return [pair for pair, _ in japanese.pairs(folded, japanese.runs_of(folded))]
