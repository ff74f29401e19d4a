"""How commands open the portal and talk: refusals in one sentence, progress on a terminal, JSON for programs."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from portal import schema, settings
from portal.app import create_app
from portal.kernel import i18n, markdown
from portal.kernel.db import db
from portal.kernel.errors import DomainError
from portal.kernel.i18n import gettext as _

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Flask]:
    """The application, with its context, speaking the language of the terminal.

    Whatever is refused in the block ends the command with one sentence. With *migrated*, a database that is not at
    this version is refused, since nothing would fit.
    """
    with refusing():
        chosen = read_settings()
        app = create_app(chosen)
        with app.app_context():
            i18n.use(language(), chosen.time_zone)
            try:
                if migrated and not schema.at_head(db.engine):
                    raise click.ClickException(_("The database is not at this version. Run: portal migrate"))
                yield app
            finally:
                db.session.remove()
                markdown.close()


def read_settings() -> settings.Settings:
    try:
        return settings.load()
    except ValidationError as error:
        wrong = error.errors()[0]
        name = f"{settings.PREFIX}{'_'.join(str(part) for part in wrong['loc'])}".upper()
        raise click.ClickException(f"{name}: {wrong['msg']}") from None


@contextmanager
def refusing() -> Iterator[None]:
    """Turn refusals into one sentence on standard error and an exit code that is not 0."""
    i18n.use(language())
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(refusal.sentence) from None
    except schema.BrokenReferences as error:
        raise click.ClickException(str(error)) from None
    except OperationalError as error:
        raise click.ClickException(_("The database does not answer: %(error)s", error=error.orig)) from None
    except BrokenPipeError:
        # Whoever read along has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def language() -> str:
    """The language of the terminal, as far as we speak it."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ja" if named.lower().startswith("ja") else "en"


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal. The function takes how many are done, and of how many."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    with click.progressbar(length=1, label=words, file=sys.stderr, show_pos=True) as bar:

        def show(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        yield show


@contextmanager
def counting(words: str) -> Iterator[Callable[[str, int], None]]:
    """A line on standard error that counts up, where that is a terminal."""
    shown = sys.stderr.isatty()

    def show(what: str, count: int) -> None:
        if shown:
            click.echo(f"\r\x1b[K{words} {what} {count}", nl=False, err=True)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def print_json(found: Any) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


def table(rows: list[list[str]]) -> None:
    """Rows in columns as wide as their widest word; a Japanese character takes two places."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if "\u1100" <= character <= "\uffdc" else 1 for character in text)
