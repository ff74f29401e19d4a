"""How long an import takes until everything can be found."""

import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from portal.accounts.system import THE_SYSTEM
from portal.exchange import articles, records
from portal.exchange.articles import Report
from portal.exchange.drafts import Wishes
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.ops import working
from portal.ops.bench import scratch, texts
from portal.ops.bench.figures import Bench, Row, row
from portal.search import rebuild

Progress = Callable[[int, int], None]


def measure(files: tuple[Path, ...], count: int, progress: Progress) -> Bench:
    """Import *files*, or *count* articles that are made up, into an empty portal, and index them."""
    bench = Bench("import")
    with scratch.folder(demo=False) as (app, data):
        chosen = records.files_of(files)
        if not chosen:
            made_up = data / "bench.jsonl"
            texts.write(made_up, count)
            chosen = [made_up]
        began = time.perf_counter()
        report, batches = _imported(chosen, progress)
        imported = time.perf_counter() - began
        seconds = _indexed(app, data)
        together = time.perf_counter() - began
        errors = len(report.refused) + sum(not one.in_step for one in rebuild.check())
        again = time.perf_counter()
        unchanged, _batches = _imported(chosen, progress)
        if unchanged.taken:
            raise Invalid(_("A second import of the same files changed %(count)s articles.", count=unchanged.taken))
        again = time.perf_counter() - again
    taken = report.taken
    bench.rows = [
        row("read, drawn and written, each", batches, len(report.refused)),
        row("a pass of the index", seconds),
        _whole("import", taken, imported),
        _whole("import until all can be found", taken, together, errors),
        _whole("the same files again, unchanged", taken, again),
    ]
    bench.ratios = {"seconds import": round(imported, 1), "seconds until all can be found": round(together, 1)}
    bench.ratios["seconds again"] = round(again, 1)
    return bench


def _imported(files: list[Path], progress: Progress) -> tuple[Report, list[float]]:
    """The report, and for each article its part of its batch's time."""
    each: list[float] = []
    last, before = time.perf_counter(), 0

    def show(done: int, of: int) -> None:
        nonlocal last, before
        now = time.perf_counter()
        each.extend([(now - last) / max(done - before, 1)] * (done - before))
        last, before = now, done
        progress(done, of)

    return articles.import_articles(THE_SYSTEM, records.read(files), Wishes(), progress=show), each


def _indexed(app: Flask, data: Path) -> list[float]:
    seconds: list[float] = []
    last = time.perf_counter()

    def note(_count: int) -> None:
        nonlocal last
        now = time.perf_counter()
        seconds.append(now - last)
        last = now

    working.do_what_waits(app, data, note)
    return seconds


def _whole(what: str, count: int, seconds: float, errors: int = 0) -> Row:
    milliseconds = round(seconds * 1000, 1)
    per_second = round(count / seconds, 1) if seconds else 0.0
    return Row(f"{what} ({count} articles)", 1, milliseconds, milliseconds, milliseconds, per_second, errors)
