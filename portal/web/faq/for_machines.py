"""What search engines and feed readers fetch: always what a stranger sees, whoever asks."""

from datetime import UTC, datetime

from flask import Response, render_template, request, url_for

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import outside
from portal.articles.models import Article, Revision
from portal.kernel.i18n import LANGUAGES
from portal.web.faq.reading import absolute, summary

IN_THE_FEED = 30
MOST_ADDRESSES = 50_000  # of one sitemap (sitemaps.org, protocol 0.9)


def robots() -> Response:
    """Search engines may read the questions and their looks, and nothing else."""
    lines = [
        "User-agent: *",
        "Allow: /faq/",
        "Allow: /static/",
        "Disallow: /faq/search",
        "Disallow: /",
        f"Sitemap: {absolute(url_for('faq.sitemap', lang=None))}",
    ]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def sitemap() -> Response:
    """The addresses of all public questions with the day of their last change."""
    places = [
        (absolute(url_for("faq.show", number=number, lang=None)), changed_at.date().isoformat())
        for number, changed_at in outside.changes(THE_STRANGER, MOST_ADDRESSES - 1)
    ]
    page = render_template("faq/sitemap.xml", home=absolute(url_for("faq.home", lang=None)), places=places)
    return Response(page, content_type="application/xml; charset=utf-8")


def feed() -> Response:
    """The public questions that were validated last, as Atom (RFC 4287); in one language where the address names it."""
    only = request.args.get("lang") if request.args.get("lang") in LANGUAGES else None
    found = outside.newest(THE_STRANGER, IN_THE_FEED, only)
    entries = [_entry(article, article.outside) for article in found if article.outside is not None]
    page = render_template(
        "faq/feed.xml",
        home=absolute(url_for("faq.home")),
        own=absolute(url_for("faq.feed")),
        updated=max((entry["updated"] for entry in entries), default=datetime(2000, 1, 1, tzinfo=UTC).isoformat()),
        entries=entries,
    )
    return Response(page, content_type="application/atom+xml; charset=utf-8")


def _entry(article: Article, revision: Revision) -> dict[str, str]:
    return {
        "href": absolute(url_for("faq.show", number=article.number, lang=None)),
        "title": revision.title,
        "language": article.language,
        "summary": summary(revision),
        "updated": (article.validated_at or revision.at).replace(microsecond=0).isoformat(),
    }
