"""Every table of the portal, so that migrations and tests know them all."""

from portal.accounts import models as accounts
from portal.actions import models as actions
from portal.articles import models as articles
from portal.catalog import models as catalog
from portal.files import models as files
from portal.incidents import models as incidents
from portal.incidents import strangers
from portal.kernel import events, jobs, numbers, policies, receipts
from portal.problems import models as problems
from portal.reports import models as reports
from portal.reviews import models as reviews
from portal.search import models as search

__all__ = [
    "accounts",
    "actions",
    "articles",
    "catalog",
    "events",
    "files",
    "incidents",
    "jobs",
    "numbers",
    "policies",
    "problems",
    "receipts",
    "reports",
    "reviews",
    "search",
    "strangers",
]
