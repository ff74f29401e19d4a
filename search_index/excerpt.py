"""The passage of a plain text that answers, with the words that were looked for marked."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from search_index import analysis, japanese
from search_index.folding import Folded, fold_with_origin

# Longer texts are looked at only so far: an excerpt is shown many times a page.
_LOOKED_AT = 50_000
_LENGTHS = {"ja": 120, "en": 220}
_BORDER = re.compile("[。．！？!?\\n]+\\s*|[.;:](?=\\s)\\s*|、")
_SENTENCE = re.compile("[。．！？!?\\n]+\\s*|[.;:](?=\\s)\\s*")
_SENTENCE_END = re.compile("[。！？!?\\n]\\s*$|[.;:]\\s+$")
_ELLIPSIS = "…"

Pieces = list[tuple[str, bool]]


class _Match(NamedTuple):
    start: int
    end: int
    term: str


def mark(text: str, words: Collection[str]) -> Pieces:
    """The whole text in pieces, each with whether it matches; the pieces put together are the text."""
    return _cut(text, _matches(text[:_LOOKED_AT], words), 0, len(text))


def excerpt(text: str, words: Collection[str], language: str, length: int | None = None) -> Pieces:
    """The stretch of about `length` characters that holds most of the words, in pieces (text, whether it matches).

    `words` are those of an `Answer`. Cut at the borders of sentences and phrases where there is one near, else between
    words; `…` stands where something is left out. Without any match it is the beginning of the text.
    """
    length = length or _LENGTHS.get(language, _LENGTHS["en"])
    head = text[:_LOOKED_AT]
    matches = _matches(head, words)
    start, end = _window(matches, len(text), length)
    needed = max((match.end for match in matches if match.end <= end), default=0)
    start = _start_at_border(text, start, length // 3, matches)
    end = _end_at_border(text, min(len(text), max(start + length, needed)), matches)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces = _cut(text, matches, start, end)
    if text[:start].strip() and not _SENTENCE_END.search(text[max(0, start - 8) : start]):
        pieces.insert(0, (_ELLIPSIS, False))
    if text[end:].strip():
        pieces.append((_ELLIPSIS, False))
    return pieces


def _matches(text: str, words: Collection[str]) -> list[_Match]:
    """Where the words stand, in order, overlaps joined: Latin and Japanese words by term, pairs by themselves."""
    wanted = frozenset(words)
    if not wanted:
        return []
    folded = fold_with_origin(text)
    found = [
        _Match(token.start, token.end, token.term) for token in analysis.tokens(folded.text) if token.term in wanted
    ]
    runs = japanese.runs_of(folded.text)
    found += [_Match(at, at + 2, pair) for pair, at in japanese.pairs(folded.text, runs) if pair in wanted]
    return _joined(_in_original(match, folded) for match in sorted(found))


def _in_original(match: _Match, folded: Folded) -> _Match:
    start, end = folded.origin[match.start], folded.origin[match.end]
    # One character may fold to several (㌔ to キロ): then the whole of it matches.
    if end <= start:
        end = next(place for place in folded.origin[match.end :] if place > start)
    return _Match(start, end, match.term)


def _joined(matches: Iterable[_Match]) -> list[_Match]:
    joined: list[_Match] = []
    for match in matches:
        if joined and match.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = _Match(last.start, max(last.end, match.end), last.term)
        else:
            joined.append(match)
    return joined


def _window(matches: Sequence[_Match], size: int, length: int) -> tuple[int, int]:
    """The stretch with the most different terms; the first of equals, with a little room before its first match."""
    best, chosen = (0, 0), (0, 0)
    last = 0
    for first, match in enumerate(matches):
        last = max(last, first)
        while last < len(matches) and matches[last].end - match.start <= length:
            last += 1
        inside = matches[first:last] or [match]
        value = (len({other.term for other in inside}), len(inside))
        if value > best:
            best, chosen = value, (match.start, inside[-1].end)
    room = max(0, length - (chosen[1] - chosen[0]))
    start = max(0, chosen[0] - room // 3)
    if start < length // 4:
        start = 0
    end = min(size, max(start + length, chosen[1]))
    return max(0, min(start, end - length)), end


def _start_at_border(text: str, start: int, slack: int, matches: Sequence[_Match]) -> int:
    """The beginning of the sentence, else the phrase, else the word that leads to the first match.

    At most `slack` characters before `start`.
    """
    earliest = max(0, start - slack)
    first = next((match.start for match in matches if match.start >= start), start)
    if earliest == 0 and start == 0:
        return 0
    for border in (_SENTENCE, _BORDER):
        borders = [m.end() for m in border.finditer(text, earliest, first) if m.end() <= first]
        if borders:
            return borders[-1]
    return 0 if earliest == 0 else _between_words(text, start, first, step=1)


def _end_at_border(text: str, end: int, matches: Sequence[_Match]) -> int:
    if end >= len(text):
        return len(text)
    last = max((match.end for match in matches if match.end <= end), default=max(0, end - 40))
    borders = [m.end() for m in _BORDER.finditer(text, last, end)]
    if borders and borders[-1] > end - max(40, (end - last) // 2):
        return borders[-1]
    return _between_words(text, end, last, step=-1)


def _between_words(text: str, place: int, bound: int, step: int) -> int:
    """Out of the middle of a Latin word, towards `bound`; a word longer than that is cut."""
    at = place
    while at != bound and 0 < at < len(text) and _inside_word(text[at - 1], text[at]):
        at += step
    return at if at != bound or not _inside_word(text[at - 1 : at], text[at : at + 1]) else place


def _inside_word(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def _cut(text: str, matches: Iterable[_Match], start: int, end: int) -> Pieces:
    pieces: Pieces = []
    place = start
    for match in matches:
        begin, stop = max(match.start, start), min(match.end, end)
        if begin >= stop or begin < place:
            continue
        if begin > place:
            pieces.append((text[place:begin], False))
        pieces.append((text[begin:stop], True))
        place = stop
    if place < end:
        pieces.append((text[place:end], False))
    return pieces
