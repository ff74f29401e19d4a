"""The words of a text as they stand in it: terms are made for comparing, these are for reading."""

from collections.abc import Collection, Mapping, Sequence

from search_index import analysis
from search_index.folding import Folded, fold_with_origin


def surfaces(text: str, terms: Collection[str] | None = None) -> dict[str, str]:
    """Each of the terms (None: of all) that the text has, as it stands there first; in the order of the text."""
    folded = fold_with_origin(text)
    found: dict[str, str] = {}
    for token in analysis.tokens(folded.text):
        if (terms is None or token.term in terms) and token.term not in found:
            start, end = _places(folded, token.start, token.end)
            found[token.term] = text[start:end]
    return found


def without_words(text: str, words: Sequence[str]) -> str:
    """The text less these words, in whatever form they stand there."""
    unwanted = {term for word in words for term in analysis.terms(word)}
    if not unwanted:
        return text
    folded = fold_with_origin(text)
    kept: list[str] = []
    place = 0
    for token in analysis.tokens(folded.text):
        start, end = _places(folded, token.start, token.end)
        if token.term in unwanted and end > place:
            kept.append(text[place : max(place, start)])
            place = end
    return " ".join((*kept, text[place:]))


def respelled(text: str, spellings: Mapping[str, str]) -> str:
    """The text with words put right as `Answer.spellings` has them; the rest of it stays as it is."""
    folded = fold_with_origin(text)
    kept: list[str] = []
    place = 0
    for token in analysis.tokens(folded.text):
        start, end = _places(folded, token.start, token.end)
        if token.form in spellings and start >= place:
            kept += (text[place:start], spellings[token.form])
            place = end
    return "".join((*kept, text[place:]))


def _places(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Where a piece of the folded text stands in the original: at least one character of it."""
    begin, stop = folded.origin[start], folded.origin[end]
    return begin, max(stop, begin + 1)
