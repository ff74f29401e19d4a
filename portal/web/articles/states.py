"""What happens to an article as a whole: a verb each, with the page that asks for what it needs."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import g, redirect, render_template, url_for

from portal.articles import operations, standard
from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.kernel.current import settings
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.articles.blueprint import article_at, article_for, bp
from portal.web.articles.deeds import narrower, wider
from portal.web.articles.forms import (
    ArchiveForm,
    AudienceForm,
    GovernForm,
    MergeForm,
    NoteForm,
    PullBackForm,
    ReasonForm,
    RemarkForm,
    RestrictForm,
)
from portal.web.forms import PortalForm
from portal.web.helpers import address_of, say
from portal.web.records import Answer
from portal.web.words import word

Form = TypeVar("Form", bound=PortalForm)


@bp.action("/kb/<number>/finish", needs=Verb.FINISH_ARTICLE)
def finish(number: str) -> Answer:
    article = operations.finish(g.user, article_at(number))
    say(_("%(number)s can be used now.", number=article.number))
    return redirect(address_of(article), 303)


@bp.form("/kb/<number>/validate", needs=Verb.VALIDATE_ARTICLE)
def validate(number: str) -> Answer:
    article = article_for(Verb.VALIDATE_ARTICLE, number)
    return _asked(
        Verb.VALIDATE_ARTICLE, article, NoteForm(),
        lambda form: operations.validate(g.user, article, **form.values()),
        _("Validated."), missing=lambda: _sentences(standard.missing_for_validation(article)), versioned=True,
    )  # fmt: skip


@bp.form("/kb/<number>/recheck", needs=Verb.RECHECK_ARTICLE)
def recheck(number: str) -> Answer:
    article = article_for(Verb.RECHECK_ARTICLE, number)
    return _asked(
        Verb.RECHECK_ARTICLE, article, ReasonForm(),
        lambda form: operations.recheck(g.user, article, **form.values()),
        _("Not validated any more."),
    )  # fmt: skip


@bp.form("/kb/<number>/widen", needs=Verb.WIDEN_ARTICLE)
def widen(number: str) -> Answer:
    article = article_for(Verb.WIDEN_ARTICLE, number)
    choices = wider(article, partners=settings().partners)
    form = AudienceForm(data={"audience": choices[-1] if choices else None})
    form.audience.offer(choices)
    return _asked(
        Verb.WIDEN_ARTICLE, article, form,
        lambda form: operations.widen(g.user, article, **form.values()),
        _("More people can read it now."),
        missing=lambda: _lacking(article, form),
        versioned=True,
    )  # fmt: skip


@bp.form("/kb/<number>/pull-back", needs=Verb.PULL_BACK_ARTICLE)
def pull_back(number: str) -> Answer:
    article = article_for(Verb.PULL_BACK_ARTICLE, number)
    choices = narrower(article, partners=settings().partners)
    form = PullBackForm(data={"audience": choices[0] if choices else None})
    form.audience.offer(choices)
    return _asked(
        Verb.PULL_BACK_ARTICLE, article, form,
        lambda form: operations.pull_back(g.user, article, **form.values()),
        _("Withdrawn. Once it is in order, “%(verb)s” brings it back to its readers.", verb=word(Verb.WIDEN_ARTICLE)),
    )  # fmt: skip


@bp.form("/kb/<number>/restrict", needs=Verb.RESTRICT_ARTICLE)
def restrict(number: str) -> Answer:
    article = article_for(Verb.RESTRICT_ARTICLE, number)
    return _asked(
        Verb.RESTRICT_ARTICLE, article, RestrictForm(data={"team": article.restricted_to}),
        lambda form: operations.restrict(g.user, article, **form.values()),
        _("Saved."),
    )  # fmt: skip


@bp.form("/kb/<number>/govern", needs=Verb.GOVERN_ARTICLE)
def govern(number: str) -> Answer:
    article = article_for(Verb.GOVERN_ARTICLE, number)
    form = GovernForm(data={"governance": article.governance, "team": article.governance_team})
    return _asked(
        Verb.GOVERN_ARTICLE, article, form,
        lambda form: operations.govern(g.user, article, **form.values()),
        _("Saved."),
    )  # fmt: skip


@bp.form("/kb/<number>/archive", needs=Verb.ARCHIVE_ARTICLE)
def archive(number: str) -> Answer:
    article = article_for(Verb.ARCHIVE_ARTICLE, number)
    return _asked(
        Verb.ARCHIVE_ARTICLE, article, ArchiveForm(),
        lambda form: operations.archive(g.user, article, **form.values()),
        _("Archived. “%(verb)s” on its page brings it back.", verb=word(Verb.RESTORE_ARTICLE)),
    )  # fmt: skip


@bp.form("/kb/<number>/restore", needs=Verb.RESTORE_ARTICLE)
def restore(number: str) -> Answer:
    article = article_for(Verb.RESTORE_ARTICLE, number)
    return _asked(
        Verb.RESTORE_ARTICLE, article, ReasonForm(),
        lambda form: operations.restore(g.user, article, **form.values()),
        _("Restored, not validated and for agents only."),
    )  # fmt: skip


@bp.form("/kb/<number>/discard", needs=Verb.DISCARD_ARTICLE)
def discard(number: str) -> Answer:
    article = article_for(Verb.DISCARD_ARTICLE, number)
    return _asked(
        Verb.DISCARD_ARTICLE, article, RemarkForm(),
        lambda form: operations.discard(g.user, article, **form.values()),
        _("%(number)s is discarded.", number=article.number), onwards=url_for("articles.index"),
    )  # fmt: skip


@bp.form("/kb/<number>/merge", needs=Verb.MERGE_ARTICLE)
def merge(number: str) -> Answer:
    article = article_for(Verb.MERGE_ARTICLE, number)

    def deed(form: MergeForm) -> Article:
        stays = form.other.data
        if stays is None:
            raise NotFound(_("There is nothing here."))
        operations.merge(g.user, article, stays, reason=form.reason.data or "")
        return stays

    return _asked(Verb.MERGE_ARTICLE, article, MergeForm(), deed, _("Merged. The words of both stand here now."))


def _asked(
    verb: Verb,
    article: Article,
    form: Form,
    deed: Callable[[Form], Article],
    said: str,
    *,
    missing: Callable[[], list[str]] = list,
    versioned: bool = False,
    onwards: str = "",
) -> Answer:
    """Ask on a page of its own, then do it and go to where the reader finds the result."""
    if form.accepted():
        done = form.carried_out(lambda: deed(form))
        if done is not None:
            say(said)
            return redirect(onwards or address_of(done), 303)
    if versioned and (form.status == 409 or not form.version.data):
        form.start_from(article)
    told = {*form.form_errors, *(error for field in form for error in field.errors)}
    page = render_template(
        "articles/deed.html",
        article=article,
        form=form,
        verb=verb,
        missing=[each for each in missing() if each not in told],
    )
    return page, form.status


def _sentences(found: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(sentence for _name, sentence in found))


def _lacking(article: Article, form: AudienceForm) -> list[str]:
    wanted = Audience(form.audience.data or Audience.PUBLIC)
    return _sentences(standard.missing_for_audience(article, wanted))
