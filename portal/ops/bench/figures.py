"""What a bench says: times in milliseconds by percentile, and the machine that they hold for."""

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One thing that was measured *n* times; `clock_…` where the other times are not of the clock."""

    what: str
    n: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    per_s: float
    errors: int
    engine: str | None = None
    clock_p50_ms: float | None = None
    clock_p95_ms: float | None = None


@dataclass
class Bench:
    """All that one bench measured."""

    name: str
    rows: list[Row] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    machine: str = field(default_factory=lambda: machine())

    def plain(self) -> dict[str, Any]:
        """As JSON has it; `engine` only where it says something."""
        rows = [{name: value for name, value in asdict(row).items() if value is not None} for row in self.rows]
        return {"name": self.name, "machine": self.machine, "rows": rows, "ratios": self.ratios}


def row(
    what: str,
    seconds: Sequence[float],
    errors: int = 0,
    engine: str | None = None,
    clock: Sequence[float] | None = None,
) -> Row:
    """A row for these times, one after the other by one client; *clock* beside those of a processor."""
    total = sum(seconds)
    return Row(
        what=what,
        n=len(seconds),
        p50_ms=_ms(percentile(seconds, 50)),
        p95_ms=_ms(percentile(seconds, 95)),
        p99_ms=_ms(percentile(seconds, 99)),
        per_s=round(len(seconds) / total, 1) if total else 0.0,
        errors=errors,
        engine=engine,
        clock_p50_ms=None if clock is None else _ms(percentile(clock, 50)),
        clock_p95_ms=None if clock is None else _ms(percentile(clock, 95)),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The least of *values* that is not below *percent* of them (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


def pss(process: int | str) -> float:
    """Proportional set size of a process in MiB: shared pages count in parts."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def machine() -> str:
    """Processor, cores, memory, system and Python in one line."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
