"""Markdown as writers use it, the blocks that only staff see, and what is refused."""

import pytest

from portal.kernel.errors import Invalid
from portal.kernel.markdown import plain_of, render, render_all

SECRET = "合言葉42"


# What writers write


def test_a_line_end_in_a_paragraph_is_a_line_break_and_never_a_space() -> None:
    passage = render("電源を\r\n入れます。")
    assert passage.html == "<p>電源を<br>\n入れます。</p>"
    assert passage.plain == "電源を\n入れます。"


def test_the_highest_heading_is_h3_and_the_others_follow() -> None:
    assert render("# 一\n\n## 二").html == '<h3 id="t-一">一</h3>\n<h4 id="t-二">二</h4>'
    assert render("### 一\n\n# 零").html == '<h5 id="t-一">一</h5>\n<h3 id="t-零">零</h3>'
    assert render("#### 四").html == '<h3 id="t-四">四</h3>'
    assert "<h6" in render("# 一\n\n###### 六").html


def test_a_number_sign_without_a_space_is_no_heading() -> None:
    assert render("#1234 の件").html == "<p>#1234 の件</p>"


def test_names_of_headings_are_japanese_unique_and_their_own() -> None:
    passage = render("## 症状 `x`\n\n## 症状 `x`\n\n[上](#症状-x)", anchors="issue")
    assert 'id="issue-症状-x"' in passage.html
    assert 'id="issue-症状-x-2"' in passage.html
    assert 'href="#issue-症状-x"' in passage.html


def test_texts_of_one_page_never_share_a_name() -> None:
    first, second = render_all(["# 手順", "# 手順"])
    assert 'id="t1-手順"' in first.html
    assert 'id="t2-手順"' in second.html


def test_a_table_says_what_heads_its_columns_without_inline_style() -> None:
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |").html
    assert '<th align="left" scope="col">a</th>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_code_is_coloured_by_classes_and_can_be_scrolled_by_keyboard() -> None:
    html = render("```python\ndef f(): pass\n```").html
    assert '<div class="highlight"><pre tabindex="0">' in html
    assert '<span class="k">def</span>' in html
    assert "style" not in html


def test_tasks_are_signs_and_not_boxes_without_a_name() -> None:
    html = render("- [ ] 電源\n- [x] 配線\n\n- [X] 別").html
    assert html.count("☐ 電源") == 1
    assert html.count("☑") == 2
    assert "<input" not in html


def test_struck_out_text_is_struck_out() -> None:
    assert render("~~旧~~新 ~x~").html == "<p><del>旧</del>新 ~x~</p>"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("詳しくはhttps://a.example/x?b=1&copy=2を参照。", "https://a.example/x?b=1&amp;copy=2"),
        ("（https://a.example/b_(c)）", "https://a.example/b_(c)"),
        ("(https://a.example/b).", "https://a.example/b"),
        ("see https://a.example/a_b_c, or", "https://a.example/a_b_c"),
    ],
)
def test_a_bare_address_becomes_a_link_and_ends_where_the_sentence_goes_on(source: str, address: str) -> None:
    assert f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>' in render(source).html


def test_an_address_in_a_link_or_in_code_stays_alone() -> None:
    assert render("[https://a.example](https://b.example)").html.count("<a ") == 1
    assert "<a " not in render("`https://a.example`").html


def test_links_to_articles_lead_staff_and_outsiders_to_different_pages() -> None:
    passage = render("[手順](kb:KB-000012) と `[x](kb:KB-000012)`")
    assert passage.html.startswith('<p><a href="/kb/KB-000012">手順</a>')
    assert passage.open_html.startswith('<p><a href="/faq/KB-000012">手順</a>')


def test_text_that_looks_like_an_article_link_is_not_rewritten() -> None:
    source = '`href="/kb/KB-000012"`'
    assert 'href="/kb/KB-000012"' in render(source).open_html


def test_links_outside_say_so_and_links_inside_do_not() -> None:
    assert render("[a](https://a.example)").html == (
        '<p><a href="https://a.example" rel="noopener noreferrer nofollow">a</a></p>'
    )
    assert render("[a](/kb/)").html == '<p><a href="/kb/">a</a></p>'


def test_pictures_come_from_our_own_files_with_their_words() -> None:
    assert render("![画面](/files/12/a.png)").html == ('<p><img alt="画面" src="/files/12/a.png" loading="lazy"></p>')
    assert render("![画面](https://a.example/a.png)").html == "<p><span>画面</span></p>"


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("<b>太字</b>").plain == "<b>太字</b>"


def test_a_list_may_follow_its_paragraph_and_be_indented_by_two_or_three() -> None:
    html = render("手順:\n1) 開く\n  - 電源\n   - 配線\n2) 閉じる\n   ```\n   a\n     b\n   ```\n3) 終わり").html
    assert html.count("<ol>") == 1
    assert html.count("<ul>") == 1
    assert html.count("<li>") == 5
    assert "<code>a\n  b\n</code>" in html


def test_a_year_at_the_start_of_a_line_is_no_list() -> None:
    assert "<ol" not in render("開始は\n2026. 11. 22").html


# Blocks


def test_a_block_is_a_note_in_its_tone() -> None:
    assert render(":::warn\n熱い\n:::").html == '<div class="note" data-tone="warn"><p>熱い</p></div>'
    assert 'data-tone="info"' in render("::: INFO 見出し\n本文\n:::").html


def test_an_internal_block_is_for_staff_alone() -> None:
    passage = render(f"表\n\n:::internal\n{SECRET}\n:::\n\n裏")
    assert f'<div class="note" data-tone="internal"><p>{SECRET}</p></div>' in passage.html
    assert SECRET in passage.plain
    assert passage.open_html == "<p>表</p>\n<p>裏</p>"
    assert passage.open_plain == "表\n裏"


def test_a_block_between_two_steps_lets_the_numbers_go_on() -> None:
    passage = render(f"1. 一\n:::internal\n{SECRET}\n:::\n2. 二")
    assert '<ol start="2">' in passage.html
    assert passage.open_html.count("<li>") == 2
    assert passage.open_html.count("<ol") == 1


def test_a_block_inside_a_step_stands_inside_it() -> None:
    html = render("1. 一\n\n    :::warn\n    熱い\n    :::\n2. 二").html
    assert html.count("<ol") == 1
    assert '<div class="note" data-tone="warn"><p>熱い</p></div>' in html.split("</li>", maxsplit=1)[0]


def test_paragraphs_around_a_hidden_block_stay_two() -> None:
    assert render(":::info\n一\n:::internal\nx\n:::\n二\n:::").open_html.count("<p>") == 2


def test_a_block_inside_code_interrupts_the_code() -> None:
    passage = render(f"```\n前\n:::internal\n{SECRET}\n:::\n後\n```\n本文")
    assert passage.plain == f"前\n{SECRET}\n後\n本文"
    assert SECRET not in passage.open_html
    assert passage.open_plain == "前\n後\n本文"


@pytest.mark.parametrize(
    "source",
    [
        ":::internal\n{0}",
        "：：：ｉｎｔｅｒｎａｌ\n{0}\n：：：",
        ":::Internal\n{0}\n:::",
        "::: internal\n{0}\n:::",
        ":::internal担当者のみ\n{0}\n:::",
        ":::internal {0}\n:::",
        ":::\u200bint\u00adernal\n{0}\n:::",
        "::internal\n{0}\n::",
        ":::::internal\n{0}\n:::\n{0}\n:::::",
        ":::intrenal\n{0}\n:::",
        ":::内部\n{0}\n:::",
        "::: {{.internal}}\n{0}\n:::",
        "手順です。:::internal\n{0}\n:::",
        "`:::internal`\n{0}",
        "<!-- :::internal -->\n{0}",
        "    :::internal\n    {0}\n    :::",
        "\t:::internal\n\t{0}",
        "> :::internal\n> {0}\n> :::",
        "> :::internal\n> {0}\n:::\n{0}",
        "- :::internal\n  {0}\n  :::",
        "1. 一\n   - :::internal\n     {0}\n     :::",
        "| a |\n|---|\n| :::internal {0} |",
        "# :::internal\n{0}",
        "```\n:::internal\n{0}\n:::\n```",
        "```\n:::internal\n{0}\n```\n{0}\n:::\n{0}",
        ":::internal\n```\n:::\n{0}\n```\n{0}\n:::",
        ":::internal\n~~~~\n~~~\n:::\n{0}",
        ":::internal\n:::warn\n{0}\n:::\n{0}\n:::",
        ":::internal\n:::internal\n{0}\n:::\n{0}\n:::",
        ":::warn\n:::internal\n{0}\n:::\n:::",
        ":::warn\n表 :::internal\n{0}\n:::\n:::",
        ":::internal\n::: おわり\n{0}\n:::",
        ":::internal\n        :::\n{0}\n:::",
        ":::warn\n:::warn\n:::warn\n:::warn\n:::warn\n:::internal\n{0}\n:::\n{0}",
        ":::internal\n[a]: /{0}\n\n[b][a]\n:::\n\n[b][a]",
        ":::internal\n{0}\n\u2028:::internal\r{0}\x85:::\n{0}\n:::",
    ],
)
def test_what_was_meant_to_be_hidden_is_hidden_however_it_was_typed(source: str) -> None:
    passage = render("先頭\n\n" + source.format(SECRET))
    assert SECRET in passage.html
    assert SECRET not in passage.open_html
    assert SECRET not in passage.open_plain
    assert "internal" not in passage.open_html.casefold()
    assert "先頭" in passage.open_html


def test_what_follows_a_closed_block_is_shown_again() -> None:
    for block in (":::internal\nx\n:::", "> :::internal\n> x\n> :::", ":::internal\n:::warn\nx\n:::\n:::"):
        assert "後ろ" in render(f"{block}\n\n後ろ").open_plain
        assert "後ろ" in render(f"~~~\n{block}\n~~~\n\n後ろ").open_plain


# Words


def test_plain_words_have_a_line_for_each_paragraph_item_and_row() -> None:
    assert render(
        "# 題\n\n- 一\n- 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![絵](/files/1/a.png) &amp; `<x>`"
    ).plain == ("題\n一\n二\na b\n1 2\n絵 & <x>")


def test_plain_words_of_nothing_are_nothing() -> None:
    assert plain_of("") == ""
    assert render("  \n ").html == ""


# Refusals


@pytest.mark.parametrize("source", ["a\x00b", "a\ud800b"])
def test_characters_that_cannot_be_stored_are_refused(source: str) -> None:
    with pytest.raises(Invalid):
        render(source)


def test_a_text_of_64_kilobytes_passes_and_one_byte_more_is_refused() -> None:
    assert render("a" * 65536).plain == "a" * 65536
    with pytest.raises(Invalid):
        render("a" * 65537)
    with pytest.raises(Invalid):
        render("あ" * 21846)


def test_control_characters_disappear_from_the_text_that_is_kept() -> None:
    assert render("a\x01\x1b\x7f\r\nb").source == "a\nb"
