"""The forms of articles; fields are named as the operations name their values."""

from typing import Any

from flask import g
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from portal.articles.contents import LONGEST_ANSWER, LONGEST_TITLE, Contents
from portal.articles.lifecycle import Audience, Confidence, Governance
from portal.articles.models import FIELDS, ArchiveReason, Article, ArticleType, FlagKind, Severity
from portal.kernel.current import settings
from portal.kernel.i18n import LANGUAGES, mark
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import LONGEST_REASON
from portal.kernel.verbs import Verb
from portal.web.articles.deeds import narrower, offered, wider
from portal.web.articles.fields import ArticleNumber
from portal.web.fields import Choice, Pick, Words
from portal.web.forms import PortalForm
from portal.web.offered import categories, own_teams, services, teams

A_FEW_LINES = {"rows": 3, "maxlength": LONGEST_REASON}


class ArticleForm(PortalForm):
    """Everything of an article that one writes; what the rules alone can judge is left to the operations."""

    title = StringField(mark("Title"), [InputRequired()], render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"})
    type = Choice(mark("Kind of article"), [InputRequired()], of=ArticleType)
    language = SelectField(mark("Language"), [InputRequired()], choices=dict(LANGUAGES))
    service = Pick(mark("Service"), records=services, none=mark("None"))
    category = Pick(mark("Category"), records=categories, none=mark("None"), shown="path")
    owner_team = Pick(mark("Owner"), records=teams, none=mark("As the service has it"))
    audience = Choice(mark("Audience"), [InputRequired()], of=Audience)
    short_answer = StringField(
        mark("Answer in one sentence"),
        description=mark("Readers of the FAQ see it first."),
        render_kw={"maxlength": LONGEST_ANSWER, "autocomplete": "off"},
    )
    issue = TextAreaField(mark("Symptom or question"), [InputRequired()], render_kw={"rows": 3})
    environment = TextAreaField(mark("Environment"), render_kw={"rows": 3})
    resolution = TextAreaField(mark("Resolution"))
    cause = TextAreaField(mark("Cause"), render_kw={"rows": 3})
    keywords = Words(mark("Search words"), description=mark("Words that people search by, divided by commas."))
    codes = Words(mark("Codes"), description=mark("Error codes and the like, exactly as shown."))
    confidence = Choice(mark("State"), [InputRequired()], of=Confidence)
    reason = StringField(mark("Reason for the change"), render_kw={"maxlength": LONGEST_REASON, "autocomplete": "off"})
    follows_original = BooleanField(mark("It says again what the original says now"))
    settles_flag = BooleanField(mark("This settles the flag"))

    becomes_validated = True

    def offer_for(self, article: Article | None) -> None:
        """Offer the states and audiences that the writer may choose; *article* is None for a new one."""
        may, partners = g.user.may, settings().partners
        states = [Confidence.WIP, Confidence.NOT_VALIDATED]
        audiences = [Audience.WITHIN]
        if article is None:
            if may(Verb.WIDEN_ARTICLE):
                audiences = offered(partners=partners)
        else:
            if article.confidence is not Confidence.WIP:
                states = [article.confidence]
                if article.confidence is Confidence.VALIDATED and may(Verb.RECHECK_ARTICLE, article):
                    states.insert(0, Confidence.NOT_VALIDATED)
            fewer = narrower(article, partners=partners) if may(Verb.PULL_BACK_ARTICLE, article) else []
            more = wider(article, partners=partners) if may(Verb.WIDEN_ARTICLE, article) else []
            audiences = [*fewer, article.audience, *more]
        if may(Verb.VALIDATE_ARTICLE, article) and Confidence.VALIDATED not in states:
            states.append(Confidence.VALIDATED)
        self.confidence.offer(states)
        self.audience.offer(audiences)

    def offer_all(self) -> None:
        """Take any state and audience that there is."""
        self.confidence.offer(Confidence)
        self.audience.offer(Audience)

    def values(self) -> dict[str, Any]:
        """The words of the article as one, beside what else the operation takes."""
        values = super().values()
        lines = {name: values.pop(name) or "" for name in ("title", "short_answer", *FIELDS)}
        values["contents"] = Contents(**lines, keywords=values.pop("keywords") or [], codes=values.pop("codes") or [])
        values["reason"] = values["reason"] or ""
        del values["settles_flag"]
        return values

    def validate_reason(self, field: Any) -> None:
        """Whoever validates says how they made sure; the reason is that note."""
        if self.confidence.data is Confidence.VALIDATED and self.becomes_validated and not (field.data or "").strip():
            raise ValidationError(_("Say how you made sure that it is right."))


class ReasonForm(PortalForm):
    """Why it is done."""

    reason = TextAreaField(mark("Reason"), [InputRequired()], render_kw=A_FEW_LINES)


class RemarkForm(PortalForm):
    """The same, where it may stay unsaid."""

    reason = TextAreaField(mark("Reason"), render_kw=A_FEW_LINES)


class NoteForm(PortalForm):
    """How one made sure."""

    note = TextAreaField(
        mark("How did you make sure?"),
        [InputRequired()],
        description=mark("Tried it, asked the maker, solved three requests with it …"),
        render_kw=A_FEW_LINES,
    )


class AudienceForm(PortalForm):
    """Who shall read it from now on."""

    audience = Choice(mark("Audience"), [InputRequired()], of=Audience)
    reason = TextAreaField(mark("Reason"), render_kw=A_FEW_LINES)


class PullBackForm(AudienceForm):
    """The same for fewer readers, which needs a reason."""

    reason = TextAreaField(mark("Reason"), [InputRequired()], render_kw=A_FEW_LINES)


class RestrictForm(PortalForm):
    """The team that alone may know of it."""

    team = Pick(mark("Team"), records=own_teams, none=mark("No team: all agents may read it"))
    reason = TextAreaField(mark("Reason"), [InputRequired()], render_kw=A_FEW_LINES)


class GovernForm(PortalForm):
    """Who answers for changes."""

    governance = Choice(mark("Governance"), [InputRequired()], of=Governance)
    team = Pick(mark("Team"), records=teams, none=mark("None"))
    reason = TextAreaField(mark("Reason"), render_kw=A_FEW_LINES)


class ArchiveForm(PortalForm):
    """Why it is put away, and what replaces it."""

    why = Choice(mark("Why is it put away?"), [InputRequired()], of=ArchiveReason)
    replacement = ArticleNumber(
        mark("Replaced by"), description=mark("Readers of the old address are led there. Such as KB-000123.")
    )
    reason = TextAreaField(mark("Remark"), render_kw=A_FEW_LINES)


class MergeForm(PortalForm):
    """Into which article."""

    other = ArticleNumber(mark("The article that stays"), [InputRequired()], description=mark("Such as KB-000123."))
    reason = TextAreaField(mark("Reason"), render_kw=A_FEW_LINES)


class FlagForm(PortalForm):
    """What is wrong."""

    kind = Choice(mark("What is wrong?"), [InputRequired()], of=FlagKind)
    text = TextAreaField(mark("Where, and what is different?"), render_kw={"rows": 3, "maxlength": 4000})
    duplicate_of = ArticleNumber(
        mark("The other article"), description=mark("Where there is one about the same. Such as KB-000123.")
    )
    severity = Choice(mark("How urgent?"), [InputRequired()], of=Severity)


class AnswerForm(PortalForm):
    """What whoever raised the flag is told."""

    answer = TextAreaField(mark("Answer"), render_kw=A_FEW_LINES)


class RefusalForm(PortalForm):
    """The same, where it must be said."""

    answer = TextAreaField(mark("Why does the article stay as it is?"), [InputRequired()], render_kw=A_FEW_LINES)
