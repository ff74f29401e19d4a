"""What must hold of the records whatever happened: each rule with its number, and every place where it is broken."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import func, select, text

from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Revision
from portal.articles.policy import ArticlePolicy
from portal.files import store
from portal.files.models import File
from portal.kernel import clock, policies
from portal.kernel.current import holdings
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.jobs import DONE_KEPT_FOR, Job, JobState, Later
from portal.ops import fsck_chain, fsck_incidents, fsck_records
from portal.ops.findings import Finding
from portal.search import rebuild

SHOWN_KEYS = 10


RULES: dict[str, str] = {
    "I2": "Numbers are of their form, unique and never given twice.",
    "I4": "Revisions have no gaps; the current one is the last, one shown outside or used on an incident is there.",
    "I5": "Every job is pending, leased, done or dead; each event has one for each of its listeners.",
    "I7": "Every index holds the records that its audience may see, in their present version.",
    "I9": "No article is open to more people than its state, its restriction and its policy allow.",
    "I10": "The database is whole, and every reference leads to a record.",
    "I11": "Every state is known, and was reached by steps that the tables allow.",
    "I12": "Every attached file has its bytes, and no bytes lie there without a file.",
    "I13": "The times of an incident are in order and fit its state; a hold ends with the state on hold.",
    "I14": "What was issued has its facts and its stamp; reviews have all sections, actions something that they serve.",
}


def check(progress: Callable[[str], None] | None = None) -> list[Finding]:
    """Look at everything; nothing is changed."""
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "I10": _whole_database,
        "I2": fsck_records.numbers,
        "I4": _revisions,
        "I5": _jobs,
        "I9": _audiences,
        "I11": fsck_records.steps,
        "I12": _files,
        "I13": fsck_incidents.times,
        "I14": fsck_chain.chain,
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
    yield from fsck_incidents.uses()


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
