"""People, teams, roles, and what signing in leaves behind."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.roles import AGENTS, EVERYBODY, STAFF, Licence, Role, roles_with, verbs_of
from portal.kernel import clock
from portal.kernel.db import Base, Id, Prose, Versioned
from portal.kernel.i18n import current_locale, mark
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb


class Theme(StrEnum):
    """Colours of the pages: as the device has it, or always so."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class RoleGrant(Base):
    """This person has this role."""

    __tablename__ = "role_grants"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class Bundle(Versioned):
    """Roles under a name of the administrator's own, given together."""

    __tablename__ = "bundles"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    roles: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)


class Team(Versioned):
    """People who answer for services together."""

    __tablename__ = "teams"

    id: Mapped[Id]
    name_ja: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str] = mapped_column(default="")
    description: Mapped[Prose]
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="team", cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        return self.name_en if current_locale() == "en" and self.name_en else self.name_ja


class Membership(Base):
    """This person belongs to this team."""

    __tablename__ = "memberships"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)

    user: Mapped["User"] = relationship(back_populates="memberships")
    team: Mapped[Team] = relationship(back_populates="memberships", lazy="joined")


class Stranger:
    """Somebody who has not signed in."""

    id = None
    is_signed_in = False
    is_staff = False
    is_partner = False
    team_ids: frozenset[int] = frozenset()
    name = ""

    def may(self, verb: Verb, record: Any = None, /) -> bool:
        return verb in EVERYBODY

    def who_may(self, verb: Verb, record: Any = None, /) -> str:
        return _("Sign in first.")


class User(Versioned):
    """A person with an account."""

    __tablename__ = "users"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    extension: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ja")
    time_zone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    theme: Mapped[Theme] = mapped_column(default=Theme.SYSTEM)
    start_page: Mapped[str] = mapped_column(default="")
    single_keys: Mapped[bool] = mapped_column(default=True)
    licence: Mapped[Licence | None]
    is_partner: Mapped[bool] = mapped_column(default=False)
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("bundles.id", ondelete="SET NULL"))
    password_hash: Mapped[str] = mapped_column(default="")
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    grants: Mapped[list[RoleGrant]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    granted_roles: AssociationProxy[list[Role]] = association_proxy(
        "grants", "role", creator=lambda role: RoleGrant(role=role)
    )
    bundle: Mapped[Bundle | None] = relationship(lazy="joined")
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    is_signed_in = True

    @property
    def name(self) -> str:
        return self.name_en if current_locale() == "en" and self.name_en else self.name_ja

    @property
    def roles(self) -> frozenset[Role]:
        """All roles: those given singly and those of the bundle."""
        bundled = {Role(role) for role in self.bundle.roles} if self.bundle else set()
        return frozenset(self.granted_roles) | bundled

    @property
    def is_staff(self) -> bool:
        """Whether this person works at or with the desk, and so reads what is for agents only."""
        return self.retired_at is None and bool(self.roles & STAFF)

    @property
    def is_agent(self) -> bool:
        return self.retired_at is None and bool(self.roles & AGENTS)

    @property
    def teams(self) -> list[Team]:
        return [membership.team for membership in self.memberships]

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(membership.team_id for membership in self.memberships)

    def may(self, verb: Verb, record: Any = None, /) -> bool:
        """Whether the roles hold *verb* and *record*, if there is one, admits this person to it."""
        if self.retired_at is not None or verb not in self._verbs:
            return False
        admits = getattr(record, "admits", None)
        return admits is None or bool(admits(self, verb))

    def who_may(self, verb: Verb, record: Any = None, /) -> str:
        """A sentence that says who may, where this person may not."""
        says = getattr(record, "says_who_may", None)
        if verb in self._verbs and says is not None:
            return str(says(verb))
        return _("This is for: %(who)s.", who=_(", ").join(_(LABELS[holder]) for holder in roles_with(verb)))

    @property
    def _verbs(self) -> frozenset[Verb]:
        return verbs_of(self.roles, self.licence)


class SignIn(Base):
    """One device on which a person is signed in; ended from anywhere."""

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


class SignInAttempt(Base):
    """One try to sign in; what the throttle counts."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_login_at", "login", "at"),
        Index("ix_sign_in_attempts_address_at", "address", "at"),
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    login: Mapped[str]
    address: Mapped[str]
    succeeded: Mapped[bool]


class ResetToken(Base):
    """A letter with a link that lets its receiver choose a new password, once."""

    __tablename__ = "reset_tokens"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


LABELS: dict[Role | Licence, str] = {
    Role.END_USER: mark("End user"),
    Role.FIRST_LINE: mark("First-line agent"),
    Role.SECOND_LINE: mark("Second-line agent"),
    Role.INCIDENT_MANAGER: mark("Incident manager"),
    Role.PROBLEM_COORDINATOR: mark("Problem coordinator"),
    Role.PROBLEM_MANAGER: mark("Problem manager"),
    Role.FACILITATOR: mark("Facilitator"),
    Role.COACH: mark("KCS coach"),
    Role.KNOWLEDGE_DOMAIN_EXPERT: mark("Knowledge domain expert"),
    Role.KNOWLEDGE_MANAGER: mark("Knowledge manager"),
    Role.AUDITOR: mark("Auditor"),
    Role.ADMIN: mark("Administrator"),
    Licence.CANDIDATE: mark("KCS Candidate"),
    Licence.CONTRIBUTOR: mark("KCS Contributor"),
    Licence.PUBLISHER: mark("KCS Publisher"),
}
