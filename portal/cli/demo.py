"""`portal demo`."""

import click

from portal.accounts.models import LABELS
from portal.accounts.roles import Role
from portal.cli.console import opened, progress, table
from portal.demo import story
from portal.kernel.current import settings
from portal.kernel.i18n import gettext as _
from portal.ops import working


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say nothing, where something is there already.")
def demo_(if_empty: bool) -> None:
    """Fill an empty portal with an invented company: people of every role, services, some fifty articles,
    and a year of incidents that ends with what is open at this moment.

    Passwords are random and printed once, for one person of each role. It is refused where anything has been written.

    \b
    Example:
      portal demo
    """
    with opened() as app:
        if if_empty and not story.is_empty():
            return
        with progress(_("Telling the story of the demo")) as show:
            sign_ins = story.load(show)
        with progress(_("Indexing")) as show:
            done = 0

            def count(more: int) -> None:
                nonlocal done
                done += more
                show(done, done)

            working.do_what_waits(app, settings().data, count)
        click.echo(_("The demo is in. Sign in as one of these; the passwords are shown this once:"))
        rows = [[_label(one.role), one.login, one.password, one.name] for one in sign_ins]
        table([[_("Role"), _("Login"), _("Password"), _("Name")], *rows])


def _label(role: str) -> str:
    return _("Partner") if role == "partner" else _(LABELS[Role(role)])
