"""`portal user add|password|role`."""

from typing import NoReturn

import click
from sqlalchemy import select

from portal.accounts import credentials, operations, passwords, queries
from portal.accounts.models import Team, User
from portal.accounts.roles import Licence, Role
from portal.accounts.system import THE_SYSTEM
from portal.cli.console import opened
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _

_ROLES = click.Choice([str(role) for role in Role])
_LICENCES = click.Choice([*(str(licence) for licence in Licence), "none"])


@click.group("user")
def user_() -> None:
    """Add people, give them roles, set their passwords.

    \b
    Example:
      portal user add mori --name "森 健太" --role first_line --licence candidate
    """


@user_.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Name in Japanese, or the only name.")
@click.option("--name-en", default="", help="Name in English.")
@click.option("--reading", default="", help="How the name is read (よみ).")
@click.option("--email", default="", help="Mail address.")
@click.option("--department", default="", help="Department.")
@click.option("--extension", default="", help="Telephone extension.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.option("--role", "roles", type=_ROLES, multiple=True, help="May be given several times.")
@click.option("--licence", type=_LICENCES, help="How far the person is trusted with articles.")
@click.option("--team", "teams", multiple=True, help="Name of a team; may be given several times.")
@click.option("--partner", is_flag=True, help="Somebody of a partner, not of the house.")
@click.option("--ask-password", is_flag=True, help="Ask for the first password instead of making one up.")
def add(
    login: str,
    name: str,
    name_en: str,
    reading: str,
    email: str,
    department: str,
    extension: str,
    language: str,
    roles: tuple[str, ...],
    licence: str | None,
    teams: tuple[str, ...],
    partner: bool,
    ask_password: bool,
) -> None:
    """Open an account. The first password is printed once and has to be changed at the first sign-in.

    \b
    Example:
      portal user add sato --name "佐藤 恵" --role second_line --licence publisher --team ネットワーク担当
    """
    with opened():
        password = _password(ask_password)
        user = operations.add_person(
            THE_SYSTEM,
            login=login,
            email=email,
            name_ja=name,
            name_en=name_en,
            reading=reading,
            department=department,
            extension=extension,
            language=language,
            roles=[Role(role) for role in roles],
            licence=_licence(licence),
            bundle=None,
            teams=[_team(team) for team in teams],
            is_partner=partner,
            password=password,
        )
        click.echo(_("%(login)s has an account.", login=user.login))
        _tell(password, ask_password)


@user_.command("password")
@click.argument("login")
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one up.")
def password(login: str, ask_password: bool) -> None:
    """Give somebody a new password, which has to be changed at the next sign-in. Ends all sessions of the person.

    \b
    Example:
      portal user password mori
    """
    with opened():
        user = _user(login)
        new = _password(ask_password)
        credentials.set_password(THE_SYSTEM, user, password=new)
        click.echo(_("%(login)s has a new password; all sessions have ended.", login=user.login))
        _tell(new, ask_password)


@user_.command("role")
@click.argument("login")
@click.option("--add", "added", type=_ROLES, multiple=True, help="Give this role; may be given several times.")
@click.option("--remove", "removed", type=_ROLES, multiple=True, help="Take this role; may be given several times.")
@click.option("--licence", type=_LICENCES, help="Set the licence.")
def role(login: str, added: tuple[str, ...], removed: tuple[str, ...], licence: str | None) -> None:
    """Give and take roles, and set the licence. It holds at once. Without options it says how things are.

    \b
    Example:
      portal user role mori --add second_line --remove first_line --licence contributor
    """
    with opened():
        user = _user(login)
        if added or removed or licence:
            roles = [one for one in Role if (one in user.granted_roles or one in added) and one not in removed]
            operations.change_person(
                THE_SYSTEM,
                user,
                email=user.email,
                name_ja=user.name_ja,
                name_en=user.name_en,
                reading=user.reading,
                department=user.department,
                extension=user.extension,
                language=user.language,
                roles=roles,
                licence=_licence(licence) if licence else user.licence,
                bundle=user.bundle,
                teams=user.teams,
                is_partner=user.is_partner,
            )
        held = ", ".join(str(one) for one in Role if one in user.roles)
        click.echo(
            _(
                "%(login)s: %(roles)s; licence: %(licence)s",
                login=user.login,
                roles=held,
                licence=user.licence or "none",
            )
        )


def _user(login: str) -> User:
    user = queries.by_login_or_email(login)
    return user or _absent(_("There is nobody with the login %(login)s.", login=login))


def _team(name: str) -> Team:
    wanted = select(Team).where((Team.name_ja == name) | (Team.name_en == name), Team.retired_at.is_(None))
    team = db.session.scalars(wanted).first()
    return team or _absent(_("There is no team %(name)s.", name=name))


def _absent(sentence: str) -> NoReturn:
    raise Invalid(sentence)


def _licence(name: str | None) -> Licence | None:
    return Licence(name) if name and name != "none" else None


def _password(ask: bool) -> str:
    if not ask:
        return passwords.made_up()
    typed: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return typed


def _tell(password: str, asked: bool) -> None:
    if not asked:
        click.echo(_("Password, shown this once: %(password)s", password=password))
