"""A table of states: what it opens can be done, everything else is refused."""

import itertools
from enum import StrEnum
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.lifecycle import AUDIENCE, CONFIDENCE, FLAG, GOVERNANCE
from portal.kernel.errors import InvalidTransition
from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.verbs import Verb

TABLES = {"confidence": CONFIDENCE, "audience": AUDIENCE, "governance": GOVERNANCE, "flag": FLAG}


class Lamp(StrEnum):
    DARK = "dark"
    LIT = "lit"
    BROKEN = "broken"


VERBS = st.sampled_from(list(Verb))
STATES = st.sets(st.sampled_from(Lamp), min_size=1)
RULES = st.builds(
    lambda targets: Rule("the record's own", frozenset(targets), lambda record: record.wants),
    st.sets(st.sampled_from(Lamp), min_size=1),
)
MOVES = st.dictionaries(VERBS, st.tuples(STATES, st.sampled_from(Lamp) | RULES), max_size=6)


@given(MOVES, VERBS, st.sampled_from(Lamp), st.sampled_from(Lamp))
def test_a_verb_leads_where_the_table_says_or_nowhere(moves, verb, state, wants):
    table = Lifecycle(start=Lamp.DARK, moves=moves)
    record = SimpleNamespace(wants=wants)

    if verb in moves and state in moves[verb][0]:
        target = moves[verb][1]
        assert verb in table.open_verbs(state)
        assert table.after(verb, state, record) is (wants if isinstance(target, Rule) else target)
    else:
        assert verb not in table.open_verbs(state)
        with pytest.raises(InvalidTransition):
            table.after(verb, state, record)


@given(MOVES, st.sampled_from(Lamp))
def test_open_verbs_stand_in_the_order_of_the_table(moves, state):
    opened = Lifecycle(start=Lamp.DARK, moves=moves).open_verbs(state)

    assert opened == [verb for verb in moves if verb in opened]


@pytest.mark.parametrize("name", TABLES)
def test_every_state_of_a_table_can_be_reached_and_every_target_is_a_state(name):
    table = TABLES[name]
    reached, before = {table.start}, set()
    while reached != before:
        before = set(reached)
        for sources, target in table.moves.values():
            if sources & reached:
                reached |= target.targets if isinstance(target, Rule) else {target}

    assert reached == set(type(table.start))


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_does_not_open_is_refused(name):
    table = TABLES[name]

    for verb, state in itertools.product(Verb, type(table.start)):
        if verb not in table.moves or state not in table.moves[verb][0]:
            with pytest.raises(InvalidTransition, match="present state"):
                table.after(verb, state, SimpleNamespace(confidence=state))
