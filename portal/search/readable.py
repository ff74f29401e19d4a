"""Terms are made for comparing; what is shown of them stands as it was typed and as it stands in the record."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.search.situations import Situation
from portal.search.suggested import Word
from search_index import Reason, analysis, surfaces

MOST_WORDS = 8
_WORDS = frozenset({"code", "word", "spelling", "prefix", "synonym"})


@dataclass(frozen=True)
class Readable:
    """A situation's text with the terms that were looked for, most telling first."""

    situation: Situation
    terms: Sequence[str]
    telling: frozenset[str]

    @cached_property
    def typed(self) -> dict[str, str]:
        """Every term of the text as it was typed, in the order of the text."""
        text = "\n".join((self.situation.text, *self.situation.added))
        return surfaces(text)

    @cached_property
    def _dropped(self) -> dict[str, str]:
        return {term: word for word in self.situation.dropped for term in analysis.terms(word)}

    def words(self) -> list[Word]:
        """The words of the search as chips: the most telling and those that were dropped, in the order of the text."""
        dropped = self._dropped
        told = [term for term in self.terms if term in self.typed and term not in dropped][:MOST_WORDS]
        chips: dict[str, Word] = {}
        for term, surface in self.typed.items():
            if term in dropped:
                chips.setdefault(dropped[term].casefold(), Word(dropped[term], used=False))
            elif term in told:
                chips.setdefault(surface.casefold(), Word(surface))
        return list(chips.values())

    def reasons(
        self, reasons: Iterable[Reason], title: str, text: str, codes: Collection[str] = ()
    ) -> tuple[Reason, ...]:
        """The reasons with words that can be read: as typed, and as they stand in the title.

        What nobody typed is looked for in *text*, which takes longer.
        """
        given = list(reasons)
        matched = frozenset(reason.matched for reason in given if reason.kind in _WORDS)
        standing = surfaces(title, matched)
        if untyped := matched - standing.keys() - self.typed.keys():
            standing |= surfaces(text, untyped)
        found = []
        for reason in given:
            if reason.kind in _WORDS:
                typed = self.typed.get(reason.matched) or self.as_typed(reason.term)
                kind = "code" if reason.kind == "word" and reason.matched in codes else reason.kind
                reason = Reason(kind, typed, standing.get(reason.matched, typed))
            found.append(reason)
        return tuple(found)

    def word(self, term: str) -> str:
        """One term as it was typed."""
        return self.typed.get(term, term)

    def as_typed(self, form: str) -> str:
        """One word form as it was typed."""
        return next((self.typed[term] for term in analysis.terms(form) if term in self.typed), form)
