"""The main pages, each with who looks at it and where it is; and the one answer for every other address."""

from collections.abc import Callable

from playwright.sync_api import Page as Tab
from sqlalchemy import select

from portal.accounts import credentials
from portal.accounts.models import Bundle, Team, User
from portal.articles import audience, queries
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import Article, Flag
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.web.articles.deeds import DEEDS, open_verbs
from portal.web.incidents.deeds import DEEDS as INCIDENT_DEEDS
from portal.web.incidents.deeds import Deed
from tests.journeys import belongings, causes, reporting, searching, wordings
from tests.journeys.learning import ACTION_STOPS, acted, reported
from tests.journeys.looks import ADMINISTRATOR, AGENT, LEADER, READER, STRANGER, WRITER, Look
from tests.journeys.walks import PLACES, STOPS, walked

# Addresses that are no page for a person's eyes, and those that an empty portal alone shows (the journeys go there).
NOT_LOOKED_AT = {
    "articles.choose_diff",
    "incidents.suggested",
    "incidents.file",
    "incidents.own_file",
    "faq.feed",
    "faq.robots",
    "faq.sitemap",
    "incidents.callers",
    "incidents.suggestions",
    "incidents.told",
    "health.alive",
    "health.ready",
    "home.setup",
    "home.start",
    "search.jump",
    "static",
    # The same form as from an incident.
    "actions.for_problem",
    "actions.for_review",
    *causes.NOT_LOOKED_AT,
    "trace.of_article",
    "trace.of_problem",
}


def _an_article(*rules: object, who: str = WRITER) -> Article:
    viewer = _someone(who)
    query = select(Article).where(audience.visible_clause(viewer), *rules).order_by(Article.id)
    found = db.session.scalars(query).unique().first()
    assert found is not None, rules
    return found


def _someone(role: str) -> User:
    return next(user for user in db.session.scalars(select(User).order_by(User.id)) if role in user.roles)


def _incident(until: str, rest: str = "") -> Callable[[], str]:
    """The page of an incident that was walked so far."""
    return lambda: f"/incidents/{walked(_someone(AGENT), _someone(READER), until).number}{rest}"


def _an_incident() -> str:
    """The number of one that is being worked on."""
    return walked(_someone(AGENT), _someone(READER), "triage").number


def _correction() -> str:
    incident = walked(_someone(AGENT), _someone(READER), "investigating")
    return f"/incidents/{incident.number}/entries/{incident.entries[0].id}/correct"


def _action(until: str, rest: str = "") -> Callable[[], str]:
    """The page of an action that came so far, or of one of its deeds."""
    return lambda: f"/actions/{acted(_someone(AGENT), _someone(READER), until)}{rest and '/'}{rest}"


def _report(until: str) -> str:
    """The report of a grave incident, issued or being written."""
    return f"/reports/{reported(_someone(AGENT), _someone(READER), until)}"


_CALLED = {"incidents.revise": "edit", "incidents.escalate_upwards": "call-in", "incidents.contradict": "not-fixed"}


def _address_of(deed: Deed) -> str:
    """What the address of *deed* has after the number."""
    return _CALLED.get(deed.endpoint, deed.endpoint.partition(".")[2].replace("_", "-"))


def _in_state(state: Confidence) -> Callable[[], str]:
    return lambda: f"/kb/{_an_article(Article.confidence == state).number}"


def _for(reader: Audience) -> Callable[[], str]:
    return lambda: f"/kb/{_an_article(Article.audience == reader, Article.language == 'ja').number}"


def _revised(rest: str) -> Callable[[], str]:
    return lambda: f"/kb/{_an_article(Article.current_sequence > 1).number}{rest}"


def _asking(verb: Verb, rest: str) -> Callable[[], str]:
    """The page on which the verb asks, of an article that has it open now."""

    def address() -> str:
        viewer = _someone(WRITER)
        for article in db.session.scalars(queries.visible(viewer).order_by(Article.id)).unique():
            if verb in open_verbs(article) and viewer.may(verb, article):
                return f"/kb/{article.number}/{rest}"
        raise AssertionError(f"no article has {verb} open")

    return address


def _flag(rest: str) -> Callable[[], str]:
    def address() -> str:
        flag = db.session.scalars(select(Flag).where(Flag.state.in_((FlagState.OPEN, FlagState.IN_PROGRESS)))).first()
        assert flag is not None
        return f"/kb/{flag.article.number}/flags/{flag.id}/{rest}"

    return address


def _first(kind: type[Team] | type[Service] | type[Category] | type[Bundle], path: str) -> Callable[[], str]:
    return lambda: path % db.session.scalars(select(kind.id).order_by(kind.id)).first()


def _person(rest: str = "") -> str:
    return f"/admin/people/{_someone(READER).login}{rest}"


def _public(rest: str = "") -> str:
    return (
        f"/faq/{_an_article(Article.audience == Audience.PUBLIC, Article.outside_sequence.is_not(None)).number}{rest}"
    )


def _put_away() -> str:
    gone = db.session.scalars(
        select(Article).where(
            Article.confidence == Confidence.ARCHIVED,
            Article.audience.in_((Audience.PUBLIC, Audience.CUSTOMER)),
            Article.outside_sequence.is_not(None),
        )
    ).first()
    assert gone is not None
    return f"/faq/{gone.number}"


def _letter() -> str:
    with transaction():
        token = credentials.new_reset_token(_someone(READER))
    return f"/password/{token}"


def _empty_form(tab: Tab) -> None:
    """Send the form of the page with its needed fields empty, past the browser's own check."""
    tab.evaluate(
        """() => {
          const form = document.querySelector('main form[method=post]')
          form.noValidate = true
          form.querySelectorAll('[required]').forEach(field => { if (field.type !== 'radio') field.value = '' })
        }"""
    )
    with tab.expect_navigation():
        tab.locator("main form[method=post] [type=submit][data-kind=primary]").first.click()


def _wrong_password(tab: Tab) -> None:
    tab.fill("[name=login]", "nobody")
    tab.fill("[name=password]", "nothing")
    with tab.expect_navigation():
        tab.locator("main [type=submit]").first.click()


def _someone_else_saved(tab: Tab) -> None:
    """The form is older than the record: it carries the version before the present one."""
    tab.evaluate("document.querySelector('#writing [name=version]').value -= 1")
    tab.fill("[name=cause]", "Another cause, and a longer one than before.")
    with tab.expect_navigation():
        tab.locator("#writing .savebar [type=submit], #writing [type=submit][data-kind=primary]").first.click()


def _preview(tab: Tab) -> None:
    tab.locator("[name=preview]").first.click()
    tab.locator("#preview :is(h2, h3, p, ol, ul)").first.wait_for()


def _palette(tab: Tab) -> None:
    tab.keyboard.press("Control+k")
    tab.locator("dialog[data-palette][open] [role=option]").first.wait_for()


def _keys(tab: Tab) -> None:
    tab.keyboard.press("?")
    tab.locator("#keys[open]").wait_for()


def _type_a_symptom(tab: Tab) -> None:
    tab.fill("#symptom", "在宅勤務でVPNに接続できない。「エラー 691」が表示される。")
    tab.locator("#suggestions [data-told]").wait_for(state="attached")


def _open_flag_form(tab: Tab) -> None:
    tab.keyboard.press("f")
    tab.locator("#flag[open]").wait_for()


PUBLIC_PAGES = [
    Look("faq", "faq.home", "/faq/", STRANGER),
    Look("faq-signed-in", "faq.home", "/faq/", READER),
    Look("faq-category", "faq.category", lambda: f"/faq/c/{_category_with_questions()}", STRANGER),
    Look("faq-search", "faq.search", "/faq/search?q=VPN", STRANGER),
    Look("faq-search-nothing", "faq.search", "/faq/search?q=qwertzuiop", STRANGER),
    Look("faq-all", "faq.search", "/faq/search", STRANGER),
    Look("faq-article", "faq.show", _public, STRANGER),
    Look("faq-article-thanks", "faq.show", lambda: _public("?thanks=yes"), STRANGER),
    Look("faq-gone", "faq.show", _put_away, READER, 410),
    Look("login", "signin.sign_in", "/login", STRANGER),
    Look("login-refused", "signin.sign_in", "/login", STRANGER, 422, _wrong_password),
    Look("forgot", "signin.forgot", "/password/forgot", STRANGER),
    Look("reset", "signin.reset", _letter, STRANGER),
    Look("reset-gone", "signin.reset", "/password/no-such-letter", STRANGER, 404),
    Look("not-found", "faq.show", "/faq/KB-999999", STRANGER, 404),
    Look("refused", "articles.index", "/kb", READER, 403),
    Look("search-reader", "search.results", "/search?q=VPN", READER),
    Look("me", "me.show", "/me", READER),
    Look("me-password", "me.password", "/me/password", READER),
    Look("me-devices", "me.devices", "/me/devices", READER),
]

DESK_PAGES = [
    Look("kb", "articles.index", "/kb"),
    Look("kb-narrowed", "articles.index", "/kb?state=validated&audience=public"),
    Look("kb-nothing", "articles.index", "/kb?q=qwertzuiop"),
    Look("kb-wip", "articles.show", _in_state(Confidence.WIP)),
    Look("kb-not-validated", "articles.show", _in_state(Confidence.NOT_VALIDATED)),
    Look("kb-validated", "articles.show", _in_state(Confidence.VALIDATED)),
    Look("kb-archived", "articles.show", _in_state(Confidence.ARCHIVED)),
    Look("kb-partner", "articles.show", _for(Audience.PARTNER)),
    Look("kb-public", "articles.show", _for(Audience.PUBLIC)),
    Look("kb-flag-dialog", "articles.show", _for(Audience.PUBLIC), do=_open_flag_form),
    Look("kb-new", "articles.new", "/kb/new"),
    Look("kb-new-invalid", "articles.new", "/kb/new", status=422, do=_empty_form),
    Look("kb-edit", "articles.edit", _revised("/edit")),
    Look("kb-edit-preview", "articles.edit", _revised("/edit"), do=_preview),
    Look("kb-edit-conflict", "articles.edit", _revised("/edit"), status=409, do=_someone_else_saved),
    Look("kb-history", "articles.history", _revised("/history")),
    Look("kb-revision", "articles.revision", _revised("/history/1")),
    Look("kb-diff", "articles.diff", _revised("/diff/1..2")),
    Look("kb-feedback", "articles.feedback", _revised("/feedback")),
    Look("kb-flags", "articles.flags", "/kb/flags"),
    Look("kb-flag", "articles.flag", _asking(Verb.FLAG_ARTICLE, "flag")),
    Look("kb-flag-fix", "articles.fix_flag", _flag("fix")),
    Look("kb-flag-reject", "articles.reject_flag", _flag("reject")),
    *(
        Look(
            f"kb-{deed.endpoint.partition('.')[2]}",
            deed.endpoint,
            _asking(deed.verb, deed.endpoint.partition(".")[2].replace("_", "-")),
        )
        for deed in DEEDS
        if deed.asks
    ),
    Look(
        "kb-validate-invalid",
        "articles.validate",
        _asking(Verb.VALIDATE_ARTICLE, "validate"),
        status=422,
        do=_empty_form,
    ),
    *searching.pages(_an_article),
    Look("palette", "articles.index", "/kb", do=_palette),
    Look("keys-dialog", "articles.index", "/kb", do=_keys),
    Look("keys", "help.keys", "/help/keys"),
    Look("components", "help.components", "/help/components"),
    Look("kb-not-found", "articles.show", "/kb/KB-999999", status=404),
]

INCIDENT_PAGES = [
    Look("desk", "desk.queue", "/desk", AGENT),
    Look("desk-open", "desk.queue", "/desk?view=open", AGENT),
    Look("desk-nothing", "desk.queue", "/desk?q=qwertzuiop", AGENT),
    Look("incident-new", "incidents.new", "/incidents/new", AGENT),
    Look("incident-new-suggested", "incidents.new", "/incidents/new", AGENT, do=_type_a_symptom),
    Look("incident-new-invalid", "incidents.new", "/incidents/new", AGENT, 422, _empty_form),
    Look("incidents", "incidents.index", "/incidents", AGENT),
    Look("incidents-narrowed", "incidents.index", "/incidents?group=open&channel=phone", AGENT),
    Look("incidents-nothing", "incidents.index", "/incidents?q=qwertzuiop", AGENT),
    *belongings.pages(_someone, _an_incident, _an_article, _empty_form),
    *(Look(f"incident-{until}", "incidents.show", _incident(until), AGENT) for until in STOPS),
    Look("incident-contact", "incidents.show", _incident("investigating", "?view=contact"), AGENT),
    Look("incident-write-invalid", "incidents.write", _incident("triage"), AGENT, 422, _empty_form),
    Look("incident-correct", "incidents.correct", _correction, AGENT),
    *(
        Look(
            f"incident-{_address_of(deed)}",
            deed.endpoint,
            _incident(PLACES.get(deed.verb, "triage"), f"/{_address_of(deed)}"),
            AGENT,
        )
        for deed in INCIDENT_DEEDS
        if deed.asks
    ),
    Look("incident-resolve-invalid", "incidents.resolve", _incident("triage", "/resolve"), AGENT, 422, _empty_form),
    Look("incident-forbidden", "incidents.close", _incident("new", "/close"), AGENT, 409),
]

CAUSE_PAGES = causes.pages(
    lambda until: causes.caused(_someone(LEADER), walked(_someone(AGENT), _someone(READER), "triage"), until),
    lambda until: causes.reviewed(_someone(AGENT), walked(_someone(AGENT), _someone(READER), "resolved"), until),
    _empty_form,
)

LEARNING_PAGES = [
    Look("actions", "actions.index", lambda: _action("open")() and "/actions?view=due", AGENT),
    Look("actions-mine", "actions.index", "/actions", WRITER),
    Look("actions-nothing", "actions.index", "/actions?q=qwertzuiop", AGENT),
    Look("reports", "reports.index", lambda: _report("issued") and "/reports", AGENT),
    Look("reports-reader", "reports.index", lambda: _report("issued") and "/reports", READER),
    Look("report", "reports.show", lambda: _report("issued"), AGENT),
    Look("report-reader", "reports.show", lambda: _report("issued"), READER),
    Look("report-draft", "reports.show", lambda: _report("draft"), AGENT),
    Look("report-text", "reports.text", lambda: f"{_report('issued')}/text", AGENT),
    Look("report-new", "reports.new", lambda: f"/reports/{_an_incident()}/new", AGENT),
    Look("report-edit", "reports.edit", lambda: f"{_report('draft')}/1/edit", AGENT),
    Look("report-issue", "reports.issue", lambda: f"{_report('draft')}/1/issue", AGENT),
    Look("report-discard", "reports.discard", lambda: f"{_report('draft')}/1/discard", AGENT),
    Look("my-work", "me.work", lambda: _report("draft") and "/me/work", AGENT),
    Look("trace", "trace.of_incident", lambda: f"{_report('issued').replace('reports', 'incidents')}/trace", AGENT),
    Look("action", "actions.show", _action("verified"), AGENT),
    Look("action-new", "actions.for_incident", lambda: f"/incidents/{_an_incident()}/actions/new", AGENT),
    Look(
        "action-new-invalid",
        "actions.for_incident",
        lambda: f"/incidents/{_an_incident()}/actions/new",
        AGENT,
        422,
        _empty_form,
    ),
    *(
        Look(
            f"action-{name}", f"actions.{name}", _action(stop, "not-effective" if name == "contradict" else name), AGENT
        )
        for name, stop in ACTION_STOPS.items()
    ),
]

ADMIN_PAGES = [
    Look("admin", "admin.overview", "/admin", ADMINISTRATOR),
    Look("admin-audit", "admin.audit", "/admin/audit", ADMINISTRATOR),
    Look("admin-policies", "admin.policies", "/admin/policies", ADMINISTRATOR),
    Look("admin-policies-reviews", "admin.policies_of", "/admin/policies/reviews", ADMINISTRATOR),
    Look("admin-people", "people.index", "/admin/people", ADMINISTRATOR),
    Look("admin-person", "people.show", _person, ADMINISTRATOR),
    Look("admin-person-new", "people.add", "/admin/people/new", ADMINISTRATOR),
    Look("admin-person-invalid", "people.add", "/admin/people/new", ADMINISTRATOR, 422, _empty_form),
    Look("admin-person-password", "people.give_password", lambda: _person("/password"), ADMINISTRATOR),
    Look("admin-person-close", "people.close", lambda: _person("/close"), ADMINISTRATOR),
    Look("admin-teams", "people.teams", "/admin/teams", ADMINISTRATOR),
    Look("admin-team", "people.change_team", _first(Team, "/admin/teams/%s"), ADMINISTRATOR),
    Look("admin-team-new", "people.add_team", "/admin/teams/new", ADMINISTRATOR),
    Look("admin-bundles", "people.bundles", "/admin/bundles", ADMINISTRATOR),
    Look("admin-bundle-new", "people.add_bundle", "/admin/bundles/new", ADMINISTRATOR),
    Look("admin-bundle", "people.change_bundle", _first(Bundle, "/admin/bundles/%s"), ADMINISTRATOR),
    Look("admin-bundle-remove", "people.remove_bundle", _first(Bundle, "/admin/bundles/%s/remove"), ADMINISTRATOR),
    Look("admin-services", "catalog.services", "/admin/services", ADMINISTRATOR),
    Look("admin-service", "catalog.change_service", _first(Service, "/admin/services/%s"), ADMINISTRATOR),
    Look("admin-service-new", "catalog.add_service", "/admin/services/new", ADMINISTRATOR),
    Look("admin-categories", "catalog.categories", "/admin/categories", ADMINISTRATOR),
    Look("admin-category", "catalog.change_category", _first(Category, "/admin/categories/%s"), ADMINISTRATOR),
    Look("admin-category-new", "catalog.add_category", "/admin/categories/new", ADMINISTRATOR),
]

PAGES = [
    *(*PUBLIC_PAGES, *reporting.pages(_someone, _empty_form), *DESK_PAGES, *INCIDENT_PAGES, *LEARNING_PAGES),
    *(*CAUSE_PAGES, *ADMIN_PAGES, *wordings.pages(_empty_form)),
]


def _category_with_questions() -> str:
    article = _an_article(
        Article.audience == Audience.PUBLIC, Article.outside_sequence.is_not(None), Article.category_id.is_not(None)
    )
    assert article.category is not None
    return article.category.slug
