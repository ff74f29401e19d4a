"""`portal import articles`."""

from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience, Confidence
from portal.catalog.models import Category, Service
from portal.cli.console import as_json, opened, print_json, progress
from portal.exchange import articles, records
from portal.exchange.articles import Fate, Report
from portal.exchange.drafts import Wishes
from portal.kernel import i18n, jobs
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor
from portal.ops import working

_CONFIDENCES = [str(one) for one in (Confidence.WIP, Confidence.NOT_VALIDATED, Confidence.VALIDATED)]


@click.group("import")
def import_() -> None:
    """Take in what was written elsewhere.

    \b
    Example:
      portal import articles export.jsonl
    """


@import_.command("articles")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--strict", is_flag=True, help="All or nothing: one refusal, and nothing is taken in.")
@click.option(
    "--audience",
    type=click.Choice([str(one) for one in Audience]),
    default="within",
    show_default=True,
    help="Who may read them.",
)
@click.option(
    "--confidence",
    type=click.Choice(_CONFIDENCES),
    default="not_validated",
    show_default=True,
    help="How sure we are of them.",
)
@click.option("--service", help="Key of the service that all of them are about.")
@click.option("--category", help="Key (slug) of the category for all of them.")
@click.option("--source", default="", help="Name of the source, in the keys of Markdown files without id.")
@click.option("--link-base", default="", metavar="URL", help="Where links within the source lead to.")
@click.option(
    "--replace-edits", is_flag=True, help="Take the source's words also where somebody changed the article here."
)
@click.option("--as", "login", help="Import as this person, with this person's rights.")
@as_json
def articles_(
    paths: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    audience: str,
    confidence: str,
    service: str | None,
    category: str | None,
    source: str,
    link_base: str,
    replace_edits: bool,
    login: str | None,
    as_json: bool,
) -> None:
    """Take in articles from JSON lines (.jsonl) and Markdown with a head of fields (.md).

    A record needs an id and a title, and a resolution or a summary. An id that is new makes an article; one that is
    known, with other contents, a new revision; the same contents, nothing. So the same files can be imported again.
    What is refused is listed with its line; the exit code is then 1.

    Articles are written 20 at a time; Ctrl-C leaves whole batches. With --strict everything is one transaction, and
    nobody else can save while it is written.

    \b
    Examples:
      portal import articles --dry-run export.jsonl
      portal import articles kb/ --service vpn --category vpn --confidence validated --audience customer
    """
    with opened() as app:
        wishes = Wishes(
            audience=Audience(audience),
            confidence=Confidence(confidence),
            service=_service(service) if service else None,
            category=_category(category) if category else None,
            link_base=link_base,
            replace_edits=replace_edits,
        )
        if wishes.audience is Audience.PARTNER and not settings().partners:
            raise Invalid(_("The audience “partner” is not in use here; PORTAL_PARTNERS turns it on."))
        found = records.read(records.files_of(paths), source)
        with progress(_("Importing")) as show:
            report = articles.import_articles(
                _actor(login), found, wishes, rehearse=dry_run, strict=strict, progress=show
            )
        _print(report, as_json, dry_run, strict)
        if report.taken and not dry_run:
            _make_findable(app, quiet=as_json)
    if report.refused:
        raise click.exceptions.Exit(1)


def _print(report: Report, as_json: bool, dry_run: bool, strict: bool) -> None:
    if as_json:
        counted = {str(fate): count for fate, count in report.fates.items()}
        refused = [{"place": one.place, "reason": one.reason} for one in report.refused]
        print_json({"dry_run": dry_run, **counted, "refused": refused})
        return
    for one in report.refused:
        click.echo(f"{one.place}: {one.reason}", err=True)
    click.echo(
        _(
            "Created %(created)s, changed %(changed)s, unchanged %(unchanged)s, refused %(refused)s.",
            created=report.fates[Fate.CREATED],
            changed=report.fates[Fate.CHANGED],
            unchanged=report.fates[Fate.UNCHANGED],
            refused=len(report.refused),
        )
    )
    if strict and report.refused:
        click.echo(_("Nothing was taken in, because of --strict."))
    elif dry_run:
        click.echo(_("This was a rehearsal; nothing was changed."))


def _make_findable(app: Flask, *, quiet: bool) -> None:
    """Write the index here, unless a worker runs, which does it at this moment."""
    waiting = jobs.waiting()
    db.session.rollback()
    done = 0
    with progress(_("Indexing")) as show:

        def count(more: int) -> None:
            nonlocal done
            done += more
            show(done, max(waiting, done))

        held = working.do_what_waits(app, settings().data, count)
    i18n.use(i18n.current_locale())
    if not quiet:
        click.echo(_("They can be found now.") if held else _("The worker that runs makes them findable."))


def _actor(login: str | None) -> Actor:
    if login is None:
        return THE_SYSTEM
    user = accounts.by_login_or_email(login)
    if user is None:
        raise Invalid(_("There is nobody with the login %(login)s.", login=login))
    return user


def _service(key: str) -> Service:
    found = db.session.scalars(select(Service).where(Service.key == key, Service.retired_at.is_(None))).first()
    if found is None:
        raise Invalid(_("There is no service with the key %(key)s.", key=key))
    return found


def _category(slug: str) -> Category:
    found = db.session.scalars(select(Category).where(Category.slug == slug, Category.retired_at.is_(None))).first()
    if found is None:
        raise Invalid(_("There is no category with the key %(key)s.", key=slug))
    return found
