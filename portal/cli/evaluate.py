"""`portal evaluate search`."""

import dataclasses
from collections.abc import Sized
from pathlib import Path

import click

from portal.accounts.system import THE_SYSTEM
from portal.cli.console import as_json, opened, print_json, progress, refusing, table
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.ops.evaluate import search
from portal.ops.evaluate.baselines import NAMES
from portal.ops.evaluate.search import Evaluation
from portal.search.replay import replay

_FILE = click.Path(path_type=Path)
_SHOWN_REFUSALS = 5


@click.group("evaluate")
def evaluate_() -> None:
    """Judge the search by questions whose answers are known.

    \b
    Example:
      portal evaluate search --articles articles.jsonl --queries queries.jsonl --qrels qrels.tsv
    """


@evaluate_.command("search")
@click.option("--articles", "named", type=_FILE, multiple=True, help="Articles, as import takes them.")
@click.argument("more", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--queries", type=_FILE, help="Questions: a line of JSON each (id, set, lang, query).")
@click.option("--qrels", type=_FILE, help="Answers: query, article and relevance, with tabs between.")
@click.option("--without", multiple=True, metavar="FIELD", help="Leave this field out of every article.")
@click.option("--lang", "language", type=click.Choice(list(LANGUAGES)), help="Only questions of this language.")
@click.option("--baseline", is_flag=True, help="Ask plain BM25 (pairs, words) and SQLite's FTS5 the same.")
@click.option("--history", is_flag=True, help="Ask this portal's own solved incidents once more instead.")
@click.option("--newest", type=click.IntRange(1, 1_000_000), default=1_000, show_default=True, help="So many of them.")
@as_json
def search_(
    named: tuple[Path, ...],
    more: tuple[Path, ...],
    queries: Path | None,
    qrels: Path | None,
    without: tuple[str, ...],
    language: str | None,
    baseline: bool,
    history: bool,
    newest: int,
    as_json: bool,
) -> None:
    """Ask questions of the suggestions that an agent gets while typing, and say how high the right articles stand.

    What is judged is the list of ten from which three are shown. The articles are taken in as validated, into a
    folder that is removed at the end. A question with exclude_field is asked of articles that lack that field.
    Questions without a relevant article are left out. With --baseline the difference to the best plain ranking of each
    set comes with its 95 % bootstrap interval; where the figures of a plain ranking are known, ours must be near them.

    With --history the symptoms of solved incidents are asked of the portal as it is now: was the article that solved
    one among those shown (covered and shown), was it not (covered and missed), or was there none (uncovered)?

    \b
    Example:
      portal evaluate search --history --newest 500
      portal evaluate search --articles articles_en.jsonl extra_articles.jsonl \\
        --queries queries.jsonl --qrels qrels.tsv --json
    """
    if history:
        _replay(newest, as_json)
        return
    if not named or queries is None or qrels is None:
        raise click.UsageError(_("Name the files with --articles, --queries and --qrels, or take --history."))
    with refusing(), progress(_("Asking")) as show:
        found = search.measure(
            [*named, *more], queries, qrels, show, without=frozenset(without), language=language, baseline=baseline
        )
    _say_what_was_left_out(found)
    if as_json:
        print_json(found.plain())
    else:
        _print(found)


def _replay(newest: int, as_json: bool) -> None:
    with opened(), progress(_("Asking")) as show:
        found = replay(THE_SYSTEM, newest, show)
    if as_json:
        counts = {"shown": len(found.shown), "missed": len(found.missed), "uncovered": len(found.uncovered)}
        print_json(
            {
                "incidents": sum(counts.values()),
                **counts,
                "missed_incidents": [dataclasses.asdict(one) for one in found.missed],
            }
        )
        return
    rows: list[tuple[str, Sized]] = [
        (_("Covered and shown"), found.shown),
        (_("Covered and missed"), found.missed),
        (_("Uncovered"), found.uncovered),
    ]
    table([[name, str(len(those))] for name, those in rows])
    for one in found.missed:
        place = _("in place %(place)s", place=one.place) if one.place else _("not found")
        click.echo(f"{one.incident}  {', '.join(one.articles)}  {place}")


def _say_what_was_left_out(found: Evaluation) -> None:
    if found.unjudged:
        click.echo(_("Questions without a relevant article, left out: %(count)s", count=found.unjudged), err=True)
    if found.refused:
        click.echo(_("Articles that could not be taken: %(count)s", count=len(found.refused)), err=True)
    for one in found.refused[:_SHOWN_REFUSALS]:
        click.echo(f"  {one.place}: {one.reason}", err=True)


def _print(found: Evaluation) -> None:
    plain = found.plain()
    rows = [*plain["sets"].items(), (_("All"), plain["total"])]
    head = ["", *plain["total"]]
    for name, of_set in plain.get("baselines", {}).items():
        rows += [(f"{name}: {one}", {**of_set[one], "": ""}) for one in NAMES]
    table([head, *([name, *(_figure(value) for value in figures.values())] for name, figures in rows)])
    for name, of_set in plain.get("baselines", {}).items():
        for measure, apart in of_set["difference"].items():
            click.echo(
                _(
                    "%(name)s: %(measure)s differs from %(best)s by %(mean)s (95 %%: %(low)s to %(high)s)",
                    name=name, measure=measure, best=of_set["best"],
                    **{at: f"{value:+.3f}" for at, value in apart.items()},
                )
            )  # fmt: skip


def _figure(value: float | str) -> str:
    return str(value) if isinstance(value, int | str) else f"{value:.3f}"
