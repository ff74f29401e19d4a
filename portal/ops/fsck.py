"""What must hold of the records whatever happened: each rule with its number, and every place where it is broken."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, text

from portal.articles.lifecycle import AUDIENCE, CONFIDENCE, FLAG, START, Audience, Confidence
from portal.articles.models import Article, Flag, Revision
from portal.articles.policy import ArticlePolicy
from portal.files import store
from portal.files.models import File
from portal.kernel import clock, policies
from portal.kernel.current import holdings
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.jobs import DONE_KEPT_FOR, Job, JobState, Later
from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.numbers import Counter
from portal.search import rebuild

SHOWN_KEYS = 10


@dataclass(frozen=True)
class Finding:
    """One place where a rule is broken."""

    rule: str
    record: str
    trouble: str


RULES: dict[str, str] = {
    "I2": "Numbers are unique and never given twice.",
    "I4": "Revisions have no gaps; the current one is the last, the one shown outside is not beyond it.",
    "I5": "Every job is pending, leased, done or dead; each event has one for each of its listeners.",
    "I7": "Every index holds the records that its audience may see, in their present version.",
    "I9": "No article is open to more people than its state, its restriction and its policy allow.",
    "I10": "The database is whole, and every reference leads to a record.",
    "I12": "Every attached file has its bytes, and no bytes lie there without a file.",
    "I11": "Every state was reached by steps that the tables allow.",
}


def check(progress: Callable[[str], None] | None = None) -> list[Finding]:
    """Look at everything; nothing is changed."""
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "I10": _whole_database,
        "I2": _numbers,
        "I4": _revisions,
        "I5": _jobs,
        "I9": _audiences,
        "I11": _steps,
        "I12": _files,
        "I7": _indexes,
    }
    found: list[Finding] = []
    for rule, look in checks.items():
        if progress:
            progress(rule)
        found += look()
    db.session.rollback()
    return sorted(found, key=lambda finding: (int(finding.rule[1:]), finding.record))


def _whole_database() -> Iterator[Finding]:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL keeps its references itself, and looks for damage with tools of its own
    for row in db.session.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Finding("I10", "database", str(row[0]))
    for table, row_id, parent, _key in db.session.execute(text("PRAGMA foreign_key_check")):
        yield Finding("I10", f"{table}:{row_id}", f"points to a row of {parent} that is not there")


def _numbers() -> Iterator[Finding]:
    for number, count in db.session.execute(
        select(Article.number, func.count()).group_by(Article.number).having(func.count() > 1)
    ):
        yield Finding("I2", number, f"given {count} times")
    given = db.session.scalar(select(Counter.value).where(Counter.name == "KB")) or 0
    for number in db.session.scalars(select(Article.number)):
        digits = number.removeprefix("KB-")
        if not digits.isdigit() or int(digits) > given:
            yield Finding("I2", number, f"is beyond the last number given (KB-{given:06d}), which would come again")


def _revisions() -> Iterator[Finding]:
    counted = {
        article_id: (count, first, last)
        for article_id, count, first, last in db.session.execute(
            select(
                Revision.article_id, func.count(), func.min(Revision.sequence), func.max(Revision.sequence)
            ).group_by(Revision.article_id)
        )
    }
    columns = (Article.id, Article.number, Article.current_sequence, Article.outside_sequence)
    for article_id, number, current, outside in db.session.execute(select(*columns)):
        count, first, last = counted.get(article_id, (0, 0, 0))
        if (first, last) != (1, count):
            yield Finding("I4", number, f"has {count} revisions, numbered from {first} to {last}")
        if current != last:
            yield Finding("I4", number, f"shows revision {current}, but the last is {last}")
        if outside is not None and not 1 <= outside <= current:
            yield Finding("I4", number, f"shows revision {outside} outside, but the current one is {current}")


def _jobs() -> Iterator[Finding]:
    states = {str(state) for state in JobState}
    for job_id, state in db.session.execute(text("SELECT id, state FROM jobs")):
        if state not in states:
            yield Finding("I5", f"jobs:{job_id}", f"has the unknown state {state}")
    for job in db.session.scalars(select(Job).where((Job.state == JobState.DONE) != Job.done_at.is_not(None))):
        yield Finding("I5", f"jobs:{job.id}", f"is {job.state}, done at {job.done_at}")
    pairs = select(Job.event_id, Job.listener, func.count()).group_by(Job.event_id, Job.listener)
    counted = {(event_id, listener): count for event_id, listener, count in db.session.execute(pairs)}
    for (event_id, listener), count in counted.items():
        if count > 1:
            yield Finding("I5", f"events:{event_id}", f"has {count} jobs for {listener}")
    yield from _events_without_job(counted)


def _events_without_job(counted: dict[tuple[int, str], int]) -> Iterator[Finding]:
    # Jobs are forgotten a week after they were done, and a listener hears only what happened since it is there.
    since = clock.now() - DONE_KEPT_FOR + timedelta(hours=1)
    oldest: dict[str, int] = {}
    for event_id, name in counted:
        oldest[name] = min(event_id, oldest.get(name, event_id))
    for verb, listeners in holdings().listeners.items():
        for listener in listeners:
            if not isinstance(listener, Later) or listener.name not in oldest:
                continue
            heard = select(Event.id).where(Event.verb == verb, Event.at > since, Event.id >= oldest[listener.name])
            for event_id in db.session.scalars(heard):
                if (event_id, listener.name) not in counted:
                    yield Finding("I5", f"events:{event_id}", f"has no job for {listener.name}")


def _audiences() -> Iterator[Finding]:
    lenient = policies.read(ArticlePolicy).not_validated_outside
    for article in db.session.scalars(select(Article)).unique():
        wide = article.audience is not Audience.WITHIN
        if article.restricted_to_id is not None and (wide or article.outside_sequence is not None):
            yield Finding("I9", article.number, "is restricted to a team and open to others")
        if wide and article.confidence in (Confidence.WIP, Confidence.DISCARDED) and not lenient:
            yield Finding("I9", article.number, f"is {article.confidence} and open to {article.audience}")
        if not wide and article.outside_sequence is not None:
            yield Finding("I9", article.number, "is for agents only and has a revision for readers outside")
        if wide and article.outside_sequence is None:
            yield Finding("I9", article.number, f"is open to {article.audience} without a revision for them")
        db.session.expunge(article)


def _steps() -> Iterator[Finding]:
    starts = {"confidence": {str(state) for state in START.targets}, "audience": {"within"}, "state": {str(FLAG.start)}}
    tables: dict[tuple[str, str], set[tuple[str, str]]] = {
        (Article.__tablename__, "confidence"): _allowed(CONFIDENCE),
        (Article.__tablename__, "audience"): _allowed(AUDIENCE),
        (Flag.__tablename__, "state"): _allowed(FLAG),
    }
    reached: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for event_id, changes in db.session.execute(select(Event.id, Event.changes).order_by(Event.id)):
        for record, columns in changes.items():
            kind = record.partition(":")[0]
            for column, (before, after) in columns.items():
                allowed = tables.get((kind, column))
                if allowed is None:
                    continue
                known = reached[kind, column].get(record)
                if (before, after) not in allowed and before != after:
                    yield Finding("I11", record, f"event {event_id}: {column} went from {before} to {after}")
                if before != known if known is not None else before not in starts[column]:
                    yield Finding(
                        "I11", record, f"event {event_id}: {column} left {before}, but was {known or 'at its start'}"
                    )
                reached[kind, column][record] = after
    yield from _ends(Article, "confidence", reached[Article.__tablename__, "confidence"])
    yield from _ends(Article, "audience", reached[Article.__tablename__, "audience"])
    yield from _ends(Flag, "state", reached[Flag.__tablename__, "state"])


def _ends(kind: type[Article] | type[Flag], column: str, reached: dict[str, str]) -> Iterator[Finding]:
    rows: Any = db.session.execute(select(kind.id, getattr(kind, column)))
    for record_id, present in rows:
        record = f"{kind.__tablename__}:{record_id}"
        if record in reached and reached[record] != str(present):
            yield Finding("I11", record, f"{column} is {present}, but its history ends with {reached[record]}")


def _allowed(table: Lifecycle[Any]) -> set[tuple[str, str]]:
    """Every step that some verb of *table* may take."""
    steps: set[tuple[str, str]] = set()
    for sources, target in table.moves.values():
        targets: frozenset[StrEnum] = target.targets if isinstance(target, Rule) else frozenset({target})
        unchanged = isinstance(target, Rule) and target.name == "unchanged"
        steps |= {(str(one), str(other)) for one in sources for other in targets if not unchanged or one == other}
    return steps


def _files() -> Iterator[Finding]:
    named = {fingerprint for (fingerprint,) in db.session.execute(select(File.fingerprint).distinct())}
    for fingerprint in sorted(named):
        if not store.is_whole(fingerprint):
            rows = db.session.scalars(select(File.id).where(File.fingerprint == fingerprint).order_by(File.id))
            for file_id in rows:
                yield Finding("I12", f"files:{file_id}", f"has lost its contents ({fingerprint})")
    for name in store.kept():
        if name not in named:
            yield Finding("I12", name, "belongs to no file; a crash leaves such bytes, and they can be deleted")


def _indexes() -> Iterator[Finding]:
    for difference in rebuild.check():
        lists = (
            ("lacks", difference.missing),
            ("has too much", difference.surplus),
            ("has an old version of", difference.stale),
        )
        if difference.trouble:
            yield Finding("I7", difference.name, f"cannot answer: {difference.trouble}")
        for words, keys in lists:
            if keys:
                yield Finding("I7", difference.name, f"{words} {len(keys)}: {', '.join(keys[:SHOWN_KEYS])}")
