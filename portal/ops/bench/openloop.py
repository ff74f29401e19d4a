"""Load as it comes in life: at fixed moments, whether or not the answers before have come.

Each request has its moment, and its time counts from there, so that a server that falls behind is seen to fall behind.
"""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from portal.ops.bench.figures import Row, row
from portal.ops.bench.visitor import Visitor

CONNECTIONS = 32

Send = Callable[[Visitor, int], bool]


@dataclass
class Load:
    """*rate* requests a second, for *warm* seconds that do not count and *seconds* that do."""

    rate: float
    warm: float
    seconds: float
    taken: list[float] = field(default_factory=list)
    errors: int = 0
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, visitors: list[Visitor], send: Send, progress: Callable[[int, int], None]) -> None:
        """Let each visitor take the next request that is due; *send* says whether the answer was the right one."""
        count = round((self.warm + self.seconds) * self.rate)
        begin = time.perf_counter() + 0.5
        threads = [
            threading.Thread(target=self._work, args=(visitor, send, begin, count), daemon=True) for visitor in visitors
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.5)
            progress(min(self._next, count), count)

    def row(self, what: str) -> Row:
        """What came of it; the generator is named beside it."""
        found = row(what, self.taken, self.errors)
        return replace(found, per_s=round(len(self.taken) / self.seconds, 1), engine=str(self))

    def __str__(self) -> str:
        return f"open loop of portal bench, {self.rate:g}/s for {self.seconds:g} s, {CONNECTIONS} connections"

    def _work(self, visitor: Visitor, send: Send, begin: float, count: int) -> None:
        while True:
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number >= count:
                return
            due = begin + number / self.rate
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                right = send(visitor, number)
            except (OSError, http.client.HTTPException):
                right = False
            seconds = time.perf_counter() - due
            if number >= self.warm * self.rate:
                with self._lock:
                    self.taken.append(seconds)
                    self.errors += not right
