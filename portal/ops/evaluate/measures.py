"""How good a ranking is, by the measures of the field; `gains` are the judgements of a list, best place first.

Success@k: whether anything relevant stands among the first k. MRR: 1 / the place of the first that is relevant, 0
beyond the cut (Voorhees, TREC-8, 2000). nDCG: Σ gain / log2(place + 1), over the same sum for the best possible list
(Järvelin and Kekäläinen, ACM TOIS 20, 2002; discount and linear gain as in `ndcg_cut` of trec_eval).
"""

import math
from collections.abc import Iterable, Sequence

CUT = 10


def success(gains: Sequence[int], places: int) -> float:
    return float(any(gain > 0 for gain in gains[:places]))


def reciprocal_rank(gains: Sequence[int], places: int = CUT) -> float:
    return next((1 / place for place, gain in enumerate(gains[:places], start=1) if gain > 0), 0.0)


def ndcg(gains: Sequence[int], judged: Iterable[int], places: int = CUT) -> float:
    """*judged* are all judgements of the question, found or not."""
    best = _discounted(sorted(judged, reverse=True)[:places])
    return _discounted(gains[:places]) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(max(gain, 0) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))
