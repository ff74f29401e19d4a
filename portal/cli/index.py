"""`portal index rebuild|check|status|explain`."""

import dataclasses
from collections.abc import Mapping

import click

from portal.cli.console import as_json, counting, opened, print_json, table
from portal.kernel.i18n import gettext as _
from portal.ops import indexing
from portal.search import explaining
from portal.search import rebuild as rebuilding


@click.group("index")
def index_() -> None:
    """Rebuild, check, show or explain the search index.

    There is one index for each audience, and one for each team with restricted articles.

    \b
    Example:
      portal index check
    """


@index_.command("rebuild")
@click.option("--if-missing", is_flag=True, help="Only what is missing, damaged or of another version.")
def rebuild(if_missing: bool) -> None:
    """Write the index anew from the records, while searching goes on. Stopped in the middle, the old one stays.

    \b
    Example:
      portal index rebuild
    """
    with opened(), counting(_("Writing")) as progress:
        names = rebuilding.unfit() if if_missing else rebuilding.expected()
        indexing.write_anew(names, progress)
    if names:
        click.echo(_("Written anew: %(names)s", names=", ".join(names)))
    else:
        click.echo(_("The index is there; nothing was to do."))


@index_.command("check")
@as_json
def check(as_json: bool) -> None:
    """Compare the index with the records. The exit code is 1 where they differ.

    \b
    Example:
      portal index check --json
    """
    with opened():
        found = rebuilding.check()
    if as_json:
        print_json([{**dataclasses.asdict(one), "in_step": one.in_step} for one in found])
    else:
        for one in found:
            click.echo(f"{one.name}: {_words(one)}")
    if not all(one.in_step for one in found):
        raise click.exceptions.Exit(1)


@index_.command("status")
@as_json
def status(as_json: bool) -> None:
    """Say how many documents each index has, and whether it answers.

    \b
    Example:
      portal index status
    """
    with opened():
        found = rebuilding.status()
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
    else:
        table([[one.name, str(one.documents), one.generation, _state(one)] for one in found])


@index_.command("explain")
@click.argument("text")
@click.option(
    "--index", "name", default="staff", show_default=True, help="The index that is asked: see “index status”."
)
@click.option("--documents", "most", default=5, show_default=True, type=click.IntRange(0, 50), help="How many hits.")
@as_json
def explain(text: str, name: str, most: int, as_json: bool) -> None:
    """Say into which terms a text is cut, how many documents have each in which field, and which are found by them.

    The fields that end in _pairs hold pairs of characters. Nobody's rights are looked at but those of the index.

    \b
    Example:
      portal index explain "VPNに繋がらない エラー691" --json
    """
    with opened():
        found = explaining.explain(text, name, most)
        if as_json:
            print_json(dataclasses.asdict(found))
            return
        rows = [[_("Term"), _("As written"), _("Read as"), _("Documents by field")]]
        rows += [[one.term, one.form, one.kind, _by_field(one.documents)] for one in found.terms]
        table(rows)
        click.echo()
        if not found.hits:
            click.echo(_("Nothing is found. Documents in %(index)s: %(count)s", index=name, count=found.size))
            return
        hits = [[_("Record"), _("Score"), _("Times by field")]]
        for hit in found.hits:
            for place, (term, fields) in enumerate(hit.terms.items()):
                hits.append(
                    [*((hit.key, f"{hit.score:.2f}") if not place else ("", "")), f"{term}: {_by_field(fields)}"]
                )
        table(hits)


def _by_field(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{field} {count}" for field, count in counts.items()) or "–"


def _state(one: rebuilding.State) -> str:
    return one.trouble or (_("answers; the words have changed since") if one.old_words else _("answers"))


def _words(one: rebuilding.Difference) -> str:
    if one.trouble:
        return _("cannot answer: %(reason)s", reason=one.trouble)
    if one.in_step:
        return _("in step with the records")
    lacking = _("lacks %(count)s: %(keys)s", count=len(one.missing), keys=_some(one.missing)) if one.missing else ""
    extra = (
        _("has %(count)s too many: %(keys)s", count=len(one.surplus), keys=_some(one.surplus)) if one.surplus else ""
    )
    old = (
        _("has %(count)s in an old version: %(keys)s", count=len(one.stale), keys=_some(one.stale)) if one.stale else ""
    )
    return "; ".join(filter(None, [lacking, extra, old]))


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:5]) + (" …" if len(keys) > 5 else "")
