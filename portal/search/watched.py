"""What every process holds of the records in memory, and makes anew soon after they were changed by whomever."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Held = TypeVar("Held")

LOOK_EVERY = 1.0  # seconds


class Watched(Generic[Held]):
    """Something made of records. `stamp` is a cheap question whose answer changes with every change of them.

    It is asked at most once a second, so a change counts everywhere within two.
    """

    def __init__(self, stamp: Callable[[], Hashable], make: Callable[[], Held]) -> None:
        self._stamp, self._make = stamp, make
        self._lock = threading.Lock()
        self._held: tuple[Hashable, Held] | None = None
        self._looked = float("-inf")

    def get(self) -> Held:
        held = self._held
        if held is not None and time.monotonic() - self._looked < LOOK_EVERY:
            return held[1]
        if not self._lock.acquire(blocking=held is None) and held is not None:
            return held[1]  # another thread is looking
        try:
            if self._held is None or time.monotonic() - self._looked >= LOOK_EVERY:
                stamp = self._stamp()
                if self._held is None or self._held[0] != stamp:
                    self._held = (stamp, self._make())
                self._looked = time.monotonic()
            return self._held[1]
        finally:
            self._lock.release()

    def look_again(self) -> None:
        """Ask at the next call, however short ago it was asked."""
        self._looked = float("-inf")
