"""Several lists from one question, on both indexes; and words as they stand in a text."""

import pytest

from search_index import Group, MemoryIndex, Question, open_index, search_groups, search_many, surfaces, without_words
from tests.search_index.samples import DESK, document, keys

CASES = (
    document("INC-1", "The VPN gives up with 0x80070035", kind="incident", service="network", updated=10),
    document("INC-2", "VPN error after the update", kind="incident", service="print", updated=20),
)
GROUPS = {
    "articles": Group(("article",)),
    "cases": Group(("incident",), size=1),
    "network": Group((), {"service": ("network",)}),
}
ASKED = Question("vpn update error 0x80070035", mode="symptom", prefer={"service": "network"})


def test_each_list_is_what_a_question_of_its_own_gives(index) -> None:  # type: ignore[no-untyped-def]
    index.add(CASES)

    found = search_groups([index], ASKED, GROUPS)

    for name, group in GROUPS.items():
        alone = Question(
            ASKED.text, mode="symptom", prefer=ASKED.prefer, kinds=group.kinds, filters=group.filters, size=group.size
        )
        assert found[name] == search_many([index], alone), name
    assert keys(found["cases"]) == ["INC-2"]
    assert found["cases"].total == 2


def test_both_indexes_fill_the_same_lists_over_several(tmp_path) -> None:  # type: ignore[no-untyped-def]
    memory, disk, team = MemoryIndex(), open_index(tmp_path / "staff", create=True), MemoryIndex()
    team.add([CASES[1]])
    for one in (memory, disk):
        one.add((*DESK, CASES[0]))

    by_memory = search_groups([memory, team], ASKED, GROUPS)
    by_disk = search_groups([disk, team], ASKED, GROUPS)

    for name in GROUPS:
        assert keys(by_memory[name]) == keys(by_disk[name])
        assert [hit.reasons for hit in by_memory[name].hits] == [hit.reasons for hit in by_disk[name].hits]
    assert keys(search_groups([memory], ASKED, GROUPS)["cases"]) == ["INC-1"]


def test_what_is_excluded_is_in_no_list(index) -> None:  # type: ignore[no-untyped-def]
    index.add(CASES)
    without = search_groups([index], Question("vpn", mode="symptom", excluded=frozenset({"INC-1"})), GROUPS)

    assert [hit.key for answer in without.values() for hit in answer.hits].count("INC-1") == 0
    assert without["cases"].total == 1


def test_the_measure_counts_words_that_no_document_has(index) -> None:  # type: ignore[no-untyped-def]
    few = search_many([index], Question("vpn", mode="symptom"))
    more = search_many([index], Question("vpn xylophone", mode="symptom"))

    assert (few.asked, more.asked) == (1, 2)
    assert few.hits[0].score == pytest.approx(more.hits[0].score)
    assert more.ceiling > 2 * few.ceiling


def test_what_many_documents_have_tells_little() -> None:
    index = MemoryIndex()
    index.add([document(f"K{n}", "printer alpha" if n else "printer zebra") for n in range(60)])

    assert search_many([index], Question("printer zebra", mode="symptom")).telling == {"zebra"}


def test_words_are_read_as_they_stand() -> None:
    found = surfaces("ＶＰＮにつながらない、Printers")
    assert found == {"vpn": "ＶＰＮ", "繋がる": "つながら", "printer": "Printers"}
    assert surfaces("Printers print", {"print"}) == {"print": "print"}


@pytest.mark.parametrize(
    ("text", "dropped", "left"),
    [
        ("Printers and the VPN fail", ("printer",), ["vpn", "fail"]),
        ("ＶＰＮにつながらない", ("vpn",), ["繋がる"]),
        ("VPNに繋がらない", ("つながらない",), ["vpn"]),
        ("nothing of it", (), ["noth"]),
    ],
)
def test_words_are_taken_out_in_every_form(text: str, dropped: tuple[str, ...], left: list[str]) -> None:
    assert list(surfaces(without_words(text, dropped), None)) == left
