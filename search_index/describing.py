"""Why documents were found: for many of them at once, from the numbers that ranked them."""

from collections.abc import Iterator, Sequence

import numpy as np

from search_index.document import Reason
from search_index.postings import Ids, Mask, Numbers


def best_first(given: Sequence[tuple[Reason, tuple[Ids, Numbers, float]]], docs: Ids) -> list[Iterator[Reason]]:
    """For each of the documents the reasons that gave it anything, the most first; equals stay in their order.

    What a reason gave is (documents, points, the factor of the points).
    """
    points = np.zeros((len(given), len(docs)), np.float32)
    for row, (_, (ids, worth, factor)) in enumerate(given):
        having = holding(ids, docs)
        points[row, having] = worth[ids.searchsorted(docs[having])] * np.float32(factor)
    order = np.argsort(-points, axis=0, kind="stable").T.tolist()
    counts = np.count_nonzero(points, axis=0).tolist()
    return [(given[row][0] for row in rows[:count]) for rows, count in zip(order, counts, strict=True)]


def holding(ids: Ids, docs: Ids) -> Mask:
    """Which of the documents are among the ids."""
    if not len(ids):
        return np.zeros(len(docs), np.bool_)
    having: Mask = ids.take(ids.searchsorted(docs), mode="clip") == docs
    return having
