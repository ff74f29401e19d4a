"""Solved incidents asked once more: what is covered, what of that is shown, and what nobody may learn of."""

import shutil
from types import SimpleNamespace
from typing import Any

import pytest

from portal.articles.lifecycle import Confidence
from portal.articles.models import Article
from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Incident
from portal.kernel.errors import InvalidTransition
from portal.kernel.transaction import transaction
from portal.search import rebuild
from portal.search.engine import engine
from portal.search.replay import replay
from tests.builders import Builders


def _used(incident: Incident, article: Article, **more: Any) -> None:
    kind = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH, **more}
    with transaction():
        incident.uses.append(ArticleUse(article=article, sequence=1, **kind))


def _nothing(_done: int, _of: int) -> None:
    return


def test_a_solved_incident_is_shown_missed_or_uncovered(cast: SimpleNamespace, make: Builders) -> None:
    vpn = make.article(confidence=Confidence.VALIDATED)
    fax = make.article(
        title="The fax rings twice", issue="It rings", resolution="Change the line.", short_answer="", environment=""
    )
    shown = make.incident(state=State.RESOLVED)
    missed = make.incident(state=State.RESOLVED)
    uncovered = make.incident(state=State.RESOLVED)
    failed = make.incident(state=State.RESOLVED)
    written_from = make.incident(state=State.CLOSED)
    make.incident()
    _used(shown, vpn)
    _used(missed, fax)
    _used(failed, vpn, kind=LinkKind.TRIED_FAILED, outcome=Outcome.NOT_SOLVED)
    _used(written_from, vpn, kind=LinkKind.CREATED_FROM, outcome=None)
    rebuild.rebuild_all()

    found = replay(cast.mori, 100, _nothing)

    assert found.shown == [shown.number]
    assert [(one.incident, one.articles, one.place) for one in found.missed] == [(missed.number, [fax.number], None)]
    assert set(found.uncovered) == {uncovered.number, failed.number, written_from.number}


def test_the_newest_are_asked_and_progress_is_told(cast: SimpleNamespace, make: Builders) -> None:
    numbers = [make.incident(state=State.RESOLVED).number for _ in range(3)]
    rebuild.rebuild_all()
    told: list[tuple[int, int]] = []

    found = replay(cast.mori, 2, lambda done, of: told.append((done, of)))

    assert found.uncovered == numbers[:0:-1]
    assert told == [(1, 2), (2, 2)]


def test_what_one_may_not_see_is_neither_counted_nor_named(cast: SimpleNamespace, make: Builders) -> None:
    secret = make.incident(state=State.RESOLVED, restricted_to=cast.hara.teams[0])
    hidden = make.article(restricted_to=cast.hara.teams[0])
    seen = make.incident(state=State.RESOLVED)
    _used(seen, hidden)
    _used(secret, hidden)
    rebuild.rebuild_all()

    found = replay(cast.mori, 100, _nothing)

    assert (found.shown, found.missed, found.uncovered) == ([], [], [seen.number])


def test_without_an_index_it_is_refused_in_a_sentence(cast: SimpleNamespace, make: Builders) -> None:
    _used(make.incident(state=State.RESOLVED), make.article())
    shutil.rmtree(engine()._folder / "staff", ignore_errors=True)

    with pytest.raises(InvalidTransition, match="cannot answer now"):
        replay(cast.mori, 100, _nothing)
