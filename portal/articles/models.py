"""Articles, their revisions, flags, votes and views."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.articles.answers import Surface as Surface
from portal.articles.answers import View as View
from portal.articles.answers import Vote as Vote
from portal.articles.lifecycle import CONFIDENCE, FLAG, Audience, Confidence, FlagState, Governance
from portal.articles.policy import ArticlePolicy, Enforcement
from portal.catalog.models import Category, Service
from portal.kernel import clock, policies
from portal.kernel.db import Base, Id, Prose, Versioned
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb

FIELDS = ("issue", "environment", "resolution", "cause")


class ArticleType(StrEnum):
    """What kind of knowledge it is (KCS quick reference; the last two come from the Evolve loop)."""

    PROBLEM = "problem"
    HOWTO = "howto"
    QA = "qa"
    INFORMATION = "information"
    DIAGNOSTIC = "diagnostic"
    KNOWN_ERROR = "known_error"
    PROCEDURE = "procedure"
    RESOLUTION_PATH = "resolution_path"


class ArchiveReason(StrEnum):
    OBSOLETE = "obsolete"
    INCORRECT = "incorrect"
    DUPLICATE = "duplicate"
    RETIRED_PRODUCT = "retired_product"
    OTHER = "other"


class FlagKind(StrEnum):
    OUTDATED = "outdated"
    TECHNICAL_INACCURACY = "technical_inaccuracy"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    DUPLICATE = "duplicate"
    SENSITIVE_DATA = "sensitive_data"
    WRONG_AUDIENCE = "wrong_audience"
    BROKEN_LINK = "broken_link"
    METADATA = "metadata"
    TRANSLATION = "translation"
    OTHER = "other"


class Severity(StrEnum):
    BLOCKER = "blocker"
    NORMAL = "normal"
    MINOR = "minor"


class Revision(Base):
    """One state of an article's words: sources, and what they were rendered to when they were saved."""

    __tablename__ = "article_revisions"
    __table_args__ = (UniqueConstraint("article_id", "sequence"),)

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[Prose]
    title: Mapped[str]
    short_answer: Mapped[str] = mapped_column(default="")
    issue: Mapped[Prose]
    environment: Mapped[Prose]
    resolution: Mapped[Prose]
    cause: Mapped[Prose]
    keywords: Mapped[list[str]] = mapped_column(default=list)
    codes: Mapped[list[str]] = mapped_column(default=list)
    html: Mapped[dict[str, Any]] = mapped_column(default=dict)
    open_html: Mapped[dict[str, Any]] = mapped_column(default=dict)
    plain: Mapped[dict[str, Any]] = mapped_column(default=dict)
    open_plain: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[Prose]
    open_words: Mapped[Prose]

    author: Mapped[User | None] = relationship(lazy="joined")

    def contents(self) -> dict[str, Any]:
        """What a person edits, by field."""
        names = ("title", "short_answer", *FIELDS, "keywords", "codes")
        return {name: getattr(self, name) for name in names}


class Article(Versioned):
    """A piece of knowledge in the words of those who asked, with its fix."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_audience_confidence", "audience", "confidence"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    type: Mapped[ArticleType] = mapped_column(default=ArticleType.PROBLEM)
    language: Mapped[str] = mapped_column(default="ja")
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.WIP)
    audience: Mapped[Audience] = mapped_column(default=Audience.WITHIN)
    governance: Mapped[Governance] = mapped_column(default=Governance.EXPERIENCE)
    governance_team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    restricted_to_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    owner_team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    current_sequence: Mapped[int] = mapped_column(default=1)
    # What readers outside the desk get: the last validated revision, until the next is validated or all is pulled back.
    outside_sequence: Mapped[int | None]
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    translated_sequence: Mapped[int | None]
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    archive_reason: Mapped[ArchiveReason | None]
    # Of an imported article: its name at the source, the revision that the source gave last, and the name of the
    # article that it translates for as long as that one has not come.
    source_key: Mapped[str | None] = mapped_column(unique=True)
    source_sequence: Mapped[int | None]
    source_translates: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    validated_at: Mapped[datetime | None]
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    validation_note: Mapped[Prose]
    review_due_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    revisions: Mapped[list[Revision]] = relationship(
        order_by=Revision.sequence, cascade="all, delete-orphan", lazy="write_only"
    )
    current: Mapped[Revision] = relationship(
        primaryjoin="and_(Revision.article_id == Article.id, Revision.sequence == Article.current_sequence)",
        viewonly=True,
        lazy="joined",
    )
    outside: Mapped[Revision | None] = relationship(
        primaryjoin="and_(Revision.article_id == Article.id, Revision.sequence == Article.outside_sequence)",
        viewonly=True,
        lazy="select",
    )
    service: Mapped[Service | None] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship(lazy="joined")
    owner_team: Mapped[Team | None] = relationship(foreign_keys=[owner_team_id], lazy="joined")
    governance_team: Mapped[Team | None] = relationship(foreign_keys=[governance_team_id])
    restricted_to: Mapped[Team | None] = relationship(foreign_keys=[restricted_to_id])
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    validated_by: Mapped[User | None] = relationship(foreign_keys=[validated_by_id])
    translation_of: Mapped["Article | None"] = relationship(remote_side="Article.id", foreign_keys=[translation_of_id])
    replacement: Mapped["Article | None"] = relationship(remote_side="Article.id", foreign_keys=[replacement_id])
    flags: Mapped[list["Flag"]] = relationship(
        back_populates="article", order_by="Flag.id.desc()", foreign_keys="Flag.article_id"
    )

    @property
    def title(self) -> str:
        return self.current.title

    @property
    def open_verbs(self) -> list[Verb]:
        return CONFIDENCE.open_verbs(self.confidence)

    @property
    def open_flags(self) -> list["Flag"]:
        return [flag for flag in self.flags if flag.state in (FlagState.OPEN, FlagState.IN_PROGRESS)]

    @property
    def has_blocker(self) -> bool:
        return any(flag.severity is Severity.BLOCKER for flag in self.open_flags)

    def move(self, verb: Verb) -> None:
        self.confidence = CONFIDENCE.after(verb, self.confidence, self)

    def admits(self, actor: Any, verb: Verb) -> bool:
        """Whether this article lets *actor*, who holds *verb*, do it here (domain table of licences)."""
        if self.restricted_to_id is not None and self.restricted_to_id not in actor.team_ids:
            return False
        if verb in _EDITS and self.governance is Governance.COMPLIANCE:
            if self.governance_team_id not in actor.team_ids:
                return False
            # Two pairs of eyes: whoever wrote the last revision does not approve it.
            return verb is not Verb.VALIDATE_ARTICLE or self.current.author_id != actor.id
        own = self.author_id is not None and self.author_id == actor.id
        if verb is Verb.REVISE_ARTICLE:
            if self.audience in (Audience.CUSTOMER, Audience.PUBLIC):
                return bool(actor.may(Verb.WIDEN_ARTICLE))
            soft = policies.read(ArticlePolicy).enforcement is Enforcement.SOFT
            return own or soft or bool(actor.may(Verb.VALIDATE_ARTICLE))
        if verb is Verb.FINISH_ARTICLE:
            return own or bool(actor.may(Verb.VALIDATE_ARTICLE))
        if verb is Verb.ARCHIVE_ARTICLE:
            return own or bool(actor.may(Verb.WIDEN_ARTICLE)) or Role.COACH in actor.roles
        if verb is Verb.DISCARD_ARTICLE:
            return own or bool(actor.roles & {Role.COACH, Role.KNOWLEDGE_MANAGER})
        return True

    def says_who_may(self, verb: Verb) -> str:
        """Who may do *verb* here, for somebody whose rights would do elsewhere."""
        if verb in _EDITS and self.governance is Governance.COMPLIANCE and self.governance_team is not None:
            if verb is Verb.VALIDATE_ARTICLE:
                return _(
                    "Somebody of %(team)s who did not write the last revision may.", team=self.governance_team.name
                )
            return _(
                "Only %(team)s may change this article. Flag what is wrong instead.", team=self.governance_team.name
            )
        if verb is Verb.REVISE_ARTICLE:
            return _(
                "Readers outside the desk see this article, so a KCS Publisher changes it. Flag what is wrong instead."
            )
        return _("Its author may, or somebody with a higher licence.")


_EDITS = frozenset(
    {
        Verb.REVISE_ARTICLE,
        Verb.FINISH_ARTICLE,
        Verb.VALIDATE_ARTICLE,
        Verb.RECHECK_ARTICLE,
        Verb.ARCHIVE_ARTICLE,
        Verb.WIDEN_ARTICLE,
    }
)


class Flag(Versioned):
    """Something is wrong with an article; stays until it is fixed or turned down with a reason."""

    __tablename__ = "article_flags"

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FlagKind]
    severity: Mapped[Severity] = mapped_column(default=Severity.NORMAL)
    text: Mapped[Prose]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    state: Mapped[FlagState] = mapped_column(default=FlagState.OPEN)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    answer: Mapped[Prose]
    fixed_sequence: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    article: Mapped[Article] = relationship(back_populates="flags", foreign_keys=[article_id])
    raised_by: Mapped[User | None] = relationship(foreign_keys=[raised_by_id], lazy="joined")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])

    @property
    def open_verbs(self) -> list[Verb]:
        return FLAG.open_verbs(self.state)

    def move(self, verb: Verb) -> None:
        self.state = FLAG.after(verb, self.state)

    def admits(self, actor: Any, verb: Verb) -> bool:
        """A flag is settled by whoever may change the article, and reopened by whoever raised it."""
        if verb is Verb.REOPEN_FLAG:
            return self.raised_by_id is not None and self.raised_by_id == actor.id
        return (
            self.article.admits(actor, Verb.REVISE_ARTICLE)
            if verb is Verb.FIX_FLAG
            else self.article.admits(actor, verb)
        )

    def says_who_may(self, verb: Verb) -> str:
        if verb is Verb.REOPEN_FLAG:
            return _("Whoever raised the flag may.")
        return self.article.says_who_may(Verb.REVISE_ARTICLE)
