"""The demo as it happened: a company and two years of its knowledge, told in operations, whole or not at all."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.articles.contents import Rendered, render
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.demo import reading
from portal.demo.chronicle import Chronicle, Deed, is_as_told
from portal.demo.company import found_company
from portal.demo.readers import traces
from portal.kernel import clock, i18n
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.jobs import Job
from portal.kernel.traces import write_now
from portal.kernel.transaction import transaction

FOUNDED = 800  # days before today
OPENS, OPEN_FOR = 9, 8 * 60  # hour at which work begins, and minutes that it lasts

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SignIn:
    """How somebody of the demo signs in."""

    role: str
    login: str
    name: str
    password: str


def is_empty() -> bool:
    """Whether nothing has been written down yet."""
    return not any(db.session.scalar(select(kind.id).limit(1)) for kind in (User, Team, Service, Category, Article))


def load(progress: Progress | None = None) -> list[SignIn]:
    """Tell the story into an empty portal; refused where anything is there.

    Gives one sign-in for each role, with passwords that are random and kept nowhere. The others have none as yet.
    """
    told = progress or (lambda _done, _of: None)
    _insist_on_empty()
    texts = reading.articles()
    # Numbers count up in the order of the deeds, which is known: so links can be drawn before anything is written.
    numbers = {article["key"]: f"KB-{place:06d}" for place, article in enumerate(texts, 1)}
    drawn: dict[str, list[Rendered]] = {}
    for done, article in enumerate(texts, 1):
        drawn[article["key"]] = [render(reading.contents(state, numbers)) for state in reading.versions(article)]
        told(done, len(texts) + 1)
    with transaction(), i18n.speaking("ja"):
        _insist_on_empty()
        company = reading.company()
        shown = {role: key for role in [*Role, None] if (key := _holder(role, company["people"]))}
        with clock.telling(_moment(FOUNDED, 0)):
            cast = found_company(company, set(shown.values()))
        chronicle = Chronicle(cast, drawn)
        _tell(chronicle, texts)
        for article in texts:
            record = chronicle.records[article["key"]]
            if record.number != numbers[article["key"]] or not is_as_told(article, record):
                raise RuntimeError(f"The story of {article['key']} went astray.")
            chance = random.Random(article["key"])  # noqa: S311 – the same readers in every demo; guards nothing
            write_now(*traces(article, record, chance))
        # What the past set off is due now, and has not failed for two years.
        db.session.execute(update(Job).values(created_at=clock.now(), due_at=clock.now()))
        sign_ins = [
            SignIn(str(role) if role else "partner", key, cast.people[key].name, cast.passwords[key])
            for role, key in shown.items()
        ]
    told(1, 1)
    return sign_ins


def _tell(chronicle: Chronicle, texts: list[reading.Article]) -> None:
    """Do all deeds in the order of their days; on one day, an article's own order holds."""
    deeds: list[tuple[int, int, int, Deed]] = []
    for place, article in enumerate(texts):
        for order, deed in enumerate(chronicle.deeds(article)):
            # First come those that begin an article, in the order of the numbers that were promised to them.
            deeds.append(
                (-min(deed.days_ago, article["created_days_ago"]), place + len(texts) * bool(order), order, deed)
            )
    for minute, (day, _place, _order, deed) in enumerate(sorted(deeds, key=lambda entry: entry[:3])):
        with clock.telling(_moment(-day, minute)):
            deed.do()


def _moment(days_ago: int, minute: int) -> datetime:
    """A moment in the office hours of that day, or of the Friday before it; never in the future."""
    now = datetime.now(i18n.current_zone())
    day = now - timedelta(days=days_ago)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    moment = day.replace(hour=OPENS, minute=0, second=0, microsecond=0) + timedelta(minutes=minute % OPEN_FOR)
    return min(moment, now - timedelta(minutes=1))


def _holder(role: Role | None, people: list[dict[str, Any]]) -> str | None:
    """Somebody who has the role and few others; for None a partner."""
    fitting = [
        row for row in people if (role in row["roles"] if role else row["partner"]) and (not role or not row["partner"])
    ]
    return min(fitting, key=lambda row: len(row["roles"]))["key"] if fitting else None


def _insist_on_empty() -> None:
    if not is_empty():
        raise InvalidTransition(
            _("This portal has its own people and records already. The demo is only for an empty one.")
        )
