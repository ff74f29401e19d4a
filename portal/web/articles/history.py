"""The versions of an article: what changed, when, by whom and why; compared, shown and brought back."""

import re
from typing import Any

from flask import g, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from portal.accounts import queries as accounts
from portal.articles import operations, queries
from portal.articles.contents import Contents
from portal.articles.models import Article, Revision
from portal.kernel import events
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.reports.trail import readable_events
from portal.web.articles.blueprint import ROW, article_at, bp
from portal.web.articles.deeds import open_verbs
from portal.web.articles.reading import around, field_changes
from portal.web.forms import PortalForm
from portal.web.helpers import address_of, say
from portal.web.picks import page_number
from portal.web.records import Answer

MOST_EVENTS = 50
_SPAN = re.compile(r"(\d{1,9})\.\.(\d{1,9})")
_WRITING = frozenset({Verb.DRAFT_ARTICLE, Verb.REVISE_ARTICLE})


class BringBackForm(PortalForm):
    """Why the older words are better."""

    reason = TextAreaField(mark("Reason for the change"), [InputRequired()], render_kw={"rows": 2})


@bp.page("/kb/<number>/history", needs=Verb.SEE_ARTICLES)
def history(number: str) -> Answer:
    article = article_at(number)
    page = page_of(queries.revisions(g.user, article), page_number())
    return render_template(
        "articles/history.html", article=article, revision=article.current, page=page, deeds=_deeds(article),
        may_restore=_may_restore(article), **around(article),
    )  # fmt: skip


@bp.form(f"/kb/<number>/history/<{ROW}:sequence>", needs=Verb.SEE_ARTICLES)
def revision(number: str, sequence: int) -> Answer:
    """An older version as it was, and the way to bring it back as a new one."""
    article = article_at(number)
    old = queries.revision(g.user, article, sequence)
    form = BringBackForm(data={"reason": _("Back to version %(number)s", number=sequence)})
    if form.accepted():
        done = form.carried_out(lambda: _bring_back(article, old, **form.values()))
        if done is not None:
            say(_("Version %(old)s is back, as version %(number)s.", old=sequence, number=done.current_sequence))
            return redirect(address_of(done), 303)
    if form.status == 409 or not form.version.data:
        form.start_from(article)
    page = render_template(
        "articles/revision.html", article=article, revision=old, form=form,
        may_restore=_may_restore(article) and sequence != article.current_sequence,
        changes=field_changes(article.current, old), **around(article),
    )  # fmt: skip
    return page, form.status


@bp.page("/kb/<number>/diff", needs=Verb.SEE_ARTICLES)
def choose_diff(number: str) -> Answer:
    """From two chosen versions to the address of their comparison."""
    article = article_at(number)
    sequences = [request.args.get(name, "") for name in ("old", "new")]
    if not all(typed.isascii() and typed.isdigit() and len(typed) < 10 for typed in sequences):
        return redirect(url_for("articles.history", number=article.number), 303)
    return redirect(url_for("articles.diff", number=article.number, span="..".join(sequences)), 303)


@bp.page("/kb/<number>/diff/<span>", needs=Verb.SEE_ARTICLES)
def diff(number: str, span: str) -> Answer:
    """Two versions compared, field by field; `8..9` leads from the eighth to the ninth."""
    article = article_at(number)
    found = _SPAN.fullmatch(span)
    if found is None:
        raise NotFound(_("There is nothing here."))
    old, new = (queries.revision(g.user, article, int(sequence)) for sequence in found.groups())
    sequences = range(article.current_sequence, 0, -1)
    return render_template(
        "articles/diff.html", article=article, revision=article.current, old=old, new=new, sequences=sequences,
        changes=field_changes(old, new), **around(article),
    )  # fmt: skip


def _bring_back(article: Article, old: Revision, *, reason: str, version: int | None = None) -> Article:
    return operations.revise(
        g.user,
        article,
        contents=Contents.of(old),
        type=article.type,
        language=article.language,
        service=article.service,
        category=article.category,
        owner_team=article.owner_team,
        confidence=article.confidence,
        audience=article.audience,
        reason=reason,
        version=version,
    )


def _may_restore(article: Article) -> bool:
    return Verb.REVISE_ARTICLE in open_verbs(article) and g.user.may(Verb.REVISE_ARTICLE, article)


def _deeds(article: Article) -> list[dict[str, Any]]:
    """What was done with the article beside writing, newest first, with the names of those who did it."""
    query = (
        events.history(article).where(events.Event.verb.not_in(_WRITING), readable_events(g.user)).limit(MOST_EVENTS)
    )
    found = db.session.scalars(query).all()
    names = accounts.names_by_id(g.user, {event.actor_id for event in found if event.actor_id is not None})
    return [
        {
            "at": event.at,
            "verb": event.verb,
            "by": names.get(event.actor_id or 0, _("The system")),
            "reason": event.reason,
        }
        for event in found
    ]
