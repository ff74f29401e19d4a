"""The pages of the search: what is found, why, and what was asked."""

from collections.abc import Callable

from portal.accounts.models import User
from portal.articles.models import Article
from portal.kernel import traces
from portal.kernel.db import db
from portal.search import ledger
from portal.search.models import Asking
from tests.journeys.looks import Look


def pages(an_article: Callable[..., Article]) -> list[Look]:
    def why(rest: str) -> Callable[[], str]:
        return lambda: f"/search/why?article={an_article().number}{rest}"

    def asked_often(rest: str) -> Callable[[], str]:
        return lambda: _asked_often(an_article(), f"/search/log{rest}")

    return [
        Look("search", "search.results", "/search?q=VPN"),
        Look("search-start", "search.results", "/search"),
        Look("search-nothing", "search.results", "/search?q=qwertzuiop"),
        Look("search-why-start", "search.why", "/search/why"),
        Look("search-why", "search.why", why("&q=VPN -mail 接続エラー")),
        Look("search-why-hidden", "search.why", why("&q=VPN&reader=public")),
        Look("search-why-nobody", "search.why", why("&q=VPN&person=qwertzuiop"), status=422),
        Look("search-why-absent", "search.why", "/search/why?article=KB-999999", status=404),
        Look("search-log-empty", "search.log", "/search/log?days=7&surface=faq"),
        Look("search-log", "search.log", asked_often("")),
        Look("search-log-nothing-found", "search.log", asked_often("?view=nothing&days=90")),
        Look("search-replay-start", "search.replay", "/search/replay"),
        Look("search-replay", "search.replay", "/search/replay?newest=50"),
    ]


def _asked_often(article: Article, address: str) -> str:
    """Four people ask the same two questions; one is answered."""
    for viewer in db.session.query(User).order_by(User.id).limit(4):
        ledger.searched(viewer, Asking.SEARCH, "VPN 691", results=3, top=[article.number])
        ledger.opened(viewer, Asking.SEARCH, "VPN 691", article, rank=1 + viewer.id % 3)
        ledger.searched(viewer, Asking.SEARCH, "プリンターの用紙が詰まる", results=0, top=[])
    traces.flush()
    return address
