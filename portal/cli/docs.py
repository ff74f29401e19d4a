"""`portal docs`."""

from pathlib import Path

import click

from portal.cli.console import refusing
from portal.kernel.i18n import gettext as _
from portal.ops import handbook
from portal.paths import CHECKOUT


@click.command("docs")
@click.option("--check", is_flag=True, help="Change nothing; the exit code is 1 where a page is behind the program.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=CHECKOUT / "docs",
    help="Where they lie; default: docs of the checkout.",
)
def docs_(check: bool, folder: Path) -> None:
    """Write settings.md, permissions.md and lifecycles.md anew from the program itself.

    \b
    Example:
      portal docs --check
    """
    with refusing():
        if not folder.is_dir():
            raise click.ClickException(_("There is no folder %(path)s; name one with --folder.", path=folder))
        if check:
            behind = handbook.stale(folder)
            for name in behind:
                click.echo(_("%(name)s is behind the program; run: portal docs", name=name), err=True)
            if behind:
                raise click.exceptions.Exit(1)
            click.echo(_("The pages say what the program does."))
            return
        changed = handbook.write(folder)
        click.echo(_("Written anew: %(names)s", names=", ".join(changed)) if changed else _("Nothing had changed."))
