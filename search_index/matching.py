"""Small judgements that every index makes in the same way: does a phrase stand in a text, which reasons are shown."""

from collections.abc import Collection, Iterable

from search_index.document import Reason
from search_index.plan import Option, Plan, Wish
from search_index.ranking import REASONED_WISHES, REASONS
from search_index.streams import tag


def has_phrase(text: str, phrase: str) -> bool:
    """Whether a flat phrase stands in a flat text; Latin words only as whole words."""
    place = text.find(phrase)
    while place >= 0:
        end = place + len(phrase)
        cut_before = place > 0 and _one_word(text[place - 1], text[place])
        cut_after = end < len(text) and _one_word(text[end - 1], text[end])
        if not cut_before and not cut_after:
            return True
        place = text.find(phrase, place + 1)
    return False


def _one_word(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left.isascii() and right.isascii()


def reasoned(plan: Plan) -> list[tuple[Wish, Option]]:
    """What reasons are looked for among: the options of the most telling words; pairs explain nothing to people."""
    words = [wish for wish in plan.wishes if not wish.pair]
    return [(wish, option) for wish in words[:REASONED_WISHES] for option in wish.options]


def ranked_reasons(points: Iterable[tuple[float, Reason]], plan: Plan, tags: Collection[str]) -> tuple[Reason, ...]:
    """The reasons that count most, each matched term once, with phrases and shared filters before the words."""
    seen: dict[str, Reason] = {}
    for _, reason in sorted(points, key=lambda item: (-item[0], -len(item[1].matched), item[1].matched)):
        seen.setdefault(reason.matched, reason)
    shared = [Reason(name, value, value) for name, value in plan.prefer if tag(name, value) in tags]
    phrases = [Reason("phrase", phrase.asked, phrase.asked) for phrase in plan.phrases]
    return (*phrases, *list(seen.values())[:REASONS], *shared)
