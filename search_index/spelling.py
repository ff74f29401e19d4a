"""Known words that are spelled nearly like one that nobody wrote.

Near is the distance of Damerau and Levenshtein in its restricted form (optimal string alignment): characters added,
left out or changed, and neighbours exchanged, each counts one.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search_index.ranking import LONG_WORD

LONGEST = 24
_AT_ONCE = 50_000
# Numbers, codes and names of hosts are never put right; words of kanji are too short to say what was meant.
_WORD = re.compile(f"[a-z]{{4,{LONGEST}}}|[ァ-ヺー]{{3,{LONGEST}}}")

_Codes = npt.NDArray[np.uint32]


def correctable(form: str) -> bool:
    """Whether a folded word is of the kind that is misspelled: Latin letters or katakana alone, and not short."""
    return _WORD.fullmatch(form) is not None


class Lexicon:
    """The words of an index that another one may be a misspelling of; 9 bytes for each beside the word itself."""

    def __init__(self, forms: Sequence[str]) -> None:
        self._forms = [form for form in forms if correctable(form)]
        self._lengths = np.fromiter(map(len, self._forms), np.uint8, len(self._forms))
        parts = [_letters(_codes(self._forms[at : at + _AT_ONCE])) for at in range(0, len(self._forms), _AT_ONCE)]
        self._letters = np.concatenate(parts) if parts else np.empty(0, np.uint64)

    def near(self, word: str) -> dict[str, int]:
        """The words with one error, of a long one with two, each with their number."""
        own, most = _codes([word]), 2 if len(word) >= LONG_WORD else 1
        # Each error brings at most one letter that the other word lacks, and takes at most one away.
        like = np.bitwise_count(self._letters ^ _letters(own)[0]) <= 2 * most
        like &= np.abs(self._lengths.astype(np.int16) - len(word)) <= most
        forms = [self._forms[place] for place in np.flatnonzero(like).tolist()]
        errors = _distances(own[0, : len(word)], forms).tolist()
        return {form: count for form, count in zip(forms, errors, strict=True) if 0 < count <= most}


def _codes(words: Sequence[str]) -> _Codes:
    """The characters of each word, and 0 behind its end."""
    return np.array(words, f"<U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST)


def _letters(codes: _Codes) -> npt.NDArray[np.uint64]:
    """For each word a bit for every letter in it (different letters may share one)."""
    bits = np.where(codes > 0, np.uint64(1) << (codes % np.uint32(64)).astype(np.uint64), np.uint64(0))
    letters: npt.NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=1)
    return letters


def _distances(word: _Codes, others: Sequence[str]) -> npt.NDArray[np.uint8]:
    """How far each of the others is from the word: the usual table, row by row, for all of them at once."""
    lengths = np.fromiter(map(len, others), np.intp, len(others))
    codes = _codes(others)[:, : lengths.max(initial=0)]
    first = np.arange(codes.shape[1] + 1, dtype=np.uint8)
    two_above = above = np.tile(first, (len(others), 1))
    for at, letter in enumerate(word):
        row = np.full_like(above, at + 1)
        same = codes == letter
        for column in range(codes.shape[1]):
            best = np.minimum(row[:, column], above[:, column + 1]) + np.uint8(1)
            best = np.minimum(best, above[:, column] + ~same[:, column])
            if at and column:
                swapped = same[:, column - 1] & (codes[:, column] == word[at - 1])
                best = np.where(swapped, np.minimum(best, two_above[:, column - 1] + np.uint8(1)), best)
            row[:, column + 1] = best
        two_above, above = above, row
    return above[np.arange(len(others)), lengths]
