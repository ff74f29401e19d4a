"""`portal serve` and `portal worker`."""

import os
import socket
import sys

import click
from flask import Flask

from portal.accounts import set_up
from portal.cli.console import opened
from portal.http import requestlog
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.i18n import gettext as _
from portal.ops import memory, serving, working


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--no-worker", is_flag=True, help="Without a worker, where one runs on its own.")
@click.option("--quiet", is_flag=True, help="No line for each request.")
def serve_(host: str, port: int, no_worker: bool, quiet: bool) -> None:
    """Serve the portal, with one worker beside it that is started again should it end.

    Ctrl-C or SIGTERM finishes what is under way, at most 30 seconds, and ends both.

    \b
    Example:
      portal serve --port 9000
    """
    memory.share_arenas()
    with opened() as app:
        _configure_log(quiet)
        if port == 0:
            port = _free_port(host)
        place = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        click.echo(_("Serving at %(address)s", address=place))
        _greet(place)
        db.session.remove()
        supervisor = None if no_worker else serving.Supervisor(serving.worker_command(os.getpid()))
        chosen = settings()
        memory.settle()
        try:
            serving.serve(
                app,
                host=host,
                port=port,
                threads=chosen.threads,
                behind_proxy=bool(chosen.trusted_proxies),
                supervisor=supervisor,
            )
        except OSError as error:
            message = _("Cannot listen at %(address)s: %(error)s", address=place, error=error.strerror or error)
            raise click.ClickException(message) from None
        click.echo(_("Ended."))


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--parent", type=int, default=0, hidden=True)
def worker_(once: bool, parent: int) -> None:
    """Do what waits in the background: the search index, letters, and all that goes by the clock.

    `portal serve` starts one itself. A second one waits until the first has ended. SIGTERM or Ctrl-C finishes what is
    under way, at most 30 seconds.

    \b
    Example:
      portal worker
    """
    memory.share_arenas()
    with opened() as app:
        _configure_log(quiet=False)
        if once:
            _once(app)
        else:
            db.session.remove()
            memory.settle()
            working.work_until_told(app, settings().data, parent=parent)


def _once(app: Flask) -> None:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more

    if not working.do_what_waits(app, settings().data, count):
        raise click.ClickException(_("A worker runs already; it does what waits."))
    click.echo(_("Done: %(count)s", count=done))


def _greet(place: str) -> None:
    """Tell whoever set up an empty portal how to go on; whoever reads this owns the machine."""
    if set_up.open_to_all():
        click.echo(
            _(
                "This portal is empty. Open %(address)s and set it up with the code %(code)s",
                address=place,
                code=set_up.code(),
            )
        )


def _configure_log(quiet: bool) -> None:
    # At a terminal a person reads the lines; in a file or a pipe a program does.
    requestlog.configure(json=not sys.stderr.isatty(), quiet=quiet)


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
