"""The demo as it happened: a company, its knowledge, its incidents and what came of them, whole or not at all."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.articles.contents import Rendered, render
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.demo import aftermath, casebook, reading
from portal.demo.aftermath import Aftermath
from portal.demo.almanac import Almanac
from portal.demo.casebook import Casebook
from portal.demo.chronicle import Chronicle, Deed, is_as_told
from portal.demo.company import found_company
from portal.demo.deeds import DEEDS
from portal.demo.readers import traces
from portal.incidents.models import Incident
from portal.kernel import clock, i18n
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.jobs import Job
from portal.kernel.traces import write_now
from portal.kernel.transaction import transaction

FOUNDED = timedelta(days=60)  # before the first thing that happened

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
    kinds = (User, Team, Service, Category, Article, Incident)
    return not any(db.session.scalar(select(kind.id).limit(1)) for kind in kinds)


def load(progress: Progress | None = None) -> list[SignIn]:
    """Tell the story into an empty portal; refused where anything is there.

    Gives one sign-in for each role, with passwords that are random and kept nowhere. The others have none as yet.
    """
    told = progress or (lambda _done, _of: None)
    _insist_on_empty()
    texts, cases = reading.articles(), reading.cases()
    written = {article["key"]: article["created_days_ago"] for article in texts}
    almanac = Almanac(clock.now(), ZoneInfo(settings().time_zone), written)
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
        first = min([almanac.office(max(written.values()), 0), *(almanac.begins(case["when"]) for case in cases)])
        with clock.telling(first - FOUNDED):
            cast = found_company(company, set(shown.values()))
        chronicle = Chronicle(cast, drawn)
        book = Casebook(cast, almanac, chronicle.records)
        happened = [*_written(chronicle, texts, almanac)]
        for case in cases:
            happened += casebook.steps(case, book, almanac)
        later = Aftermath(cast, almanac, chronicle.records, book.records)
        solved = {case["key"]: casebook.solved(case, almanac) for case in cases}
        for thread in reading.threads():
            happened += aftermath.steps(thread, later, DEEDS, solved)
        for moment, do in sorted(happened, key=lambda entry: entry[0]):
            with clock.telling(moment):
                do()
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


def _written(
    chronicle: Chronicle, texts: list[reading.Article], almanac: Almanac
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """All deeds of the articles in the order of their days; on one day, an article's own order holds."""
    deeds: list[tuple[int, int, int, Deed]] = []
    for place, article in enumerate(texts):
        for order, deed in enumerate(chronicle.deeds(article)):
            # First come those that begin an article, in the order of the numbers that were promised to them.
            deeds.append(
                (-min(deed.days_ago, article["created_days_ago"]), place + len(texts) * bool(order), order, deed)
            )
    places: dict[date, count[int]] = defaultdict(count)
    for day, _place, _order, deed in sorted(deeds, key=lambda entry: entry[:3]):
        yield almanac.office(-day, next(places[almanac.written(-day)])), deed.do


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
