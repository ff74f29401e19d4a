"""Cutting text of any mixture of scripts into terms, the same way for what is stored and what is asked."""

from importlib.metadata import version

from search_index import japanese
from search_index.english import LONGEST, Token, latin_tokens
from search_index.folding import fold

__all__ = ["LONGEST", "Token", "analysis_version", "pairs", "terms", "tokens", "words"]

# Counts up whenever the same text would give other terms.
_RULES = 1


def analysis_version() -> str:
    """What terms depend on; stamped into every index, and an index with another stamp is built anew."""
    return f"rules {_RULES}, {japanese.dictionary_version()}, snowballstemmer {version('snowballstemmer')}"


def tokens(folded: str) -> list[Token]:
    """The words of an already folded text in the order they stand in it."""
    runs = japanese.runs_of(folded)
    found = list(japanese.words(folded, runs)) if runs else []
    place = 0
    for start, end in [*runs, (len(folded), len(folded))]:
        if start > place:
            found.extend(latin_tokens(folded, place, start))
        place = end
    found.sort(key=lambda token: token.start)
    return found


def words(text: str) -> list[Token]:
    """The words of a text as people write it."""
    return tokens(fold(text))


def terms(text: str) -> tuple[str, ...]:
    """The distinct word terms of a text, in order."""
    return tuple(dict.fromkeys(token.term for token in words(text)))


def pairs(folded: str) -> list[str]:
    """The character pairs of an already folded text."""
    return [pair for pair, _ in japanese.pairs(folded, japanese.runs_of(folded))]
