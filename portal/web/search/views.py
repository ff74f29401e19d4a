"""One box, all kinds; and the jump list."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.http.guard import GuardedBlueprint
from portal.kernel.verbs import Verb
from portal.search.documents import ARTICLE
from portal.search.models import Asking
from portal.search.results import Asked
from portal.web.search import facets
from portal.web.search.hits import asked_within, chosen, hits, page_number, typed
from portal.web.search.jumps import jumps

KINDS = (ARTICLE,)

bp = GuardedBlueprint("search", __name__)


@bp.page("/search", needs=Verb.SEARCH)
def results() -> str | tuple[str, int]:
    asked = typed()
    kind = request.args.get("kind", "")
    kinds = (kind,) if kind in KINDS else ()
    narrowed = chosen(facets.names(g.user))
    found = asked_within(g.user, Asked(asked, kinds=kinds, filters=narrowed, page=page_number(), surface=Asking.SEARCH))
    page = render_template(
        "search/results.html",
        q=asked,
        kind=kinds[0] if kinds else "",
        found=found,
        hits=hits(g.user, found.items),
        facets=facets.facets(g.user, found.facets, narrowed) if asked else [],
        chips=facets.chips(g.user, narrowed) if narrowed else [],
    )
    return page, 422 if found.refused else 200


@bp.page("/_/jump", needs=Verb.SEARCH)
def jump() -> str | Response:
    asked = typed()
    if not request.headers.get("HX-Request"):
        return redirect(url_for("search.results", q=asked or None), 303)
    return render_template("search/_jump.html", lines=jumps(g.user, asked))
