"""The incidents of the demo fit together: keys resolve, every kind occurs, each text is in the language it claims."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from portal.demo import reading
from portal.demo.casebook import who_does
from portal.demo.steps import STEPS
from portal.incidents.kinds import CancelReason, Channel, Decision, HoldReason, LinkKind, LinkSource, Outcome
from tests.demo.content import articles, keys, people, subcategories

Case = dict[str, Any]

CASES: list[Case] = reading.cases()
HEAD = {
    *("key", "language", "when", "channel", "by", "reporter", "caller", "service", "category", "device", "occurred"),
    *("about", "detected", "subject", "symptom", "kind", "steps"),
}
TEXTS = ("subject", "symptom", "text", "reason", "tried", "plan", "resolution", "cause", "measure", "note")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")

each_case = pytest.mark.parametrize("case", CASES, ids=[case["key"] for case in CASES])


def _steps(do: str | None = None) -> Iterator[dict[str, Any]]:
    return (step for case in CASES for step in case["steps"] if do in (None, step["do"]))


def test_every_choice_that_an_incident_offers_occurs() -> None:
    assert {case["channel"] for case in CASES} == set(Channel)
    assert {step["do"] for step in _steps()} >= set(STEPS) - {"assign", "unlink"}
    assert {step["why"] for step in _steps("hold")} == set(HoldReason)
    assert {step["why"] for step in _steps("cancel")} >= {CancelReason.DUPLICATE, CancelReason.REQUEST}
    assert {step["decision"] for step in _steps("close")} == set(Decision)
    linked = [*_steps("link"), *_steps("resolve_with")]
    assert {step.get("outcome") for step in [*linked, *_steps("judge")]} >= set(Outcome)
    assert {step.get("kind") for step in linked} >= set(LinkKind)
    assert {step.get("source") for step in linked} >= set(LinkSource) - {LinkSource.PROBLEM_PUSH}
    assert sum(case["language"] == "en" for case in CASES) >= len(CASES) / 6
    assert sum("caller" in case for case in CASES) >= 3


def test_the_same_trouble_comes_back_and_the_year_is_covered() -> None:
    solved = Counter(step["article"] for step in _steps("resolve_with"))
    assert solved["vpn-error-691"] >= 5
    assert solved["printer-driver-0x0000011b"] >= 4
    assert sum("sso-loop" in case["key"] for case in CASES) >= 4  # and no article about it
    begun = [found for case in CASES if (found := re.fullmatch(r"(\d+)w (\w{3}) .*", case["when"]))]
    weeks = {int(found[1]) for found in begun}
    assert max(weeks) >= 48
    assert len({week // 4 for week in weeks}) >= 12
    assert Counter(found[2] for found in begun).most_common(1)[0][0] == "mon"


def test_every_key_is_used_once() -> None:
    assert max(Counter(case["key"] for case in CASES).values()) == 1


@each_case
def test_the_keys_of_an_incident_resolve(case: Case) -> None:
    assert set(case) <= HEAD, set(case) - HEAD
    assert {case[name] for name in ("by", "reporter") if name in case} <= set(people())
    assert "service" not in case or case["service"] in keys("services")
    assert "category" not in case or case["category"] in {child["key"] for child in subcategories()}
    for place, step in enumerate(case["steps"]):
        assert who_does(case, place) in {*people(), reading.THE_SYSTEM}
        assert "article" not in step or articles()[step["article"]]
        assert "team" not in step or step["team"] in keys("teams")
        assert "person" not in step or step["person"] in people()
        assert "parent" not in step or step["parent"] in {other["key"] for other in CASES}


@each_case
def test_each_text_is_in_the_language_that_it_claims(case: Case) -> None:
    for part in (case, *case["steps"]):
        language = part.get("language", case["language"])
        for text in (part[name] for name in TEXTS if name in part):
            assert bool(JAPANESE.search(text)) == (language == "ja"), text


@each_case
def test_no_text_names_a_person_of_the_firm(case: Case) -> None:
    """An entry names roles; who it was stands on the record."""
    words = " ".join(str(part[name]) for part in (case, *case["steps"]) for name in (*TEXTS, "who") if name in part)
    for person in people().values():
        assert not any(name in words for name in (person["key"], *person["name"].values())), person["key"]


@each_case
def test_an_article_that_a_caller_found_or_was_sent_is_one_that_callers_may_read(case: Case) -> None:
    partner = "reporter" in case and people()[case["reporter"]]["partner"]
    reach = {"public", "customer", *(["partner"] if partner else [])}
    for step in case["steps"]:
        if step.get("source") == LinkSource.SELF_SERVICE:
            assert articles()[step["article"]]["audience"] in reach
        if "article" in step and (team := articles()[step["article"]].get("restricted_to")):
            assert team in [other.get("team") for other in case["steps"] if other["do"] == "restrict"]
