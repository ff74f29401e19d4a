"""The system itself as an actor, for what happens by the clock, by listening or at the command line."""

from typing import Any

from portal.kernel.verbs import Verb


class System:
    """May everything; its deeds stand in the audit log without a person."""

    id = None
    is_signed_in = True
    is_staff = True
    is_partner = False
    team_ids: frozenset[int] = frozenset()
    name = "System"

    def may(self, verb: Verb, record: Any = None, /) -> bool:
        return True

    def who_may(self, verb: Verb, record: Any = None, /) -> str:
        return ""


THE_SYSTEM = System()
