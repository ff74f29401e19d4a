"""The search log for those who look after the knowledge: what is asked, what is not found, what nobody opens."""

from collections.abc import Callable

from flask import g, render_template, url_for

from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark, ngettext
from portal.kernel.paging import Page
from portal.kernel.verbs import Verb
from portal.search import questions
from portal.search.models import Asking
from portal.search.questions import PERIODS, Question
from portal.web import picks
from portal.web.picks import Picks, page_number
from portal.web.search.blueprint import bp

ON_A_PAGE = 25
USUAL = 30  # days
SURFACES = {Asking.SEARCH: mark("Search of the portal"), Asking.FAQ: mark("Search of the FAQ")}
# Name in the address → label, and the figure by which it is narrowed and sorted.
VIEWS: dict[str, tuple[str, Callable[[Question], int]]] = {
    "": (mark("Most asked"), lambda question: question.times),
    "nothing": (mark("Nothing found"), lambda question: question.without_result),
    "unopened": (mark("Nothing opened"), lambda question: question.unopened),
}


@bp.page("/search/log", needs=Verb.SEE_SEARCH_LOG)
def log() -> str:
    """Questions by how often they were asked, found nothing, or led to nothing; no person is named."""
    surface, view = picks.member(Asking, "surface"), picks.asked("view")
    surface = surface if surface in SURFACES else None
    view = view if view in VIEWS else ""
    days = next((days for days in PERIODS if picks.asked("days") == str(days)), USUAL)
    found = questions.log(g.user, days, (surface,) if surface else questions.SURFACES)
    figure = VIEWS[view][1]
    listed = sorted((one for one in found.questions if figure(one)), key=lambda one: (-figure(one), one.text))
    chosen = Picks({"surface": (_("Asked in"), [(each, _(label)) for each, label in SURFACES.items()], surface or "")})
    periods = [(str(each), ngettext("last day", "last %(num)s days", each)) for each in PERIODS]
    tabs = [
        {
            "label": _(label),
            "href": url_for("search.log", view=name or None, days=days, surface=surface),
            "current": name == view,
            "count": sum(1 for one in found.questions if of_view(one)),
        }
        for name, (label, of_view) in VIEWS.items()
    ]
    return render_template(
        "search/log.html", found=found, page=_page(listed), tabs=tabs, view=view, days=days, periods=periods,
        picks=chosen, often=questions.OFTEN,
    )  # fmt: skip


def _page(listed: list[Question]) -> Page[Question]:
    pages = max(1, -(-len(listed) // ON_A_PAGE))
    number = min(max(1, page_number()), pages)
    return Page(listed[(number - 1) * ON_A_PAGE :][:ON_A_PAGE], len(listed), number, ON_A_PAGE)
