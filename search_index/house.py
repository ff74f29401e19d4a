"""Words of the house: those kept whole, such as names of products, and those that say nothing there."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.english import LONGEST, Token, is_code
from search_index.japanese import JAPANESE_RUN


@dataclass(frozen=True, slots=True)
class HouseWords:
    """What a house has decided about words; everything is folded.

    `whole` are words that count as one beside their parts, `silent` terms that count for nothing, `phrases` texts that
    are passed over as if they were blanks (a greeting, a signature).
    """

    whole: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """What terms depend on here; empty where nothing was decided."""
        if self == NOTHING:
            return ""
        parts = ("\n".join(each) for each in (self.whole, sorted(self.silent), self.phrases))
        return f"{zlib.crc32(chr(0).join(parts).encode('utf-8', 'replace')):08x}"

    def kept_whole(self, folded: str) -> Iterator[Token]:
        """The words kept whole that stand in a folded text."""
        for word in self.whole:
            kind = "japanese" if JAPANESE_RUN.search(word) else "code" if is_code(word) else "word"
            for start in places(folded, word):
                form = word[:LONGEST]
                yield Token(form, form, start, start + len(form), kind)  # type: ignore[arg-type]

    def without_phrases(self, folded: str) -> str:
        """The folded text with blanks where such a phrase stood, so that all places stay."""
        for phrase in self.phrases:
            for start in reversed([*places(folded, phrase)]):
                folded = folded[:start] + " " * len(phrase) + folded[start + len(phrase) :]
        return folded


NOTHING = HouseWords()


def places(text: str, phrase: str) -> Iterator[int]:
    """Where a folded phrase stands in a folded text; Latin words only as whole words."""
    place = text.find(phrase)
    while phrase and place >= 0:
        end = place + len(phrase)
        cut_before = place > 0 and _one_word(text[place - 1], text[place])
        cut_after = end < len(text) and _one_word(text[end - 1], text[end])
        if not cut_before and not cut_after:
            yield place
        place = text.find(phrase, place + 1)


def _one_word(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left.isascii() and right.isascii()
