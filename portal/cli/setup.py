"""`portal init`, `portal migrate`, `portal config`."""

import click
from pydantic import SecretStr

from portal import schema, settings
from portal.accounts import operations, passwords, set_up
from portal.accounts.system import THE_SYSTEM
from portal.cli.console import as_json, opened, print_json, read_settings, refusing, table
from portal.kernel.current import settings as held_settings
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.search import shipped


@click.command("init")
@click.option("--login", help="Login of the administrator.")
@click.option("--name", help="Name of the administrator, as others read it.")
@click.option("--email", default="", help="Mail address, for password resets.")
@click.option("--language", type=click.Choice(["ja", "en"]), help="Language of the administrator.")
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one up.")
def init_(login: str | None, name: str | None, email: str, language: str | None, ask_password: bool) -> None:
    """Make the database and the first administrator, without the demo.

    What is not given as an option is asked for. A password that was made up is printed once.

    \b
    Example:
      portal init --login kato --name "加藤 学" --email kato@example.com --language ja
    """
    with opened(migrated=False):
        schema.upgrade(db.engine)
        shipped.install()
        if not set_up.open_to_all():
            raise InvalidTransition(_("This portal has its people already. Use “portal user add”."))
        login = login or click.prompt(_("Login"))
        name = name or click.prompt(_("Name"))
        password = (
            click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
            if ask_password
            else passwords.made_up()
        )
        user = operations.first_administrator(
            THE_SYSTEM,
            login=login,
            name=name,
            email=email,
            password=password,
            language=language or held_settings().language,
        )
        set_up.code_file().unlink(missing_ok=True)
        click.echo(_("%(login)s administers this portal.", login=user.login))
        if not ask_password:
            click.echo(_("Password, shown this once: %(password)s", password=password))
        click.echo(_("Next: portal serve"))


@click.command("migrate")
def migrate_() -> None:
    """Bring the database to this version. Nothing happens when it is there already.

    Make a backup before. All steps are one transaction: they are done, or the database is as it was.

    \b
    Example:
      portal migrate
    """
    with opened(migrated=False):
        if schema.at_head(db.engine):
            shipped.install()
            click.echo(_("The database is at this version (%(version)s).", version=schema.head()))
            return
        schema.upgrade(db.engine)
        shipped.install()
        click.echo(_("The database was brought to version %(version)s.", version=schema.head()))


@click.command("config")
@as_json
def config_(as_json: bool) -> None:
    """Show every setting as it holds now. What is secret is masked.

    \b
    Example:
      PORTAL_TIME_ZONE=Asia/Singapore portal config
    """
    with refusing():
        chosen = read_settings()
    shown = {
        f"{settings.PREFIX}{name.upper()}": _shown(name, getattr(chosen, name))
        for name in settings.Settings.model_fields
    }
    if as_json:
        print_json(shown)
    else:
        table([[name, str(value)] for name, value in shown.items()])


def _shown(name: str, value: object) -> object:
    if isinstance(value, SecretStr):
        return "••••••" if value.get_secret_value() else ""
    if name == "database_url" and isinstance(value, str) and "@" in value:
        way, _at, place = value.rpartition("@")
        scheme, _colon, credentials = way.partition("://")
        return f"{scheme}://{credentials.partition(':')[0]}:••••••@{place}"
    return value if isinstance(value, bool | int | float) else str(value)
