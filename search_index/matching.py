"""Small judgements that every index makes in the same way: does a phrase stand in a text, which reasons are shown."""

from collections.abc import Iterable

from search_index.document import Reason
from search_index.house import places
from search_index.plan import Option, Plan
from search_index.ranking import REASONED_WISHES, REASONS


def has_phrase(text: str, phrase: str) -> bool:
    """Whether a flat phrase stands in a flat text; Latin words only as whole words."""
    return next(places(text, phrase), None) is not None


def reasoned(plan: Plan) -> list[tuple[Option, Reason]]:
    """What reasons are looked for among: the options of the most telling words; pairs explain nothing to people.

    Of two that count the same in a document, the one that stands first here is named first.
    """
    words = [wish for wish in plan.wishes if not wish.pair]
    found = [
        (option, Reason(option.reason, wish.asked, option.term))
        for wish in words[:REASONED_WISHES]
        for option in wish.options
    ]
    return sorted(found, key=lambda pair: (-len(pair[1].matched), pair[1].matched))


def shown_reasons(words: Iterable[Reason], plan: Plan, shared: Iterable[Reason]) -> tuple[Reason, ...]:
    """The first of the words, which come best first, each matched term once, between phrases and shared filters."""
    seen: dict[str, Reason] = {}
    for reason in words:
        seen.setdefault(reason.matched, reason)
        if len(seen) == REASONS:
            break
    phrases = [Reason("phrase", phrase.asked, phrase.asked) for phrase in plan.phrases]
    return (*phrases, *seen.values(), *shared)
