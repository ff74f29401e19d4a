"""How one page is looked at: by whom, where, and in which state."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

STRANGER, READER, WRITER, ADMINISTRATOR = "", "end_user", "knowledge_manager", "admin"
AGENT, LEADER = "incident_manager", "problem_manager"


@dataclass(frozen=True)
class Look:
    """One page: `path` may ask the records; `do` brings the page to the state that is looked at."""

    name: str
    endpoint: str
    path: str | Callable[[], str]
    who: str = WRITER
    status: int = 200
    do: Callable[[Tab], None] | None = None

    def address(self) -> str:
        return self.path if isinstance(self.path, str) else self.path()
