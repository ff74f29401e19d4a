"""The filters of the lists of articles and of flags."""

from flask import g

from portal.articles.flag_queries import FlagFilters
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import ArticleType, FlagKind, Severity
from portal.articles.queries import Filters, Order
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.web import picks
from portal.web.picks import Picks

ORDERS: tuple[Order, ...] = ("changed", "number", "title")
NEWEST_FIRST = "-changed"


def of_articles() -> tuple[Filters, Picks]:
    """The filters of the list of articles."""
    services, categories, teams = picks.services(), picks.categories(), picks.teams()
    service, category, team = (
        picks.one_of(services, "service"),
        picks.one_of(categories, "category"),
        picks.one_of(teams, "team"),
    )
    state, audience, kind = (
        picks.member(Confidence, "state"),
        picks.member(Audience, "audience"),
        picks.member(ArticleType, "type"),
    )
    if state is Confidence.DISCARDED:
        state = None
    language = picks.asked("language")
    filters = Filters(
        text=picks.typed_text(),
        state=state,
        audience=audience,
        type=kind,
        language=language if language in LANGUAGES else "",
        service_id=service.id if service else None,
        category_id=category.id if category else None,
        team_id=team.id if team else None,
        author_id=g.user.id if picks.asked("mine") == "1" else None,
        flagged=picks.asked("flagged") == "1",
    )
    states = [member for member in Confidence if member is not Confidence.DISCARDED]
    fields = {
        "state": (_("State"), picks.words(states), picks.asked("state")),
        "audience": (_("Audience"), picks.words(list(Audience)), picks.asked("audience")),
        "type": (_("Kind of article"), picks.words(list(ArticleType)), picks.asked("type")),
        "language": (_("Language"), list(LANGUAGES.items()), language),
        "service": (_("Service"), picks.named(services), picks.asked("service")),
        "category": (_("Category"), [(key, each.path) for key, each in categories.items()], picks.asked("category")),
        "team": (_("Owner"), picks.named(teams), picks.asked("team")),
    }  # fmt: skip
    return filters, Picks(fields)


def of_flags() -> tuple[FlagFilters, Picks]:
    """The filters of the list of flags; settled ones show only when they are asked for."""
    services, teams = picks.services(), picks.teams()
    service, team = picks.one_of(services, "service"), picks.one_of(teams, "team")
    filters = FlagFilters(
        state=picks.member(FlagState, "state"),
        kind=picks.member(FlagKind, "kind"),
        severity=picks.member(Severity, "severity"),
        service_id=service.id if service else None,
        team_id=team.id if team else None,
        raised_by_id=g.user.id if picks.asked("raised") == "me" else None,
        assignee_id=g.user.id if picks.asked("taken") == "me" else None,
    )
    fields = {
        "state": (_("State"), picks.words(list(FlagState)), picks.asked("state")),
        "kind": (_("What is wrong"), picks.words(list(FlagKind)), picks.asked("kind")),
        "severity": (_("Urgency"), picks.words(list(Severity)), picks.asked("severity")),
        "service": (_("Service"), picks.named(services), picks.asked("service")),
        "team": (_("Owner"), picks.named(teams), picks.asked("team")),
    }  # fmt: skip
    return filters, Picks(fields)
