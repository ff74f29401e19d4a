"""What every template may use."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask, flash, g, get_flashed_messages, request, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.accounts.models import Theme, User
from portal.files.uploads import spoken_size
from portal.incidents import queries as incidents
from portal.incidents.models import Incident
from portal.incidents.visibility import at_work
from portal.incidents.words import PRIORITY_MEANINGS, PRIORITY_NAMES
from portal.kernel import clock, i18n, receipts
from portal.kernel.current import settings
from portal.kernel.db import Base, db
from portal.kernel.i18n import gettext, ngettext
from portal.kernel.verbs import Verb
from portal.web.attaching import limits
from portal.web.navigation import navigation
from portal.web.words import word

# Where a record's own page is: table → endpoint and the arguments of its address.
ADDRESSES: dict[str, Callable[[Any], str]] = {
    "articles": lambda article: url_for("articles.show", number=article.number),
    "article_flags": lambda flag: url_for("articles.show", number=flag.article.number) + "#flags",
    "incidents": lambda incident: _of_incident(incident),
    "incident_entries": lambda entry: url_for("incidents.show", number=entry.incident.number) + "#timeline",
    "incident_attachments": lambda one: url_for("incidents.show", number=one.incident.number) + "#attachments",
    "problems": lambda problem: url_for("problems.show", number=problem.number),
    "reviews": lambda review: url_for("reviews.show", number=review.number),
    "review_parts": lambda part: url_for("reviews.show", number=part.review.number) + f"#{part.section}",
    "review_rows": lambda row: url_for("reviews.show", number=row.review.number) + "#timeline",
    "problem_changes": lambda change: url_for("problems.show", number=change.problem.number) + "#fix",
    "article_uses": lambda use: url_for("incidents.show", number=use.incident.number),
    "actions": lambda action: url_for("actions.show", number=action.number),
    "reports": lambda report: url_for("reports.show", number=report.incident.number, version=report.sequence),
    "users": lambda user: (
        url_for("people.show", login=user.login) if g.user.may(Verb.CHANGE_PERSON) else url_for("me.show")
    ),
    "teams": lambda _team: url_for("people.teams"),
    "bundles": lambda _bundle: url_for("people.bundles"),
    "services": lambda _service: url_for("catalog.services"),
    "categories": lambda _category: url_for("catalog.categories"),
    "policies": lambda _policy: url_for("admin.policies"),
    "synonym_groups": lambda group: url_for("wording.change", group_id=group.id),
    "word_lists": lambda listed: url_for("wording.words", kind=listed.kind.value),
}


def _of_incident(incident: Incident) -> str:
    """Where this person meets it: at the desk, among the own requests, or as a number that was given."""
    if at_work(g.user, incident):
        return url_for("incidents.show", number=incident.number)
    return url_for("requests.show" if g.user.is_signed_in else "reporting.received", number=incident.number)


def register(app: Flask) -> None:
    """Give templates their words, dates and addresses."""
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        Verb=Verb,
        address_of=address_of,
        same_page=same_page,
        file_limits=limits,
    )
    app.jinja_env.filters.update(
        word=word,
        when=when,
        short_when=short_when,
        day=day,
        size=spoken_size,
        number=number,
        plain_moment=i18n.long_moment,
        priority_meaning=lambda level: gettext(PRIORITY_MEANINGS[level]),
        priority_name=lambda level: gettext(PRIORITY_NAMES[level]),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_of_this_request)


def say(sentence: str, tone: str = "ok", *, undo: str = "") -> None:
    """Tell the person, on the next page, how the deed went; *undo* is the address that takes it back."""
    flash(sentence, f"{tone} {undo}".strip())


def address_of(record: Any) -> str:
    """The page of a record; of kinds without one, the list in which it stands."""
    return ADDRESSES[record.__tablename__](record)


def address_by_id(kind: str, record_id: int) -> str | None:
    """The page of the record of this table and id, if there is one and it has a page."""
    mapper = next((m for m in Base.registry.mappers if m.class_.__tablename__ == kind), None)
    record = db.session.get(mapper.class_, record_id) if mapper and kind in ADDRESSES else None
    return address_of(record) if record is not None else None


def same_page(**changes: Any) -> str:
    """This page's address with some of its query changed; None takes a part out."""
    query: dict[str, Any] = {key: values if len(values) > 1 else values[0] for key, values in request.args.lists()}
    query.update(changes)
    return url_for(
        request.endpoint or "",
        **{**(request.view_args or {}), **{k: v for k, v in query.items() if v not in (None, "")}},
    )


def when(moment: datetime | None, about: bool = False) -> Markup:
    """A moment in full, as people of the language write it; *about*: it is about right only."""
    if moment is None:
        return Markup("")
    shown = i18n.long_moment(moment)
    return Markup('<time datetime="{}">{}</time>').format(
        moment.isoformat(timespec="minutes"), gettext("about %(moment)s", moment=shown) if about else shown
    )


def short_when(moment: datetime | None) -> Markup:
    """A moment for lists; in full for whoever hovers or listens."""
    if moment is None:
        return Markup("")
    shown = i18n.short_moment(moment, i18n.local_day(clock.now()))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(timespec="minutes"), i18n.long_moment(moment), shown
    )


def day(value: datetime | date | None) -> Markup:
    """A day in full."""
    if value is None:
        return Markup("")
    local = i18n.local_day(value) if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), i18n.long_day(local))


def number(value: float) -> str:
    """Thousands divided by commas, as both languages do."""
    return f"{value:,}"


def _of_this_request() -> dict[str, Any]:
    user = g.get("user")
    theme = user.theme if isinstance(user, User) else Theme.SYSTEM
    return {
        "lang": i18n.current_locale() if i18n.current_locale() in i18n.LANGUAGES else "en",
        "theme": "" if theme is Theme.SYSTEM else theme.value,
        "site_name": settings().site_name(i18n.current_locale()),
        "contact": settings().contact(i18n.current_locale()),
        "viewer": user,
        "may": lambda verb, record=None: user.may(verb, record) if user else False,
        "csrf_token": generate_csrf,
        "nonce": receipts.new_key,
        "navigation": navigation,
        "requests_waiting": lambda: incidents.awaiting_reporter(user),
        "flashes": _flashes,
        "today": i18n.local_day(clock.now()),
    }


def _flashes() -> list[tuple[str, str, str | None]]:
    """What to tell the person: tone, sentence, and where to undo it."""
    if "_flashes" not in session:
        return []
    told: Any = get_flashed_messages(with_categories=True)
    return [(tone.partition(" ")[0], sentence, tone.partition(" ")[2] or None) for tone, sentence in told]
