"""Teams, and bundles of roles: add, change, put away."""

from sqlalchemy import select, update

from portal.accounts.models import Bundle, Membership, Team, User
from portal.accounts.operations import keep_an_administrator
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb


@operation(Verb.ADD_TEAM)
def add_team(actor: Actor, /, *, name_ja: str, name_en: str, description: str, members: list[User]) -> Team:
    _insist_on_unused_team_name(name_ja, None)
    team = Team(name_ja=clean_line(name_ja), name_en=clean_line(name_en), description=clean_text(description))
    team.memberships = [Membership(user_id=user.id) for user in members]
    db.session.add(team)
    return team


@operation(Verb.CHANGE_TEAM)
def change_team(
    actor: Actor,
    team: Team,
    /,
    *,
    name_ja: str,
    name_en: str,
    description: str,
    members: list[User],
    version: int | None = None,
) -> Team:
    """Change a team. Members whose accounts are closed stay in it, for the day that they come back."""
    kept = {m.user_id for m in team.memberships if m.user.retired_at is not None}
    shown = [m.user for m in sorted(team.memberships, key=lambda m: m.user.login) if m.user_id not in kept]
    expect(team, version, name_ja=team.name_ja, name_en=team.name_en, description=team.description, members=shown)
    _insist_on_unused_team_name(name_ja, team)
    team.name_ja, team.name_en, team.description = clean_line(name_ja), clean_line(name_en), clean_text(description)
    wanted, present = {user.id for user in members} | kept, {membership.user_id for membership in team.memberships}
    team.memberships = [m for m in team.memberships if m.user_id in wanted] + [
        Membership(user_id=user_id) for user_id in sorted(wanted - present)
    ]
    if wanted != present:
        db.session.flush()
        # Members lie in rows of their own, which do not move the team's version.
        db.session.execute(update(Team).where(Team.id == team.id).values(version=Team.version + 1))
        db.session.refresh(team)
        by_id = dict(db.session.execute(select(User.id, User.login).where(User.id.in_(wanted | present))).all())
        db.session.info.setdefault("changes", {}).setdefault(f"teams:{team.id}", {})["members"] = [
            sorted(by_id[user_id] for user_id in present),
            sorted(by_id[user_id] for user_id in wanted),
        ]
    return team


@operation(Verb.RETIRE_TEAM)
def retire_team(actor: Actor, team: Team, /) -> Team:
    """Put a team away: it is offered no more; what it owns keeps its name."""
    team.retired_at = clock.now()
    return team


@operation(Verb.RESTORE_TEAM)
def restore_team(actor: Actor, team: Team, /) -> Team:
    team.retired_at = None
    return team


@operation(Verb.ADD_BUNDLE)
def add_bundle(actor: Actor, /, *, name: str, roles: list[Role]) -> Bundle:
    """Give several roles one name of the house's own."""
    _insist_on_unused_bundle_name(name, None)
    bundle = Bundle(name=clean_line(name), roles=[role.value for role in roles])
    db.session.add(bundle)
    return bundle


@operation(Verb.CHANGE_BUNDLE)
def change_bundle(
    actor: Actor, bundle: Bundle, /, *, name: str, roles: list[Role], version: int | None = None
) -> Bundle:
    """Change a bundle; it holds at once for everybody who has it."""
    expect(bundle, version, name=bundle.name, roles=[role for role in Role if role in bundle.roles])
    _insist_on_unused_bundle_name(name, bundle)
    bundle.name, bundle.roles = clean_line(name), [role.value for role in roles]
    db.session.flush()
    keep_an_administrator()
    return bundle


@operation(Verb.REMOVE_BUNDLE)
def remove_bundle(actor: Actor, bundle: Bundle, /) -> Bundle:
    """Take a bundle away; refused while somebody has it, since that person would lose rights without a word."""
    if holders := db.session.scalars(select(User.login).where(User.bundle_id == bundle.id).order_by(User.login)).all():
        raise Invalid(
            _("Somebody has this bundle: %(people)s. Take it from them first.", people=_(", ").join(holders[:5]))
        )
    db.session.delete(bundle)
    return bundle


def _insist_on_unused_bundle_name(name: str, bundle: Bundle | None) -> None:
    if db.session.scalar(
        select(Bundle.id).where(Bundle.name == clean_line(name), Bundle.id != (bundle.id if bundle else 0))
    ):
        raise Invalid(_("There is a bundle of this name already."), "name")


def _insist_on_unused_team_name(name: str, team: Team | None) -> None:
    if db.session.scalar(select(Team.id).where(Team.name_ja == clean_line(name), Team.id != (team.id if team else 0))):
        raise Invalid(_("There is a team of this name already."), "name_ja")
