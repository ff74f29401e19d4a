"""Every weight of the suggestions, in one table; changed only with `portal evaluate search` before and after.

    score = text × state × reuse × (service) × (category) + evidence

*text* is what the engine gives for the words (its own weights are in `search_index/ranking.py`, those of an equal
service and category among them). *State* is written into the index with the document. *Reuse* counts how often the
article solved an incident of the last 90 days. *Evidence* comes from resolved incidents that read alike: what was used
on them and what came of it. It is a share of the best text score at most, and only for an article that the words found
by themselves: it lifts, it does not invent. Nothing is learned in secret: every number is here, every reason is shown.
"""

import math

from portal.articles.lifecycle import Confidence
from portal.incidents.kinds import LinkKind, Outcome

STATE_FACTOR = {Confidence.VALIDATED: 1.0, Confidence.NOT_VALIDATED: 0.9, Confidence.WIP: 0.7, Confidence.ARCHIVED: 0.5}

# So many by text alone are ranked again, and so many incidents that read alike may speak for an article.
CANDIDATES = 50
WITNESSES = 20

REUSE, MOST_REUSE = 0.1, 1.3

EVIDENCE = 0.4  # of the best text score, at most
FULL_EVIDENCE = 1.0  # one incident of the same words, solved today
SOLVED = 1.0
OUTCOMES = {Outcome.SOLVED: SOLVED, Outcome.PARTLY: 0.4, Outcome.NOT_SOLVED: -0.5}
HALF_LIFE = 180.0  # days after which an outcome counts half

# Below this share of what a document with every word of the question would get, nothing fits. Few words have to be met
# better than many: of four words one is chance, of forty ten are an answer.
LOWEST_FLOOR, HIGHEST_FLOOR, FLOOR_WORDS = 0.05, 0.30, 1.6
# An incident is told in the caller's words as the question is; so likeness has to be nearer.
ALIKE_FLOOR = 1.5  # times the floor

TELLING_FOR_HIGH, TELLING_FOR_MEDIUM = 3, 2

# A guess from what reads alike: of so many of each kind, this share must agree.
VOTERS, MAJORITY = 5, 0.6


def reuse(solved: int) -> float:
    """The factor of an article that solved so many incidents of late."""
    return min(MOST_REUSE, 1 + REUSE * math.log(1 + max(0, solved)))


def outcome(kind: LinkKind, said: Outcome | None) -> float:
    """What one use of an article says about it; the incident that it was written from says nothing."""
    if kind is LinkKind.CREATED_FROM:
        return 0.0
    if kind is LinkKind.TRIED_FAILED:
        return OUTCOMES[Outcome.NOT_SOLVED]
    if said is None:
        return OUTCOMES[Outcome.SOLVED] if kind is LinkKind.RESOLVES else 0.0
    return OUTCOMES[said]


def decay(days: float) -> float:
    """What an outcome of so many days ago still counts."""
    return float(0.5 ** (max(0.0, days) / HALF_LIFE))


def evidence(testimony: float, best: float) -> float:
    """What testimonies (similarity × outcome × decay, added) bring where *best* is the best text score."""
    share = min(1.0, max(-1.0, testimony / FULL_EVIDENCE))
    return EVIDENCE * best * share


def floor(asked: int) -> float:
    """The share of the self-score from which an article fits a question of so many different words."""
    return min(HIGHEST_FLOOR, max(LOWEST_FLOOR, FLOOR_WORDS / max(1, asked)))
