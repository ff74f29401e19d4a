"""The table of weights does what it says."""

import pytest

from portal.incidents.kinds import LinkKind, Outcome
from portal.search import weights
from portal.search.bands import band
from portal.search.suggested import Band
from search_index import Reason


def test_reuse_lifts_a_little_and_never_too_much():
    assert weights.reuse(0) == 1
    assert 1 < weights.reuse(1) < weights.reuse(10) < weights.MOST_REUSE
    assert weights.reuse(10_000) == weights.MOST_REUSE


@pytest.mark.parametrize(
    ("kind", "said", "worth"),
    [
        (LinkKind.RESOLVES, None, 1.0),
        (LinkKind.RESOLVES, Outcome.PARTLY, 0.4),
        (LinkKind.REFERENCE, None, 0.0),
        (LinkKind.REFERENCE, Outcome.NOT_SOLVED, -0.5),
        (LinkKind.TRIED_FAILED, None, -0.5),
        (LinkKind.CREATED_FROM, Outcome.SOLVED, 0.0),
    ],
)
def test_what_a_use_says(kind, said, worth):
    assert weights.outcome(kind, said) == worth


def test_evidence_is_a_share_of_the_best_however_much_of_it_there_is():
    assert weights.evidence(0, 10) == 0
    assert weights.evidence(1_000, 10) == 10 * weights.EVIDENCE
    assert weights.evidence(-1_000, 10) == -10 * weights.EVIDENCE
    assert weights.decay(weights.HALF_LIFE) == 0.5


def test_few_words_have_to_be_met_better_than_many():
    assert weights.floor(1) == weights.floor(2) == weights.HIGHEST_FLOOR
    assert weights.floor(8) > weights.floor(16) > weights.floor(200) == weights.LOWEST_FLOOR


@pytest.mark.parametrize(
    ("words", "same_service", "expected"),
    [
        ([("code", "kb5001330")], False, Band.HIGH),
        ([("word", "one"), ("word", "two"), ("synonym", "three")], True, Band.HIGH),
        ([("word", "one"), ("word", "two"), ("word", "three")], False, Band.MEDIUM),
        ([("word", "one"), ("word", "two")], True, Band.MEDIUM),
        ([("word", "one"), ("service", "two")], True, Band.LOW),
        ([("word", "common"), ("word", "usual"), ("word", "one")], True, Band.LOW),
        ([], True, Band.LOW),
    ],
)
def test_bands(words, same_service, expected):
    reasons = [Reason(kind, word, word) for kind, word in words]
    assert band(reasons, {"one", "two", "three", "kb5001330"}, same_service) is expected


def test_a_code_that_the_article_names_is_exact_however_short():
    assert band([Reason("word", "691", "691")], {"691"}, False, codes={"691"}) is Band.HIGH
