"""The public questions and answers: for strangers what is public, for the signed-in what is open to them."""

import re
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.articles import feedback, outside, queries
from portal.articles.models import Surface
from portal.catalog import queries as catalog
from portal.catalog.models import Category
from portal.http.guard import Door, GuardedBlueprint
from portal.kernel.db import db
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import LANGUAGES, current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.text import clean_line
from portal.search.models import Asking
from portal.search.results import Asked
from portal.web.faq import for_machines
from portal.web.faq.reading import READ_IN, absolute, alternates, reading
from portal.web.search.hits import asked_within, hit, page_number, typed
from portal.web.session import stay_in_language

TOP, IN_A_CATEGORY, ON_A_PAGE = 5, 2, 20
ANSWERS = {"yes": True, "no": False}

_NUMBER = re.compile(r"KB-[0-9]{1,9}", re.IGNORECASE)

bp = GuardedBlueprint("faq", __name__)
bp.url_defaults(stay_in_language)


@bp.before_request
def _open_to_all() -> None:
    g.public_page = True


@bp.context_processor
def _of_these_pages() -> dict[str, Any]:
    asked = request.args.get("lang")
    return {"kept_language": lambda: {"lang": asked} if asked in LANGUAGES else {}}


@bp.page("/faq/", needs=Door.ANYONE)
def home() -> str:
    language = current_locale()
    lines = outside.lines(g.user, language)
    top = db.session.scalars(outside.questions(g.user, language).limit(TOP)).unique().all()
    return render_template(
        "faq/home.html",
        top=top,
        shares=queries.solved_shares(g.user, top),
        total=len(lines),
        topics=_topics(lines),
        canonical=absolute(url_for("faq.home", lang=None)),
        alternates=alternates(),
    )


@bp.page("/faq/c/<slug>", needs=Door.ANYONE)
def category(slug: str) -> str:
    if clean_line(slug) != slug:
        raise NotFound(_("There is nothing here."))
    subject = catalog.category_by_slug(g.user, slug)
    language = current_locale()
    counts = outside.counts(g.user, subject, language)
    found = page_of(outside.questions(g.user, language, subject), page_number(), ON_A_PAGE)
    return render_template(
        "faq/category.html",
        subject=subject,
        below=[(child, counts[child.id]) for child in _living(subject.children) if child.id in counts],
        found=found,
        shares=queries.solved_shares(g.user, found.items),
        canonical=absolute(url_for("faq.category", slug=slug, lang=None)),
        alternates=alternates(),
    )


@bp.page("/faq/search", needs=Door.ANYONE)
def search() -> str | tuple[str, int]:
    asked = typed()
    if not asked:
        found = page_of(outside.questions(g.user, current_locale()), page_number(), ON_A_PAGE)
        return render_template("faq/all.html", found=found, shares=queries.solved_shares(g.user, found.items))
    answer = asked_within(g.user, Asked(asked, page=page_number(), size=ON_A_PAGE, surface=Asking.FAQ))
    page = render_template(
        "faq/search.html",
        q=asked,
        found=answer,
        hits=[hit(item) for item in answer.items],
        topics=[] if answer.items else _topics(outside.lines(g.user, current_locale())),
    )
    return page, 422 if answer.refused else 200


@bp.page("/faq/<number>", needs=Door.ANYONE)
def show(number: str) -> str | Response:
    if not _NUMBER.fullmatch(number):
        raise NotFound(_("There is nothing here."))
    if queries.canonical(number) != number:
        return redirect(url_for("faq.show", number=queries.canonical(number)), 301)
    article = queries.get_open(g.user, number)
    question = reading(article)
    answered = request.args.get("thanks", "")
    if request.method == "GET" and answered not in ANSWERS:
        feedback.viewed(g.user, article, Surface.FAQ)
    others = outside.translations(g.user, article)
    return render_template(
        "faq/article.html",
        question=question,
        trail=_trail(article.category),
        translations=others,
        read_in=READ_IN,
        elsewhere={other.language: url_for("faq.show", number=other.number, lang=other.language) for other in others},
        original=outside.newer_original(g.user, article),
        translated_from=article.translated_sequence,
        related=outside.related(g.user, article),
        answered=answered if answered in ANSWERS else "",
        canonical=absolute(url_for("faq.show", number=number, lang=None)),
        alternates=_in_languages(article.language, number, {other.language: other.number for other in others}),
    )


@bp.action("/faq/<number>/vote", needs=Door.ANYONE)
def vote(number: str) -> Response:
    if not _NUMBER.fullmatch(number):
        raise NotFound(_("There is nothing here."))
    article = queries.get_open(g.user, number)
    answer = request.form.get("helpful", "")
    if answer not in ANSWERS:
        raise Invalid(_("Say yes or no. Go back and press one of the two buttons."))
    reason, visit = request.form.get("comment", ""), request.form.get("visit", "")
    feedback.voted(g.user, article, Surface.FAQ, helpful=ANSWERS[answer], reason=reason, visit=visit)
    return redirect(url_for("faq.show", number=article.number, thanks=answer, _anchor="vote"), 303)


# Strangers vote without a cookie, so without a token; the session layer looks at where the form came from instead.
vote.anonymous_post = True  # type: ignore[attr-defined]

bp.page("/robots.txt", needs=Door.ANYONE)(for_machines.robots)
bp.page("/faq/sitemap.xml", needs=Door.ANYONE)(for_machines.sitemap)
bp.page("/faq/feed.xml", needs=Door.ANYONE)(for_machines.feed)


def _topics(lines: list[outside.Line]) -> list[dict[str, Any]]:
    """The subjects that have questions for this reader, each with its first ones and how many there are."""
    topics = []
    for subject in db.session.scalars(catalog.categories(g.user)).unique():
        belonging = {subject.id, *(child.id for child in subject.children)}
        mine = [line for line in lines if line.category_id in belonging]
        if mine:
            topics.append({"subject": subject, "first": mine[:IN_A_CATEGORY], "count": len(mine)})
    return topics


def _living(categories: list[Category]) -> list[Category]:
    return [category for category in categories if category.retired_at is None]


def _trail(subject: Category | None) -> list[tuple[str, str]]:
    """The way to a question: the start page and its subjects, from wide to narrow."""
    steps = [step for step in (subject.parent if subject else None, subject) if step is not None]
    links = [(step.name, url_for("faq.category", slug=step.slug)) for step in _living(steps)]
    return [(_("Questions and answers"), url_for("faq.home")), *links]


def _in_languages(own: str, number: str, others: dict[str, str]) -> dict[str, str]:
    """The addresses of a question in each language that it is written in."""
    numbers = {own: number, **others}
    if len(numbers) == 1:
        return {}
    return {
        language: absolute(url_for("faq.show", number=numbers[language], lang=None)) for language in sorted(numbers)
    }
