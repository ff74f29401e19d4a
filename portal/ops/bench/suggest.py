"""The intake of a busy desk: suggestions while agents type, and incidents that are recorded, end to end over HTTP."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.receipts import new_key
from portal.ops.bench import bulk, scratch, texts
from portal.ops.bench.figures import Bench
from portal.ops.bench.openloop import CONNECTIONS, Load
from portal.ops.bench.scratch import Place
from portal.ops.bench.visitor import Visitor, filled
from portal.search import rebuild

INTAKE = "/incidents/new"
WARM = 10.0  # seconds before the first request that counts
SUGGEST_RATE, CREATE_RATE = 20.0, 40.0
_COUNT = re.compile(r'data-count="([0-9]+)"')

Progress = Callable[[int, int], None]


def measure(articles: int, incidents: int, seconds: float, progress: Progress) -> Bench:
    """A desk of this size; *seconds* of suggestions, then *seconds* of recording, by one web process and its worker."""
    bench = Bench("suggest")
    with _served(articles, incidents, progress) as place:
        logins = bulk.agents()
        visitors = [place.visitor(logins[number % len(logins)]) for number in range(CONNECTIONS)]
        form = _form(visitors[0])
        answers: list[int] = []

        def suggest(visitor: Visitor, number: int) -> bool:
            told = texts.call(incidents + number, articles)
            status, page = visitor.post("/_/suggest", form(visitor, symptom=told.symptom), fragment=True)
            found = _COUNT.search(page)
            answers.append(int(found[1]) if found else 0)
            return status == 200 and found is not None

        def create(visitor: Visitor, number: int) -> bool:
            told = texts.call(incidents + 1_000_000 + number, articles)
            values = {"symptom": told.symptom, "device": told.device, "reporter": str(bulk.AGENTS + 1 + number % 400)}
            place = str(told.about % bulk.SERVICES + 1)
            sent = form(visitor, service=place, category=place, nonce=new_key(), **values)
            status, _page = visitor.post(INTAKE, sent)
            visitor.forget_messages()
            return status == 303

        for what, rate, send in (("suggest", SUGGEST_RATE, suggest), ("create", CREATE_RATE, create)):
            load = Load(rate, min(WARM, seconds), seconds)
            load.run(visitors, send, progress)
            bench.rows.append(load.row(what))
    bench.ratios["share of suggestions with a known fix"] = round(sum(map(bool, answers)) / max(len(answers), 1), 3)
    return bench


@contextmanager
def _served(articles: int, incidents: int, progress: Progress) -> Iterator[Place]:
    with scratch.folder(demo=False) as (app, data):
        bulk.fill(articles, incidents, progress)
        rebuild.rebuild_all(lambda _name, count: progress(count, articles + incidents))
        with scratch.running(data, ["-m", "portal", "serve", "--quiet"]) as (port, pid):
            place = Place(app, data, port, pid)
            scratch.wait_for(lambda: place.visitor().get("/healthz")[0] == 200)
            yield place


def _form(first: Visitor) -> Callable[..., list[tuple[str, str]]]:
    """What the form of the intake sends for a visitor, who has opened it once; refuses where there is no such form."""
    opened: dict[int, list[tuple[str, str]]] = {}
    status, page = first.get(INTAKE)
    if status != 200 or "symptom" not in dict(filled(page, INTAKE)):
        raise InvalidTransition(_("The bench cannot record an incident (%(status)s).", status=status))

    def sent(visitor: Visitor, **values: str) -> list[tuple[str, str]]:
        if id(visitor) not in opened:
            opened[id(visitor)] = filled(visitor.get(INTAKE)[1], INTAKE)
        drawn = [(name, values.get(name, value)) for name, value in opened[id(visitor)]]
        # A caller who is chosen from the list brings a field that the empty form does not have.
        return drawn + [pair for pair in values.items() if pair[0] not in dict(drawn)]

    return sent
