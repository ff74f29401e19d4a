"""The side bar: what there is, for whom, and how much waits there."""

from dataclasses import dataclass

from flask import g, request, url_for

from portal.actions import queries as actions
from portal.actions.queries import Filters
from portal.incidents.queries import awaiting_reporter, open_counts
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import total_of
from portal.kernel.verbs import Verb


@dataclass(frozen=True)
class Item:
    """One line of the side bar; `key` after G leads there."""

    label: str
    href: str
    icon: str
    current: bool
    count: int | None = None
    tone: str = ""
    key: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    items: list[Item]


def navigation() -> list[Group]:
    """The groups that the viewer has any use for."""
    may = g.user.may
    desk = []
    if may(Verb.SEE_INCIDENTS):
        at_work, unassigned = open_counts(g.user)
        desk = [
            _item(_("My work"), "me.work", "user", key="w"),
            _item(_("Queue"), "desk.queue", "inbox", key="q", count=unassigned),
            _item(_("Incidents"), "incidents.index", "list", _INCIDENTS, key="i", count=at_work),
        ]
    knowledge = [_item(_("Articles"), "articles.index", "book", _ARTICLES, key="k")] if may(Verb.SEE_ARTICLES) else []
    if may(Verb.SEE_ARTICLES):
        knowledge += [
            _item(_("Flags"), "articles.flags", "flag", key="f"),
            _item(_("Search"), "search.results", "search", _SEARCHES, key="s"),
        ]
    if may(Verb.SEE_SEARCH_LOG):
        knowledge.append(_item(_("Search log"), "search.log", "chart"))
    problems = []
    if may(Verb.SEE_PROBLEMS):
        problems = [
            _item(_("Problem board"), "problems.index", "bug", _PROBLEMS, key="p"),
            _item(_("Known errors"), "problems.known_errors", "ke"),
        ]
    learning = []
    if may(Verb.SEE_REVIEWS):
        learning.append(_item(_("Post-incident reviews"), "reviews.index", "clip", _REVIEWS, key="r"))
    if may(Verb.SEE_ACTIONS):
        late = total_of(actions.listed(g.user, Filters(group="overdue", owner_id=g.user.id)))
        learning.append(_item(_("Actions"), "actions.index", "target", _ACTIONS, count=late or None, tone="danger"))
        learning.append(_item(_("Reports"), "reports.index", "doc", _REPORTS))
    public = [
        _item(_("FAQ"), "faq.home", "help"),
        _item(_("Report a problem"), "reporting.report", "edit"),
        _item(_("My requests"), "requests.index", "chat", count=awaiting_reporter(g.user) or None),
    ]
    administration = []
    if may(Verb.SEE_ADMIN):
        administration = [
            _item(_("Set-up"), "admin.overview", "list"),
            *([_item(_("People"), "people.index", "users", _PEOPLE)] if may(Verb.ADD_PERSON) else []),
            *([_item(_("Teams"), "people.teams", "inbox", _TEAMS)] if may(Verb.ADD_TEAM) else []),
            *([_item(_("Services"), "catalog.services", "laptop", _SERVICES)] if may(Verb.ADD_SERVICE) else []),
            _item(_("Categories"), "catalog.categories", "doc", _CATEGORIES),
            *(
                [_item(_("Search vocabulary"), "wording.synonyms", "search", _WORDING)]
                if may(Verb.ADD_SYNONYMS)
                else []
            ),
            *([_item(_("Rules"), "admin.policies", "gear")] if may(Verb.CHANGE_POLICY) else []),
        ]
    if may(Verb.SEE_AUDIT):
        administration.append(_item(_("Audit log"), "admin.audit", "history"))
    groups = [
        Group(_("Desk"), desk),
        Group(_("Knowledge"), knowledge),
        Group(_("Problem management"), problems),
        Group(_("Looking back"), learning),
        Group(_("Self-service"), public),
        Group(_("Administration"), administration),
    ]
    return [group for group in groups if group.items]


def _item(
    label: str,
    endpoint: str,
    icon: str,
    below: frozenset[str] = frozenset(),
    *,
    key: str = "",
    count: int | None = None,
    tone: str = "",
) -> Item:
    here = request.endpoint or ""
    return Item(label, url_for(endpoint), icon, here == endpoint or here in below, count, tone, key)


# The pages that stand below an item without being items themselves.
_ARTICLES = frozenset(
    f"articles.{page}"
    for page in (
        *("show", "new", "edit", "history", "revision", "diff", "feedback", "flag", "fix_flag", "reject_flag"),
        *("validate", "recheck", "widen", "pull_back", "restrict", "govern", "archive", "restore", "discard", "merge"),
    )
)
_SEARCHES = frozenset({"search.why"})
_INCIDENTS = frozenset(
    f"incidents.{page}"
    for page in (
        *("show", "new", "revise", "write", "correct", "assign", "prioritize", "escalate", "escalate_upwards"),
        *("restore", "resolve", "close", "contradict", "reopen", "hold", "cancel", "declare_major", "join", "restrict"),
    )
)
_ACTIONS = frozenset(
    f"actions.{page}"
    for page in (
        *("show", "edit", "for_incident", "for_problem", "for_review", "accept", "reject", "complete", "verify"),
        *("contradict", "extend", "transfer", "cancel"),
    )
)
_PROBLEMS = frozenset(
    f"problems.{page}"
    for page in (
        *("show", "new", "edit", "note", "assess", "investigate", "name_cause", "write_workaround", "declare", "merge"),
        *("raise_change", "return_change", "resolve", "close", "reanalyse", "hold", "restrict", "cancel", "gather"),
    )
)
_REVIEWS = frozenset(
    f"reviews.{page}"
    for page in (
        *("show", "answer", "add_row", "change_row", "appoint", "submit", "conclude", "approve", "publish", "close"),
        *("send_back", "reject", "reopen", "waive", "hand_over"),
    )
)
_REPORTS = frozenset(f"reports.{page}" for page in ("show", "text", "new", "edit", "issue", "discard"))
_BUNDLES = frozenset({"people.bundles", "people.add_bundle", "people.change_bundle", "people.remove_bundle"})
_PEOPLE = frozenset({"people.add", "people.show", "people.give_password", "people.close"}) | _BUNDLES
_TEAMS = frozenset({"people.add_team", "people.change_team"})
_SERVICES = frozenset({"catalog.add_service", "catalog.change_service"})
_CATEGORIES = frozenset({"catalog.add_category", "catalog.change_category"})
_WORDING = frozenset({"wording.add", "wording.change", "wording.words"})
