"""`portal export report`."""

import click

from portal.accounts.system import THE_SYSTEM
from portal.cli.console import as_json, language, opened, print_json
from portal.kernel import i18n
from portal.kernel.current import settings
from portal.reports import facts, queries, writing
from portal.reports.kinds import Edition


@click.group("export")
def export_() -> None:
    """Give out what is kept here.

    \b
    Example:
      portal export report INC-20231027-001 --format markdown --lang en
    """


@export_.command("report")
@click.argument("number")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(sorted(i18n.LANGUAGES)), help="Language; default: that of the terminal.")
@click.option("--outward", is_flag=True, help="The version for others: departments in place of names.")
@click.option("--sequence", type=int, metavar="N", help="Which version; default: the one that counts.")
@as_json
def report(number: str, form: str, lang: str | None, outward: bool, sequence: int | None, as_json: bool) -> None:
    """Print the report of an incident in its twelve fields.

    \b
    Example:
      portal export report INC-20231027-001 --lang ja
    """
    with opened():
        found = facts.of(queries.get(THE_SYSTEM, number, sequence))
        edition = Edition.OUTWARD if outward else Edition.INTERNAL
        with i18n.speaking(lang or language(), settings().time_zone):
            if as_json:
                print_json(found)
                return
            write = writing.as_markdown if form == "markdown" else writing.as_text
            click.echo(write(found, edition), nl=False)
