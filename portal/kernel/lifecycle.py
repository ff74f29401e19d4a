"""States, and the verbs that lead from one to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Rule(Generic[State]):
    """A target that depends on the record: a name for the table, and the choice itself."""

    name: str
    targets: frozenset[State]
    choose: Callable[[Any], State]


@dataclass(frozen=True)
class Lifecycle(Generic[State]):
    """One table: from which states a verb is open, and where it leads."""

    start: State
    moves: Mapping[Verb, tuple[frozenset[State] | set[State], "State | Rule[State]"]]

    def after(self, verb: Verb, state: State, record: Any = None) -> State:
        """The state that *verb* leads to from *state*; `InvalidTransition` where the table has none."""
        if verb not in self.open_verbs(state):
            raise InvalidTransition(_("This cannot be done in the record's present state. Load the page again."))
        target = self.moves[verb][1]
        return target.choose(record) if isinstance(target, Rule) else target

    def open_verbs(self, state: State) -> list[Verb]:
        """The verbs that the table has open in *state*, in the table's order."""
        return [verb for verb, (sources, _target) in self.moves.items() if state in sources]
