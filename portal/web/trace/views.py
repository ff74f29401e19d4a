"""From the incident to the answer, both ways: every record of the chain that one may see, each one click away."""

from dataclasses import dataclass
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.articles import queries as articles
from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.http.guard import GuardedBlueprint
from portal.incidents import queries as incidents
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import queries as problems
from portal.reports import facts, trace
from portal.reports.models import Report
from portal.reports.trace import Trace
from portal.web.helpers import address_of

Answer = str | Response | AnyResponse

bp = GuardedBlueprint("trace", __name__)


@dataclass(frozen=True)
class Hop:
    """One record of the chain: where it is, what it is called, how it stands."""

    address: str
    number: str
    name: str
    state: Any
    here: bool = False


@dataclass(frozen=True)
class Column:
    """All records of one kind."""

    title: str
    glyph: str
    hops: list[Hop]


@bp.page("/incidents/<number>/trace", needs=Verb.SEE_INCIDENTS)
def of_incident(number: str) -> Answer:
    incident = incidents.worked_on(g.user, number)
    return _page(number, incident, incident.subject, trace.of_incident(g.user, incident))


@bp.page("/problems/<number>/trace", needs=Verb.SEE_PROBLEMS)
def of_problem(number: str) -> Answer:
    problem = problems.get(g.user, number)
    return _page(number, problem, problem.statement, trace.of_problem(g.user, problem))


@bp.page("/kb/<number>/trace", needs=Verb.SEE_ARTICLES)
def of_article(number: str) -> Answer:
    article = articles.get(g.user, number)
    return _page(number, article, article.title, trace.of_article(g.user, article))


def _page(number: str, record: Any, name: str, chain: Trace) -> Answer:
    if number != record.number:
        return redirect(url_for(request.endpoint or "", number=record.number), 301)
    return render_template(
        "trace/show.html",
        record=record,
        name=name,
        back=address_of(record),
        columns=_columns(chain, record),
        actions=_hops(chain.actions, "title", record),
    )


def _columns(chain: Trace, record: Any) -> list[Column]:
    answers = [
        Hop(url_for("faq.show", number=article.number), article.number, article.title, article.audience)
        for article in chain.articles
        if article.audience in (Audience.PUBLIC, Audience.CUSTOMER) and article.outside is not None
    ]
    known = [article for article in chain.articles if isinstance(article, Article)]
    return [
        Column(_("Incidents"), "list", _hops(chain.incidents, "subject", record)),
        Column(_("Post-incident reviews"), "clip", _hops(chain.reviews, "title", record)),
        Column(_("Reports"), "doc", [_report(report) for report in chain.reports]),
        Column(_("Problems and known errors"), "bug", _hops(chain.problems, "statement", record)),
        Column(_("Articles"), "book", _hops(known, "title", record, state="confidence")),
        Column(_("FAQ"), "help", answers),
    ]


def _hops(records: list[Any], name: str, here: Any, state: str = "state") -> list[Hop]:
    return [Hop(address_of(one), one.number, getattr(one, name), getattr(one, state), one is here) for one in records]


def _report(report: Report) -> Hop:
    title = str(facts.said_in(facts.of(report), current_locale())["title"])
    return Hop(address_of(report), report.incident.number, title, report.kind)
