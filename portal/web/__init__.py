"""The pages; every page is registered here and nowhere else."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from portal.web import assets, errors, helpers, session
from portal.web.actions.views import bp as actions
from portal.web.admin.views import bp as admin
from portal.web.articles.views import bp as articles
from portal.web.catalog.views import bp as catalog
from portal.web.desk.views import bp as desk
from portal.web.faq.views import bp as faq
from portal.web.health.views import bp as health
from portal.web.help.views import bp as help_pages
from portal.web.home.views import bp as home
from portal.web.incidents.views import bp as incidents
from portal.web.me.views import bp as me
from portal.web.people.views import bp as people
from portal.web.problems.views import bp as problems
from portal.web.reporting.views import bp as reporting
from portal.web.reports.views import bp as reports
from portal.web.requests.views import bp as requests
from portal.web.reviews.views import bp as reviews
from portal.web.search.views import bp as search
from portal.web.signin.views import bp as signin
from portal.web.trace.views import bp as trace
from portal.web.wording.views import bp as wording

PAGES = (
    *(home, signin, me, reporting, requests, desk, incidents, problems, reviews, actions, reports, articles, trace),
    *(search, faq, people, catalog, wording, admin, help_pages, health),
)


class RecordNumber(IntegerConverter):
    """A number in an address, no larger than databases count: beyond that there is nothing."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int = 2**31 - 1) -> None:
        super().__init__(map, fixed_digits, min, max)


def register(app: Flask) -> None:
    """Put every page, and what all pages share, into *app*."""
    app.url_map.converters["int"] = RecordNumber
    session.watch(app)
    helpers.register(app)
    assets.register(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    errors.register(app)
