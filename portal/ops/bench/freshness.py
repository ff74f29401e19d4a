"""How long it takes from a saved edit until the search finds its words."""

import time
from collections.abc import Callable

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.articles.lifecycle import Confidence, Governance
from portal.articles.models import Article
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.ops.bench import scratch
from portal.ops.bench.figures import Bench, percentile, row
from portal.ops.bench.visitor import Visitor, filled

PATIENCE = 30.0  # seconds after which an edit counts as lost
POLL = 0.1  # seconds: more often, and asking would keep the worker from its work

Progress = Callable[[int, int], None]


def measure(rounds: int, progress: Progress) -> Bench:
    """Edit articles one after the other by the form, and search for a word that only the edit has."""
    bench = Bench("freshness")
    with scratch.served() as place:
        scratch.settle()
        numbers, login = _numbers(), _editor()
        editor = place.visitor(login)
        saved: list[float] = []
        found: list[float] = []
        lost = 0
        for number in range(rounds):
            word = f"zq{number:04d}fresh"
            saving, waiting = _round(editor, numbers[number % len(numbers)], word)
            saved.append(saving)
            found += [waiting] if waiting is not None else []
            lost += waiting is None
            progress(number + 1, rounds)
    bench.rows = [row("an edit is saved", saved), row("from saved to found by the search page", found, lost)]
    bench.ratios = {"slowest seconds": round(percentile(found, 100), 2)}
    return bench


def _round(editor: Visitor, number: str, word: str) -> tuple[float, float | None]:
    address = f"/kb/{number}/edit"
    status, page = editor.get(address)
    fields = dict(filled(page, address))
    if status != 200 or "title" not in fields:
        raise InvalidTransition(_("The bench cannot edit %(number)s (%(status)s).", number=number, status=status))
    began = time.perf_counter()
    values = {"title": f"{fields['title'].partition(' zq')[0]} {word}", "reason": "bench"}
    status, _page = editor.post(address, filled(page, address, **values))
    done = time.perf_counter()
    if status not in (302, 303):
        raise InvalidTransition(_("The bench cannot edit %(number)s (%(status)s).", number=number, status=status))
    while time.perf_counter() - done < PATIENCE:
        _status, hits = editor.get(f"/search?q={word}")
        if number in hits:
            return done - began, time.perf_counter() - done
        time.sleep(POLL)
    return done - began, None


def _numbers() -> list[str]:
    wanted = select(Article.number).where(
        Article.confidence == Confidence.VALIDATED,
        Article.restricted_to_id.is_(None),
        Article.governance == Governance.EXPERIENCE,
    )
    found = list(db.session.scalars(wanted.order_by(Article.id)))
    db.session.rollback()
    return found


def _editor() -> str:
    people = db.session.scalars(select(User).order_by(User.id))
    return next(user.login for user in people if Role.KNOWLEDGE_MANAGER in user.roles)
