"""How long the pages of the demo take, warm, with one client; and what the processes weigh together."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import ColumnElement, func, select
from werkzeug.routing import Rule

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.actions.models import Action
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Revision
from portal.catalog.models import Category
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.ops.bench import scratch
from portal.ops.bench.figures import Bench, percentile, pss, row
from portal.ops.bench.visitor import Visitor, filled
from portal.problems.models import Problem
from portal.reports.models import Report
from portal.reviews.models import Review

WARM = 10  # requests before the first that counts
# With words, so that the index works; the dictionary is loaded by the first of them.
QUERIES = {"/search": "?q=VPN+接続できない", "/faq/search": "?q=パスワード+忘れた", "/kb": "?text=VPN"}
NULL_APPLICATION = (
    "import sys, waitress\n"
    "def application(environ, start):\n"
    "    start('200 OK', [('Content-Type', 'text/html; charset=utf-8'), ('Content-Length', '2')])\n"
    "    return [b'ok']\n"
    "waitress.serve(application, host='127.0.0.1', port=int(sys.argv[-1]), threads=8, _quiet=True)\n"
)

Progress = Callable[[int, int], None]


def measure(count: int, progress: Progress) -> Bench:
    """Every page that can be looked at, *count* times each; then memory as PSS of all processes of the portal."""
    bench = Bench("pages")
    with scratch.served() as place:
        visitors = [place.visitor(), *(place.visitor(login) for login in _logins())]
        found = [(page, who) for page in addresses(place.app) if (who := _reader(visitors, page))]
        every: list[float] = []
        for done, (page, who) in enumerate(found, 1):
            seconds, errors = _timed(who, page, count)
            bench.rows.append(row(page, seconds, errors))
            every += seconds
            progress(done, len(found) + 1)
        bench.rows.append(row("all pages", every, sum(line.errors for line in bench.rows)))
        _wake_everything(visitors[1])
        scratch.settle()
        for name, pid in _family(place.pid):
            bench.ratios[f"pss_mib {name}"] = round(pss(pid), 1)
        bench.ratios["pss_mib together"] = round(sum(bench.ratios.values()), 1)
    null = _null_application(count)
    bench.rows.append(row("null application", null))
    bench.ratios["all pages p50 / null application p50"] = round(percentile(every, 50) / percentile(null, 50), 1)
    bench.ratios["slowest page p95 ms"] = max(line.p95_ms for line in bench.rows)
    progress(1, 1)
    return bench


def addresses(app: Flask) -> list[str]:
    """One address for every page of the URL map, with a record of the demo where it wants one."""
    numbers, category = _numbers(), db.session.scalar(select(Category.slug).limit(1))
    login = db.session.scalar(select(User.login).limit(1))
    db.session.rollback()
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/_/") or rule.endpoint == "static":
            continue
        values = {"number": numbers.get(rule.rule.split("/")[1]), "slug": category, "login": login}
        if address := _filled(rule, values):
            found.append(address + QUERIES.get(address, ""))
    return sorted(set(found))


def _numbers() -> dict[str, object]:
    """By the beginning of an address, the record with the longest history."""
    reported = select(Incident.number).join(Report).group_by(Incident.id).order_by(func.count().desc()).limit(1)
    return {
        "kb": _number(),
        "faq": _number(Audience.PUBLIC),
        "incidents": _most_told(Incident),
        "requests": _most_told(Incident, Incident.reporter_id.is_not(None)),
        "reports": db.session.scalar(reported),
        "problems": _most_told(Problem),
        "reviews": _most_told(Review),
        "actions": _most_told(Action),
    }


def _most_told(kind: type[Incident | Problem | Review | Action], *wanted: ColumnElement[bool]) -> str | None:
    told = (Event.subject_kind == kind.__tablename__) & (Event.subject_id == kind.id)
    query = select(kind.number).join(Event, told).where(*wanted).group_by(kind.id)
    if kind in (Incident, Problem):
        query = query.where(kind.restricted_to_id.is_(None))
    return db.session.scalar(query.order_by(func.count().desc(), kind.id).limit(1))


def _filled(rule: Rule, values: dict[str, object]) -> str | None:
    # Rows of tables that begin with the demo have the number 1.
    known = {
        name: values.get(name, 1 if name.endswith("_id") or name == "sequence" else None) for name in rule.arguments
    }
    if None in known.values():
        return None
    built = rule.build(known)
    return built[1].lstrip("|") if built else None


def _number(audience: Audience | None = None) -> object:
    """The article of this audience, or of all, that has the longest history."""
    query = select(Article.number).join(Revision, Revision.article_id == Article.id).group_by(Article.id)
    query = query.where(Article.confidence == Confidence.VALIDATED, Article.restricted_to_id.is_(None))
    if audience is not None:
        query = query.where(Article.audience == audience)
    return db.session.scalar(query.order_by(func.count().desc(), Article.id).limit(1))


def _logins() -> Iterator[str]:
    for role in (Role.KNOWLEDGE_MANAGER, Role.ADMIN):
        user = next(user for user in db.session.scalars(select(User).order_by(User.id)) if role in user.roles)
        yield user.login
    # Whoever reported what `/requests` is asked for.
    reported = select(User.login).join(Incident, Incident.reporter_id == User.id)
    yield db.session.scalars(reported.where(Incident.number == _numbers()["requests"])).one()


def _reader(visitors: list[Visitor], page: str) -> Visitor | None:
    """The first who gets the page itself, and not a way to somewhere else."""
    return next((visitor for visitor in visitors if visitor.get(_ascii(page))[0] == 200), None)


def _timed(visitor: Visitor, page: str, count: int) -> tuple[list[float], int]:
    address, seconds, errors = _ascii(page), [], 0
    for number in range(WARM + count):
        began = time.perf_counter()
        status, _text = visitor.get(address)
        if number >= WARM:
            seconds.append(time.perf_counter() - began)
            errors += status != 200
    return seconds, errors


def _ascii(page: str) -> str:
    return quote(page, safe="/?=&+%:")


def _wake_everything(visitor: Visitor) -> None:
    """Have the web process draw a text and the worker index one, so that all that they load is loaded."""
    address = f"/kb/{_number()}/edit"
    db.session.rollback()
    _status, page = visitor.get(address)
    visitor.post("/_/kb/preview", filled(page, address), fragment=True)
    visitor.post(address, filled(page, address, reason="bench", short_answer="計測のために直しました。"))


def _family(pid: int) -> list[tuple[str, int]]:
    """Web process, worker, and one child that draws, each with its number."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(
                    (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
                )
            except OSError:
                continue
            below.setdefault(parent, []).append(int(entry.name))
    found, names, queue = [], {"web": 0, "worker": 0, "markdown": 0}, [pid]
    while queue:
        one = queue.pop(0)
        queue += sorted(below.get(one, []))
        name = "web" if one == pid else "worker" if "worker" in _command(one) else "markdown"
        names[name] += 1
        if names[name] == 1:
            found.append((name, one))
    return found


def _command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")


def _null_application(count: int) -> list[float]:
    """What an application that does nothing takes, served and asked in the same way."""
    with scratch.bare_folder() as data, scratch.running(data, ["-c", NULL_APPLICATION]) as (port, _pid):
        visitor = Visitor(port)
        scratch.wait_for(lambda: visitor.get("/")[0] == 200)
        seconds, _errors = _timed(visitor, "/", max(count, 200))
        visitor.close()
    return seconds
