"""Words that mean the same, given by the keeper of the index and used when a question is asked."""

from collections.abc import Iterable, Sequence

from search_index import analysis
from search_index.ranking import SYNONYM_FACTOR


class Synonyms:
    """Groups of words or short phrases that stand for each other, in any language.

    Nothing of it is stored in an index, so a change counts from the next question on.
    """

    def __init__(self, groups: Iterable[Sequence[str]] = (), weight: float = SYNONYM_FACTOR) -> None:
        if not 0 < weight <= 1:
            raise ValueError("the weight of synonyms lies between 0 and 1")
        self.weight = weight
        self._groups: list[list[tuple[str, tuple[str, ...]]]] = []
        self._groups_with: dict[str, set[int]] = {}
        for group in groups:
            members = [(member, member_terms) for member in group if (member_terms := analysis.terms(member))]
            if len(members) < 2:
                continue
            for _, member_terms in members:
                for term in member_terms:
                    self._groups_with.setdefault(term, set()).add(len(self._groups))
            self._groups.append(members)

    def __len__(self) -> int:
        return len(self._groups)

    def of(self, terms: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
        """The other members of every group of which one member is wholly among `terms`.

        Each comes with the term that called it: (calling term, member as the keeper wrote it, its terms).
        """
        asked = set(terms)
        found: list[tuple[str, str, tuple[str, ...]]] = []
        for number in sorted({n for term in asked for n in self._groups_with.get(term, ())}):
            members = self._groups[number]
            calling = [member_terms for _, member_terms in members if asked.issuperset(member_terms)]
            if not calling:
                continue
            caller = max(calling, key=len)[0]
            found.extend((caller, text, theirs) for text, theirs in members if not asked.issuperset(theirs))
        return found


NONE = Synonyms()
