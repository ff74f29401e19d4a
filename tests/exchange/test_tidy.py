"""Markdown of other systems becomes ours; no word is lost, and what stands in code stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.exchange.tidy import tidy


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Click <b>Save</b> now", "Click **Save** now"),
        ('See <a href="https://example.com/x" target="_blank">the page</a>.', "See [the page](https://example.com/x)."),
        ('<a name="top"></a>Text', "Text"),
        ("one<br/>two", "one\ntwo"),
        ("## Title {#title}", "## Title"),
        ("[!DNL Analytics] and [!UICONTROL Save]", "Analytics and Save"),
        ("> [!NOTE]\n> Mind the gap.", "> **Note** \n> Mind the gap."),
        ("![A screen](media/one.png)", "[image: A screen]"),
        (':::image type="content" source="x.png" alt-text="A screen":::', "[image: A screen]"),
        ("[here](https://example.com/a_(b))", "[here](https://example.com/a_(b))"),
        ("[here](kb:KB-000001) [there](#part) [mail](mailto:a@b.example)", None),
        ("[the list](/powershell/get-list)", "the list (`/powershell/get-list`)"),
        ("[run it](javascript:alert(1))", "run it"),
        ("[nothing]()", "nothing"),
        ("Use `<b>x</b>` and `[a](/b)`", None),
        ("```\n<b>x</b> [a](/b)\n```", None),
        ("replace <cluster> by its name", None),
    ],
)
def test_foreign_marks_become_ours_and_code_stays(theirs: str, ours: str | None) -> None:
    assert tidy(theirs) == (theirs if ours is None else ours)


def test_a_note_is_named_in_the_language_of_the_text() -> None:
    assert tidy("> [!WARNING]\n> 危険です。", "ja").startswith("> **警告**")


def test_a_link_within_the_source_leads_there_when_we_know_where_that_is() -> None:
    assert tidy("[a](/x/y)", link_base="https://docs.example.com") == "[a](https://docs.example.com/x/y)"


def test_a_table_of_html_becomes_a_table_with_all_its_cells() -> None:
    table = tidy("<table><tr><th>Code</th><th>Meaning</th></tr><tr><td>1</td><td>a | b</td></tr></table>").strip()

    assert table.split("\n") == ["| Code | Meaning |", "| --- | --- |", "| 1 | a \\| b |"]


def test_preformatted_html_becomes_code_that_is_left_alone() -> None:
    assert tidy("<pre><code>if a &lt; b:\n  <b>x</b></code></pre>").strip() == "```\nif a < b:\n  x\n```"


def test_what_is_not_closed_stays_as_it_is() -> None:
    for text in ("<b>open", "<table><tr>", "[a](", "![", "`code", "<pre>x"):
        assert "x" not in text or "x" in tidy(text)
        tidy(text * 500)


@given(st.text(st.sampled_from("ab <>/[]()!`*|\n#{}:&;pre"), max_size=60))
def test_twice_is_as_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
