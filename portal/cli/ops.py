"""`portal fsck` and `portal bench`."""

import dataclasses
from pathlib import Path

import click

from portal.cli.console import as_json, counting, opened, print_json, progress, refusing, table
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.ops import fsck
from portal.ops.bench import freshness, importing, pages, searching, suggest
from portal.ops.bench.engines import RIVALS
from portal.ops.bench.figures import Bench, Row


@click.command("fsck")
@as_json
def fsck_(as_json: bool) -> None:
    """Check that the records hold together: numbers, revisions, jobs, audiences, histories, database, index.

    Nothing is changed. The exit code is 1 where something was found. Jobs that are still waiting show as an index
    that is behind.

    \b
    Example:
      portal fsck --json
    """
    with opened(), counting(_("Checking")) as show:
        found = fsck.check(lambda rule: show(rule, 0))
    if as_json:
        print_json({"clean": not found, "rules": fsck.RULES, "findings": [dataclasses.asdict(one) for one in found]})
    else:
        for one in found:
            click.echo(f"{one.rule}  {one.record}: {one.trouble}")
        click.echo(_("Clean.") if not found else _("Found: %(count)s", count=len(found)))
    if found:
        raise click.exceptions.Exit(1)


@click.group("bench")
def bench_() -> None:
    """Measure this program on this machine. Each bench uses a folder of its own, which is removed afterwards.

    \b
    Example:
      portal bench pages --json
    """


@bench_.command("pages")
@click.option(
    "--requests",
    "count",
    type=click.IntRange(10, 100_000),
    default=200,
    show_default=True,
    help="Requests for each page.",
)
@as_json
def pages_(count: int, as_json: bool) -> None:
    """Time every main page of the demo, warm, with one client; then weigh the processes.

    \b
    Example:
      portal bench pages --requests 50
    """
    with refusing(), progress(_("Measuring")) as show:
        found = pages.measure(count, show)
    _print(found, as_json)


@bench_.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--articles",
    "count",
    type=click.IntRange(20, 1_000_000),
    default=1350,
    show_default=True,
    help="How many to make up.",
)
@as_json
def import_(files: tuple[Path, ...], count: int, as_json: bool) -> None:
    """Time an import until everything can be found: of FILES, or of articles made up in both languages.

    \b
    Example:
      portal bench import export.jsonl
    """
    with refusing(), progress(_("Measuring")) as show:
        found = importing.measure(files, count, show)
    _print(found, as_json)


@bench_.command("freshness")
@click.option("--rounds", type=click.IntRange(1, 1_000), default=20, show_default=True, help="How many edits.")
@as_json
def freshness_(rounds: int, as_json: bool) -> None:
    """Time from a saved edit until the search page finds its words.

    \b
    Example:
      portal bench freshness --rounds 5
    """
    with refusing(), progress(_("Measuring")) as show:
        found = freshness.measure(rounds, show)
    _print(found, as_json)


@bench_.command("suggest")
@click.option(
    "--articles", type=click.IntRange(20, 1_000_000), default=10_000, show_default=True, help="How many to make up."
)
@click.option(
    "--incidents", type=click.IntRange(50, 1_000_000), default=50_000, show_default=True, help="How many to make up."
)
@click.option(
    "--seconds", type=click.FloatRange(1, 3_600), default=60, show_default=True, help="How long each load lasts."
)
@as_json
def suggest_(articles: int, incidents: int, seconds: float, as_json: bool) -> None:
    """Time suggestions at 20 requests a second, then recorded incidents at 40, for agents at a desk of this size.

    Requests come at fixed moments after ten seconds of warming up, and no text comes twice. Making the desk and its
    index takes some minutes.

    \b
    Example:
      portal bench suggest --articles 10000 --incidents 50000
    """
    with refusing(), progress(_("Measuring")) as show:
        found = suggest.measure(articles, incidents, seconds, show)
    _print(found, as_json)


@bench_.command("search")
@click.option(
    "--documents", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True, help="How many to make up."
)
@click.option("--lang", "language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--against", default="", metavar="NAMES", help=f"Other engines, with commas between: {','.join(RIVALS)}.")
@click.option("--attack", "attacked", is_flag=True, help="Also what hostile questions cost, and cost others.")
@as_json
def search_(documents: int, language: str, against: str, attacked: bool, as_json: bool) -> None:
    """Time the search engine by itself, beside others on the same texts and questions.

    Times are of the thread's own processor, with the clock beside: long texts as callers tell them, with empty and
    with warm caches, one to three words, words of which the last is being typed, misspelt words, and one changed
    document. Then how fast each index was built, and the memory of a process that reads ours.

    \b
    Example:
      portal bench search --documents 100000 --lang ja --against fts5,tantivy
    """
    names = [name.strip() for name in against.split(",") if name.strip()]
    with refusing(), progress(_("Measuring")) as show:
        found = searching.measure(documents, language, names, show, attacked=attacked)
    _print(found, as_json)


def _print(found: Bench, as_json: bool) -> None:
    if as_json:
        print_json(found.plain())
        return
    click.echo(found.machine)
    by_clock = any(row.clock_p50_ms is not None for row in found.rows)
    head = ["what", "n", "p50 ms", "p95 ms", "p99 ms", "per s", "errors"]
    beside = ["engine", "clock p50 ms", "clock p95 ms"] if by_clock else []
    table([[*head, *beside], *([*_cells(row), *(_beside(row) if by_clock else [])] for row in found.rows)])
    for row in found.rows:
        if row.engine and not by_clock:
            click.echo(f"{row.what}: {row.engine}")
    for name, value in found.ratios.items():
        click.echo(f"{name}: {value}")


def _cells(row: Row) -> list[str]:
    times = [f"{value:.1f}" for value in (row.p50_ms, row.p95_ms, row.p99_ms, row.per_s)]
    return [row.what, str(row.n), *times, str(row.errors)]


def _beside(row: Row) -> list[str]:
    return [row.engine or "", *("" if one is None else f"{one:.1f}" for one in (row.clock_p50_ms, row.clock_p95_ms))]
