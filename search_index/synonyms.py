"""Words that mean the same, given by the keeper of the index and used when a question is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from search_index import analysis
from search_index.ranking import SYNONYM_FACTOR

Language = Literal["", "ja", "en"]


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words or short phrases that stand for each other.

    `one_way`: only the first finds the others, and not the other way round. `language`: of the questions for which the
    group counts; empty for all.
    """

    words: Sequence[str]
    one_way: bool = False
    language: Language = ""


class Synonyms:
    """Groups of words or short phrases that stand for each other, in any language.

    Nothing of it is stored in an index, so a change counts from the next question on.
    """

    def __init__(self, groups: Iterable[SynonymGroup | Sequence[str]] = (), weight: float = SYNONYM_FACTOR) -> None:
        if not 0 < weight <= 1:
            raise ValueError("the weight of synonyms lies between 0 and 1")
        self.weight = weight
        self._groups: list[tuple[SynonymGroup, list[tuple[str, tuple[str, ...]]]]] = []
        self._groups_with: dict[str, set[int]] = {}
        for group in groups:
            self._add(group if isinstance(group, SynonymGroup) else SynonymGroup(group))

    def _add(self, group: SynonymGroup) -> None:
        members = [(member, analysis.own_terms(member)) for member in group.words]
        if group.one_way and members and not members[0][1]:
            return
        members = [(member, terms) for member, terms in members if terms]
        if len({terms for _, terms in members}) < 2:
            return
        for _, terms in members[:1] if group.one_way else members:
            for term in terms:
                self._groups_with.setdefault(term, set()).add(len(self._groups))
        self._groups.append((group, members))

    def __len__(self) -> int:
        return len(self._groups)

    def of(self, terms: Sequence[str], *, japanese: bool | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
        """The other members of every group of which a member that may call is wholly among `terms`.

        Each comes with the term that called it: (calling term, member as the keeper wrote it, its terms). `japanese`
        says in which language the question is; None asks all groups.
        """
        asked = set(terms)
        found: list[tuple[str, str, tuple[str, ...]]] = []
        for number in sorted({n for term in asked for n in self._groups_with.get(term, ())}):
            group, members = self._groups[number]
            if japanese is not None and group.language and (group.language == "ja") is not japanese:
                continue
            callers = members[:1] if group.one_way else members
            calling = [own for _, own in callers if asked.issuperset(own)]
            if not calling:
                continue
            caller = max(calling, key=len)[0]
            found.extend((caller, text, theirs) for text, theirs in members if not asked.issuperset(theirs))
        return found


NONE = Synonyms()
