"""The indexes of the running portal: one folder for each audience, and one for each team with restricted records."""

import threading
from pathlib import Path

from portal.kernel.current import holdings
from portal.search import house_words
from search_index import DiskIndex, open_index

AUDIENCES = ("public", "customer", "partner", "staff")


class Engine:
    """Opens each index once and keeps it for all threads of the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, DiskIndex] = {}
        self._lock = threading.Lock()

    def index(self, name: str) -> DiskIndex:
        """The index of an audience or team; it may be missing or damaged, which it says when it is asked.

        Whoever writes or asks does it with the words of the house as they are now.
        """
        house_words.adopt()
        with self._lock:
            if name not in self._open:
                self._open[name] = open_index(self._folder / name)
            return self._open[name]

    def names(self) -> list[str]:
        """The four audiences, and the teams that have an index already."""
        teams = sorted(path.name for path in self._folder.glob("team-*") if path.is_dir())
        return [*AUDIENCES, *teams]

    def exists(self, name: str) -> bool:
        return (self._folder / name).is_dir()

    def close(self) -> None:
        with self._lock:
            for index in self._open.values():
                index.close()
            self._open.clear()


def engine() -> Engine:
    held: Engine = holdings().engine
    return held
