"""Flag it or fix it: the list of flags, raising one, and how it ends."""

from flask import g, redirect, render_template, url_for

from portal.articles import flag_queries, flags, queries
from portal.articles.models import Article, Flag, Severity
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.articles import filters as chosen
from portal.web.articles.blueprint import ROW, article_at, article_for, bp
from portal.web.articles.forms import AnswerForm, FlagForm, RefusalForm
from portal.web.forms import PortalForm
from portal.web.helpers import address_of, say
from portal.web.picks import page_number
from portal.web.records import Answer


@bp.page("/kb/flags", needs=Verb.SEE_ARTICLES, endpoint="flags")
def all_flags() -> Answer:
    narrowed, picks = chosen.of_flags()
    page = page_of(flag_queries.listed(g.user, narrowed), page_number())
    return render_template("articles/flags.html", page=page, picks=picks, filters=narrowed)


@bp.form("/kb/<number>/flag", needs=Verb.FLAG_ARTICLE)
def flag(number: str) -> Answer:
    article = article_for(Verb.FLAG_ARTICLE, number)
    form = FlagForm(data={"severity": Severity.NORMAL})
    if form.accepted():
        before = article.audience
        done = form.carried_out(lambda: flags.flag(g.user, article, **form.values()))
        if done is not None:
            hidden = article.audience is not before
            say(_("Flagged. The article is for agents only now.") if hidden else _("Flagged."))
            return redirect(address_of(done), 303)
    return render_template("articles/flag.html", article=article, form=form), form.status


@bp.action(f"/kb/<number>/flags/<{ROW}:flag_id>/take", needs=Verb.TAKE_FLAG)
def take_flag(number: str, flag_id: int) -> Answer:
    _article, found = _flag_of(number, flag_id)
    return redirect(address_of(flags.take(g.user, found)), 303)


@bp.form(f"/kb/<number>/flags/<{ROW}:flag_id>/fix", needs=Verb.FIX_FLAG)
def fix_flag(number: str, flag_id: int) -> Answer:
    article, found = _flag_of(number, flag_id)
    form = AnswerForm()
    return _settled(Verb.FIX_FLAG, article, found, form)


@bp.form(f"/kb/<number>/flags/<{ROW}:flag_id>/reject", needs=Verb.REJECT_FLAG)
def reject_flag(number: str, flag_id: int) -> Answer:
    article, found = _flag_of(number, flag_id)
    form = RefusalForm()
    return _settled(Verb.REJECT_FLAG, article, found, form)


@bp.action(f"/kb/<number>/flags/<{ROW}:flag_id>/reopen", needs=Verb.REOPEN_FLAG)
def reopen_flag(number: str, flag_id: int) -> Answer:
    _article, found = _flag_of(number, flag_id)
    return redirect(address_of(flags.reopen(g.user, found)), 303)


def _flag_of(number: str, flag_id: int) -> tuple[Article, Flag]:
    article = article_at(number)
    return article, queries.flag(g.user, article, flag_id)


def _settled(verb: Verb, article: Article, found: Flag, form: PortalForm) -> Answer:
    """Ask for the answer on a page of its own, then settle the flag."""
    if not g.user.may(verb, found):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, found)))
    deed = flags.fix if verb is Verb.FIX_FLAG else flags.reject
    if form.accepted():
        done = form.carried_out(lambda: deed(g.user, found, **form.values()))
        if done is not None:
            say(_("The flag is settled."))
            return redirect(url_for("articles.show", number=article.number) + "#flags", 303)
    elif form.status == 200 and verb not in found.open_verbs:
        raise InvalidTransition(_("This flag is settled already."))
    return render_template("articles/flag_answer.html", article=article, flag=found, form=form, verb=verb), form.status
