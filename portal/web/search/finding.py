"""One box, all kinds; what was opened of it; and the jump list."""

from collections.abc import Mapping

from flask import Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.articles import queries as articles
from portal.kernel.i18n import mark
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.search import ledger
from portal.search.documents import ARTICLE, INCIDENT, KINDS, PROBLEM
from portal.search.models import Asking
from portal.search.results import AGES, Asked
from portal.web.incidents.pane import Chosen
from portal.web.search import facets
from portal.web.search.blueprint import bp
from portal.web.search.hits import asked_within, chosen, hits, page_number, typed
from portal.web.search.jumps import jumps

LABELS = {ARTICLE: mark("Articles"), INCIDENT: mark("Incidents"), PROBLEM: mark("Problems and known errors")}


@bp.page("/search", needs=Verb.SEARCH)
def results() -> str | tuple[str, int]:
    """Everything that the reader may see: articles, and at the desk incidents and problems."""
    asked = typed()
    kinds = tuple(KINDS) if g.user.is_staff else (ARTICLE,)
    kind = request.args.get("kind", "")
    kind = kind if kind in kinds else ""
    narrowed = dict(chosen(facets.names(g.user)))
    within = next((days for days in AGES if narrowed.get("updated") == (str(days),)), None)
    picked = narrowed if within else {name: values for name, values in narrowed.items() if name != "updated"}
    filters = {name: values for name, values in picked.items() if name != "updated"}
    question = Asked(asked, kinds=(kind,) if kind else kinds, filters=filters, within=within, page=page_number())
    found = asked_within(g.user, question)
    page = render_template(
        "search/results.html",
        q=asked,
        kind=kind,
        kinds=[(name, LABELS[name], _count(found.facets, name)) for name in kinds],
        found=found,
        hits=hits(g.user, found.items),
        facets=facets.facets(g.user, found.facets, picked) if asked else [],
        chips=facets.chips(g.user, picked) if picked else [],
        words=facets.labels(g.user) if g.user.is_staff else {},
    )
    return page, 422 if found.refused else 200


@bp.action("/search/opened", needs=Verb.SEARCH)
def opened() -> Response:
    """An article was opened from the results; of others nothing is kept."""
    chosen_one = Chosen.read(request.form.get("article", ""))
    known = articles.among if g.user.is_staff else articles.among_open
    article = known(g.user, [chosen_one.number]).get(chosen_one.number)
    asked = clean_line(request.form.get("q", ""))
    if article is not None and asked and chosen_one.rank:
        ledger.opened(g.user, Asking.SEARCH, asked, article, rank=chosen_one.rank)
    return Response(status=204)


@bp.page("/_/jump", needs=Verb.SEARCH)
def jump() -> str | AnyResponse:
    asked = typed()
    if not request.headers.get("HX-Request"):
        return redirect(url_for("search.results", q=asked or None), 303)
    return render_template("search/_jump.html", lines=jumps(g.user, asked))


def _count(counts: Mapping[str, Mapping[str, int]], kind: str) -> int | None:
    """How many of a kind there are; None where nobody counted."""
    return counts["kind"].get(kind, 0) if "kind" in counts else None
