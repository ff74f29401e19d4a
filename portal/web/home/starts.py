"""Where people begin: by role, or where they chose to."""

from flask import url_for

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb


def start_pages(user: User) -> dict[str, str]:
    """The pages that *user* may begin at: address → label; only what exists and opens to this person."""
    pages = [
        (Verb.SEARCH, "faq.home", _("Questions and answers")),
        (Verb.SEE_INCIDENTS, "desk.queue", _("Queue")),
        (Verb.SEE_INCIDENTS, "incidents.index", _("Incidents")),
        (Verb.SEARCH, "requests.index", _("My requests")),
        (Verb.SEE_INCIDENTS, "me.work", _("My work")),
        (Verb.SEE_REVIEWS, "reviews.index", _("Post-incident reviews")),
        (Verb.SEE_PROBLEMS, "problems.index", _("Problem board")),
        (Verb.SEE_ARTICLES, "articles.index", _("Articles")),
        (Verb.SEE_ARTICLES, "articles.flags", _("Flags")),
        (Verb.SEE_ARTICLES, "search.results", _("Search")),
        (Verb.SEE_ADMIN, "admin.overview", _("Administration")),
        (Verb.ADD_PERSON, "people.index", _("People")),
        (Verb.SEE_AUDIT, "admin.audit", _("Audit log")),
    ]
    return {url_for(endpoint): label for verb, endpoint, label in pages if user.may(verb)}


def start_of(user: User) -> str:
    """Where *user* begins: the own choice, if it is still open; else what the roles lead to."""
    if user.start_page in start_pages(user):
        return user.start_page
    if user.may(Verb.TAKE_INCIDENT):
        return url_for("desk.queue")
    if user.roles & {Role.PROBLEM_MANAGER, Role.PROBLEM_COORDINATOR}:
        return url_for("problems.index")
    if Role.FACILITATOR in user.roles:
        return url_for("reviews.index")
    if user.is_agent:
        return url_for("articles.index")
    if Role.ADMIN in user.roles:
        return url_for("admin.overview")
    return url_for("articles.index") if user.may(Verb.SEE_ARTICLES) else url_for("faq.home")
