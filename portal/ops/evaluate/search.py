"""Asking questions with known answers of the suggestions, as an agent would, and judging what comes."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.exchange import records
from portal.exchange.articles import Refusal
from portal.kernel import i18n
from portal.ops.evaluate import measures, questions, shelf
from portal.ops.evaluate.questions import Judged
from portal.ops.evaluate.shelf import Press, Shelf
from portal.search.models import Asking
from portal.search.ranking import ranked
from portal.search.situations import Situation

PLACES = (1, 5, 10)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tried:
    """What came of one question: the judgements of its ranking, best place first."""

    question: Judged
    gains: Sequence[int]
    seconds: float


@dataclass
class Evaluation:
    """All questions with what came of them; `unjudged` have no relevant article, `refused` could not be shelved."""

    asked: list[Tried] = field(default_factory=list)
    unjudged: int = 0
    refused: Sequence[Refusal] = ()

    def plain(self) -> dict[str, Any]:
        """Figures of each set and of all together, as JSON has them."""
        sets: dict[str, list[Tried]] = defaultdict(list)
        for one in self.asked:
            sets[one.question.set_name].append(one)
        return {"sets": {name: _figures(sets[name]) for name in sorted(sets)}, "total": _figures(self.asked)}


def measure(
    articles: Sequence[Path],
    queries: Path,
    qrels: Path,
    progress: Progress,
    *,
    without: frozenset[str] = frozenset(),
    language: str | None = None,
) -> Evaluation:
    """Ask every question of *queries* over *articles*, less the fields that it or *without* names."""
    asked, unjudged = questions.read(queries, qrels, language)
    found = list(records.read(records.files_of(articles)))
    evaluation, press = Evaluation(unjudged=unjudged), Press()
    for lacking in sorted({without | one.without for one in asked}, key=sorted):
        with shelf.filled(found, lacking, press) as filled:
            evaluation.refused = filled.refused
            for one in asked:
                if without | one.without == lacking:
                    evaluation.asked.append(_asked(filled, one))
                    progress(len(evaluation.asked), len(asked))
    return evaluation


def _asked(filled: Shelf, question: Judged) -> Tried:
    with i18n.speaking(question.language):
        began = time.perf_counter()
        ranking = _ranking(filled, question.text)
        seconds = time.perf_counter() - began
    return Tried(question, [question.judged.get(key, 0) for key in ranking], seconds)


def _ranking(filled: Shelf, text: str) -> list[str]:
    found = ranked(filled.viewer, Situation(text, Asking.INTAKE), limit=measures.CUT)
    return [filled.keys[one.number] for one in found]


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
