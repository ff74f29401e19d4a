"""Asking questions with known answers of the suggestions, as an agent would, and judging what comes."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from portal.exchange import records
from portal.exchange.articles import Refusal
from portal.exchange.records import Record
from portal.kernel import i18n
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.ops.evaluate import baselines, measures, questions, shelf
from portal.ops.evaluate.questions import Judged
from portal.ops.evaluate.shelf import Press, Shelf
from portal.search.models import Asking
from portal.search.ranking import ranked
from portal.search.situations import Situation

PLACES = (1, 5, 10)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tried:
    """What came of one question: the judgements of its ranking, best place first, and of those of the baselines."""

    question: Judged
    gains: Sequence[int]
    seconds: float
    plainly: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass
class Evaluation:
    """All questions with what came of them; `unjudged` have no relevant article, `refused` could not be shelved."""

    asked: list[Tried] = field(default_factory=list)
    unjudged: int = 0
    refused: Sequence[Refusal] = ()
    yardstick: dict[str, list[float]] | None = None

    def plain(self) -> dict[str, Any]:
        """Figures of each set and of all together, as JSON has them."""
        sets: dict[str, list[Tried]] = defaultdict(list)
        for one in self.asked:
            sets[one.question.set_name].append(one)
        found: dict[str, Any] = {
            "sets": {name: _figures(sets[name]) for name in sorted(sets)},
            "total": _figures(self.asked),
        }
        if self.yardstick is not None:
            found["baselines"] = {name: _baselines(sets[name]) for name in sorted(sets)}
            found["yardstick"] = self.yardstick
        return found


def measure(
    articles: Sequence[Path],
    queries: Path,
    qrels: Path,
    progress: Progress,
    *,
    without: frozenset[str] = frozenset(),
    language: str | None = None,
    baseline: bool = False,
) -> Evaluation:
    """Ask every question of *queries* over *articles*, less the fields that it or *without* names.

    With *baseline* the plain rankings are asked the same. Refuses when they miss what is known of them.
    """
    asked, unjudged = questions.read(queries, qrels, language)
    found = list(records.read(records.files_of(articles)))
    evaluation, press = Evaluation(unjudged=unjudged), Press()
    if baseline:
        evaluation.yardstick = measured_up(found, asked)
    for lacking in sorted({without | one.without for one in asked}, key=sorted):
        with shelf.filled(found, lacking, press) as filled:
            evaluation.refused = filled.refused
            for one in asked:
                if without | one.without == lacking:
                    evaluation.asked.append(_asked(filled, one))
                    progress(len(evaluation.asked), len(asked))
        if baseline:
            _ask_plainly(evaluation, found, without, lacking)
    return evaluation


def _ask_plainly(
    evaluation: Evaluation, records: Sequence[Record], without: frozenset[str], lacking: frozenset[str]
) -> None:
    with baselines.opened(records, lacking) as ranker:
        for place, one in enumerate(evaluation.asked):
            if without | one.question.without == lacking:
                plainly = {name: _gains(one.question, ranker.ranking(name, one.question)) for name in baselines.NAMES}
                evaluation.asked[place] = replace(one, plainly=plainly)


def measured_up(records: Sequence[Record], asked: Sequence[Judged]) -> dict[str, list[float]]:
    """What our plain ranking measures where another's figures are known; refuses when it is not near them."""
    sets: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in asked:
        sets[one.set_name, one.language].append(one)
    found = {}
    with baselines.opened(records, baselines.LEFT_OUT) as ranker:
        for (name, language), those in sorted(sets.items()):
            known = baselines.YARDSTICK.get((name, language, len(those)))
            if known is None:
                continue
            cut = baselines.yardstick_terms(language)
            tried = [Tried(one, _gains(one, ranker.by_bm25(cut, one)), 0.0) for one in those]
            figures = list(_figures(tried).values())[1:5]
            if max(abs(ours - theirs) for ours, theirs in zip(figures, known, strict=True)) > baselines.NEAR:
                raise InvalidTransition(
                    _(
                        "The plain ranking of %(name)s measures %(ours)s where %(known)s is known: these are not the "
                        "articles of that set, or the measure is wrong.",
                        name=name,
                        ours=" ".join(f"{one:.3f}" for one in figures),
                        known=" ".join(f"{one:.2f}" for one in known),
                    )
                )
            found[name] = figures
    return found


def _asked(filled: Shelf, question: Judged) -> Tried:
    with i18n.speaking(question.language):
        began = time.perf_counter()
        ranking = _ranking(filled, question.text)
        seconds = time.perf_counter() - began
    return Tried(question, _gains(question, ranking), seconds)


def _gains(question: Judged, ranking: Sequence[str]) -> list[int]:
    return [question.judged.get(key, 0) for key in ranking]


def _ranking(filled: Shelf, text: str) -> list[str]:
    found = ranked(filled.viewer, Situation(text, Asking.INTAKE), limit=measures.CUT)
    return [filled.keys[one.number] for one in found]


def _baselines(asked: Sequence[Tried]) -> dict[str, Any]:
    """Each baseline's figures, the best by success@5, and how far we are from it with a 95 % interval."""
    figures = {}
    for name in baselines.NAMES:
        figures[name] = _figures([replace(one, gains=one.plainly[name]) for one in asked])
        del figures[name]["median_ms"]
    best = max(baselines.NAMES, key=lambda name: (figures[name]["success@5"], figures[name]["mrr@10"]))
    apart = {
        "success@5": [measures.success(one.gains, 5) - measures.success(one.plainly[best], 5) for one in asked],
        "mrr@10": [measures.reciprocal_rank(one.gains) - measures.reciprocal_rank(one.plainly[best]) for one in asked],
    }
    difference = {
        of: dict(zip(("mean", "low", "high"), baselines.interval(those), strict=True)) for of, those in apart.items()
    }
    return {**figures, "best": best, "difference": difference}


def _figures(asked: Sequence[Tried]) -> dict[str, float | int]:
    figures: dict[str, float | int] = {"queries": len(asked)}
    for places in PLACES:
        figures[f"success@{places}"] = _mean([measures.success(one.gains, places) for one in asked])
    figures[f"mrr@{measures.CUT}"] = _mean([measures.reciprocal_rank(one.gains) for one in asked])
    figures[f"ndcg@{measures.CUT}"] = _mean([measures.ndcg(one.gains, one.question.judged.values()) for one in asked])
    figures["median_ms"] = round(statistics.median([one.seconds for one in asked]) * 1000, 2)
    return figures


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), 4)
