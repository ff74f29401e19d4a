"""One shape for all spellings of a character, with the way back to the original text."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Zero-width and direction marks, soft hyphen, variation selectors: nobody sees them, so nobody may search for them.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
# Control characters and lone surrogates, which the Japanese dictionary refuses.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff0-\ufffb\ufffe\uffff]")
# A character with what melts into it under NFKC (accents, voiced sound marks of half-width kana).
_CLUSTER = re.compile("[\\s\\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
# Typographic signs that people do not type when they search; one character each, so that places stay.
_PLAIN_SIGNS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "−": "-"})
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


class Folded(NamedTuple):
    """A folded text and, for each of its characters (and its end), the place in the original."""

    text: str
    origin: list[int] | range


def clean(text: str) -> str:
    """The text without what cannot be seen; control characters and lone surrogates become blanks."""
    if text.isascii() and text.isprintable():
        return text
    return _BROKEN.sub(" ", _UNSEEN.sub("", text))


def fold(text: str) -> str:
    """Width, case and compatibility forms folded (Unicode NFKC, lower case)."""
    if text.isascii():
        return clean(text).lower()
    return unicodedata.normalize("NFKC", clean(text)).lower().translate(_PLAIN_SIGNS)


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)


def fold_with_origin(text: str) -> Folded:
    """As `fold`, character cluster by cluster, so that places in the folded text lead back to the original."""
    if text.isascii():
        return Folded(fold(text) if text.isprintable() else _BROKEN.sub(" ", text).lower(), range(len(text) + 1))
    pieces: list[str] = []
    origin: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = _fold_cluster(match.group())
        pieces.append(piece)
        origin.extend([match.start()] * len(piece))
    origin.append(len(text))
    return Folded("".join(pieces), origin)


def katakana(text: str) -> str:
    """Hiragana written as katakana: ぷりんた and プリンタ become one."""
    return text.translate(_TO_KATAKANA)
