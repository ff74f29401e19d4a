"""Write an article, change it, and see it while writing."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.articles import flags, operations, queries
from portal.articles.lifecycle import FLAG, Audience, Confidence
from portal.articles.models import Article, ArticleType, Flag
from portal.incidents import knowledge
from portal.incidents import queries as incidents
from portal.incidents.models import Incident
from portal.kernel.errors import DomainError, InvalidTransition, PermissionDenied
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb
from portal.web.articles.blueprint import article_at, article_for, bp
from portal.web.articles.forms import ArticleForm
from portal.web.articles.judging import judge, preview_of
from portal.web.forms import refuse
from portal.web.helpers import address_of, say
from portal.web.records import Answer
from portal.web.words import word

LONGEST_GIVEN = {"title": 200, "issue": 2_000}  # characters taken over from an address


@bp.form("/kb/new", needs=Verb.DRAFT_ARTICLE)
def new() -> Answer:
    original, model, incident = _named("translation_of"), _named("from"), _incident()
    form = ArticleForm(
        data=_lesson(incident) if incident else _beginning(original or model, translate=original is not None)
    )
    form.offer_for(None)
    preview = preview_of(form)
    if preview is None and form.accepted():
        values = form.values()
        del values["follows_original"]
        values["translation_of"] = original
        article = form.carried_out(
            lambda: knowledge.write_from(g.user, incident, **values) if incident else operations.draft(g.user, **values)
        )
        if article is not None and incident is not None:
            say(_("%(number)s is saved and linked to the incident.", number=article.number))
            return redirect(url_for("incidents.show", number=incident.number) + "#knowledge", 303)
        if article is not None:
            say(_("%(number)s is saved as “%(state)s”.", number=article.number, state=word(article.confidence)))
            return redirect(address_of(article), 303)
    page = render_template(
        "articles/edit.html", form=form, article=None, original=original, model=model, flag=None,
        incident=incident, preview=preview, judgement=judge(form),
    )  # fmt: skip
    return page, form.status


@bp.form("/kb/<number>/edit", needs=Verb.REVISE_ARTICLE)
def edit(number: str) -> Answer:
    article = article_for(Verb.REVISE_ARTICLE, number) if request.method == "GET" else article_at(number)
    flag = _flag(article)
    form = ArticleForm(data=_standing(article))
    form.offer_for(article)
    form.becomes_validated = article.confidence is not Confidence.VALIDATED
    preview = preview_of(form)
    if request.method == "GET":
        form.start_from(article)
    elif preview is None:
        if form.version.data != str(article.version):
            form.offer_all()  # it was offered when the form was drawn; the operation says what became of it
        if form.accepted() and _saved(form, article):
            _settle(form, flag)
            return redirect(address_of(article), 303)
        if form.status == 409:
            form.start_from(article)
        form.offer_for(article)
    page = render_template(
        "articles/edit.html", form=form, article=article, original=article.translation_of, model=None, flag=flag,
        incident=None, preview=preview, judgement=judge(form, article),
    )  # fmt: skip
    return page, form.status


@bp.action("/_/kb/preview", needs=Verb.DRAFT_ARTICLE)
def preview() -> Answer:
    """One field as it will look; for the editor."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("articles.new"), 303)
    return render_template("articles/_preview.html", preview=preview_of(ArticleForm()))


@bp.action("/_/kb/checks", needs=Verb.DRAFT_ARTICLE)
def checks() -> Answer:
    """The eight checks and what reads alike; for the editor."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("articles.new"), 303)
    article = _named("of")
    return render_template(
        "articles/_judged.html", judgement=judge(ArticleForm(), article), article=article, fresh=True
    )


def _saved(form: ArticleForm, article: Article) -> bool:
    """Whether the revision was saved; every refusal leaves what was typed in the form."""
    before = article.current_sequence, article.confidence, article.audience
    try:
        done = form.carried_out(lambda: operations.revise(g.user, article, **form.values()))
    except PermissionDenied as refused:
        refuse(form, refused)
        form.status = 403
        return False
    if done is None:
        return False
    if before == (article.current_sequence, article.confidence, article.audience):
        say(_("Saved. The words are as they were."))
    else:
        say(
            _(
                "Version %(number)s is saved as “%(state)s”.",
                number=article.current_sequence,
                state=word(article.confidence),
            )
        )
    return True


def _settle(form: ArticleForm, flag: Flag | None) -> None:
    """Close the flag that led here, where the writer says so."""
    if flag is None or not form.settles_flag.data or Verb.FIX_FLAG not in FLAG.open_verbs(flag.state):
        return
    try:
        flags.fix(g.user, flag, answer=form.reason.data or "")
    except (PermissionDenied, InvalidTransition) as refused:
        say(refused.sentence, "warn")


def _flag(article: Article) -> Flag | None:
    typed = request.args.get("flag", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        return None
    try:
        return queries.flag(g.user, article, int(typed))
    except DomainError:
        return None


def _named(argument: str) -> Article | None:
    number = request.args.get(argument, "")
    return queries.get(g.user, number) if number else None


def _incident() -> Incident | None:
    """The incident that the address names, of which an article is to be made."""
    number = request.args.get("incident", "")
    if not number:
        return None
    incident = incidents.worked_on(g.user, number)
    if not g.user.may(Verb.LINK_ARTICLE, incident):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(Verb.LINK_ARTICLE, incident)))
    return incident


def _lesson(incident: Incident) -> dict[str, Any]:
    """What an incident has to say, in the places where an article says it."""
    place = [incident.service.name if incident.service else "", incident.device]
    return _beginning(None, translate=False) | {
        "title": incident.subject,
        "issue": incident.symptom,
        "environment": "\n".join(f"- {line}" for line in place if line),
        "resolution": incident.resolution,
        "cause": incident.direct_cause,
        "service": incident.service,
        "category": incident.category,
    }


def _beginning(model: Article | None, *, translate: bool) -> dict[str, Any]:
    """What stands in the form before anything is typed: a model's words, or what the address brings along."""
    start: dict[str, Any] = {
        "type": ArticleType.PROBLEM,
        "language": current_locale(),
        "confidence": Confidence.NOT_VALIDATED,
        "audience": Audience.WITHIN,
    }
    if model is not None:
        start |= model.current.contents() | _place(model)
        if translate:
            start["language"] = "en" if model.language == "ja" else "ja"
        return start
    start["title"] = clean_line(request.args.get("title", ""))[: LONGEST_GIVEN["title"]]
    start["issue"] = clean_text(request.args.get("issue", ""))[: LONGEST_GIVEN["issue"]]
    return start


def _standing(article: Article) -> dict[str, Any]:
    """What is stored now. An article that only lacks its resolution becomes usable by writing it."""
    unfinished = article.confidence is Confidence.WIP and not article.current.resolution.strip()
    return {
        **article.current.contents(),
        **_place(article),
        "audience": article.audience,
        "confidence": Confidence.NOT_VALIDATED if unfinished else article.confidence,
        "settles_flag": True,
    }


def _place(article: Article) -> dict[str, Any]:
    return {
        "type": article.type,
        "language": article.language,
        "service": article.service,
        "category": article.category,
        "owner_team": article.owner_team,
    }
