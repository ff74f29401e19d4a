"""The list of articles, and an article with what readers made of it."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.articles import feedback as readers
from portal.articles import flag_queries, queries, vote_queries
from portal.articles.audience import reach
from portal.articles.lifecycle import Confidence, FlagState
from portal.articles.models import Article, Revision, Severity, Surface
from portal.articles.queries import Filters
from portal.http.guard import Door
from portal.incidents import use_queries
from portal.kernel import clock, difference, i18n, traces
from portal.kernel.errors import Gone, NotFound, SignInRequired
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of, total_of
from portal.kernel.verbs import Verb
from portal.search import came_of
from portal.web.articles import filters as chosen
from portal.web.articles.blueprint import article_at, bp
from portal.web.articles.deeds import open_verbs, possible
from portal.web.articles.forms import FlagForm
from portal.web.helpers import say
from portal.web.picks import page_number, sorting
from portal.web.records import Answer
from portal.web.words import word

RECENTLY_SETTLED = 3


@bp.page("/kb", needs=Verb.SEE_ARTICLES)
def index() -> Answer:
    narrowed, picks = chosen.of_articles()
    sort, order, descending = sorting(chosen.ORDERS, chosen.NEWEST_FIRST)
    page = page_of(queries.listed(g.user, narrowed, order, descending=descending), page_number())
    return render_template(
        "articles/index.html", page=page, picks=picks, text=narrowed.text, sort=sort, views=_views(narrowed),
        flag_counts=flag_queries.open_counts(g.user, page.items), shares=queries.solved_shares(g.user, page.items),
    )  # fmt: skip


@bp.page("/kb/<number>", needs=Door.ANYONE)
def show(number: str) -> Answer:
    if not g.user.is_staff:
        return _towards_the_public_page(number)
    article = article_at(number)
    readers.viewed(g.user, article, Surface.KB)
    usefulness = queries.usefulness(g.user, article)
    form = FlagForm(data={"severity": Severity.NORMAL})
    return render_template(
        "articles/show.html", article=article, revision=article.current, usefulness=usefulness, flag_form=form,
        health=_health(article, usefulness.share), deeds=possible(g.user, article), open_verbs=open_verbs(article),
        translations=queries.translations(g.user, article), related=queries.related(g.user, article),
        changes=_last_changes(article), settled=_settled(article), vote=vote_queries.vote_of(g.user, article),
        reuse=use_queries.reuse(g.user, article), came_of=came_of.of_article(g.user, article), **around(article),
    )  # fmt: skip


@bp.page("/kb/<number>/feedback", needs=Verb.SEE_ARTICLES)
def feedback(number: str) -> Answer:
    article = article_at(number)
    votes = page_of(queries.votes(g.user, article), page_number())
    usefulness = queries.usefulness(g.user, article)
    return render_template(
        "articles/feedback.html", article=article, revision=article.current, votes=votes, usefulness=usefulness,
        shares=vote_queries.by_surface(g.user, article), **around(article),
    )  # fmt: skip


@bp.action("/kb/<number>/vote", needs=Verb.SEE_ARTICLES)
def vote(number: str) -> Answer:
    """A yes or no of somebody at the desk; one for each version."""
    article = article_at(number)
    traces.flush()  # the first press of a double click counts before the second is looked at
    if vote_queries.vote_of(g.user, article) is not None:
        say(_("Your answer on this version is kept already."), "info")
    else:
        helpful = request.form.get("helpful") == "yes"
        readers.voted(g.user, article, Surface.KB, helpful=helpful, reason=request.form.get("comment", ""))
        traces.flush()
        say(_("Thank you. Your answer is counted."))
    return redirect(url_for("articles.show", number=article.number), 303)


def around(article: Article) -> dict[str, Any]:
    """What the head of every page of an article shows: counts of the tabs, and whether it has a public page."""
    open_to_all_of = reach(g.user)
    readable = article.confidence is not Confidence.ARCHIVED and article.outside_sequence is not None
    is_open = readable and article.restricted_to_id is None and article.audience in open_to_all_of
    return {
        "answers": vote_queries.count(g.user, article), "is_open": is_open,
        "used": total_of(use_queries.of_article(g.user, article)),
    }  # fmt: skip


def field_changes(before: Revision, after: Revision) -> list[tuple[str, list[difference.Row]]]:
    """Label and rows of each field on which two revisions differ."""
    labels = {
        "title": _("Title"),
        "short_answer": _("Answer in one sentence"),
        "issue": _("Symptom or question"),
        "environment": _("Environment"),
        "resolution": _("Resolution"),
        "cause": _("Cause"),
        "keywords": _("Search words"),
        "codes": _("Codes"),
    }
    changed = []
    for name, label in labels.items():
        old, new = (_text(getattr(revision, name)) for revision in (before, after))
        if rows := difference.changes(old, new):
            changed.append((label, rows))
    return changed


def _text(value: Any) -> str:
    return _(", ").join(value) if isinstance(value, list) else str(value)


def _towards_the_public_page(number: str) -> Answer:
    """Readers outside the desk have a page of their own; of what is not open to them they learn nothing."""
    try:
        article = queries.get_open(g.user, number)
    except (NotFound, Gone):
        if not g.user.is_signed_in:
            raise SignInRequired(_("Sign in first.")) from None
        raise
    return redirect(f"/faq/{article.number}", 303)


def _views(narrowed: Filters) -> list[dict[str, Any]]:
    """The tabs of the list: the usual questions, each with its count."""
    views: list[tuple[str, dict[str, Any], Filters]] = [
        (_("All"), {}, Filters()),
        (_("My articles"), {"mine": "1"}, Filters(author_id=g.user.id)),
        (_("Not validated"), {"state": "not_validated"}, Filters(state=Confidence.NOT_VALIDATED)),
        (_("Flagged"), {"flagged": "1"}, Filters(flagged=True)),
        (_("Archive"), {"state": "archived"}, Filters(state=Confidence.ARCHIVED)),
    ]
    own = ("state", "author_id", "flagged")
    return [
        {
            "label": label,
            "href": url_for("articles.index", **query),
            "count": total_of(queries.listed(g.user, view)),
            "current": all(getattr(narrowed, name) == getattr(view, name) for name in own),
        }
        for label, query, view in views
    ]


def _health(article: Article, share: int | None) -> tuple[str, str]:
    """How the article is, in a word and a tone: the worst that can be said of it."""
    if article.has_blocker:
        return _("Must not be used"), "danger"
    if article.open_flags:
        return _("Flagged"), "warn"
    if article.confidence is not Confidence.VALIDATED:
        return word(article.confidence), ""
    if article.review_due_on is not None and article.review_due_on < i18n.local_day(clock.now()):
        return _("Due for a check"), "warn"
    if share is not None and share < 50:
        return _("Seldom helps"), "warn"
    return _("Healthy"), "ok"


def _last_changes(article: Article) -> list[tuple[str, list[difference.Row]]]:
    if article.current_sequence < 2:
        return []
    before = queries.revision(g.user, article, article.current_sequence - 1)
    return field_changes(before, article.current)


def _settled(article: Article) -> list[Any]:
    """The flags that were settled last; whoever raised one may reopen it."""
    done = [flag for flag in article.flags if flag.state in (FlagState.FIXED, FlagState.REJECTED)]
    return done[:RECENTLY_SETTLED]
