"""Whatever is typed, the page that comes out can do nothing; and nothing hidden comes out."""

import os
import re
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.errors import Invalid
from portal.kernel.markdown import Passage, render
from tests.kernel.hostile_markdown import BOMBS, HOSTILE

CASES = settings(deadline=None, max_examples=2000 if os.environ.get("PORTAL_FULL") else 200)

VOID = {"br", "hr", "img"}
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "br", "hr", "strong", "em", "del", "code", "blockquote", "ul", "table", "thead")},
    **{tag: set() for tag in ("tbody", "tr")},
    **{tag: {"id"} for tag in ("h3", "h4", "h5", "h6")},
    "pre": {"tabindex"},
    "ol": {"start"},
    "li": {"class"},
    "span": {"class"},
    "div": {"class", "data-tone"},
    "th": {"align", "scope"},
    "td": {"align"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
}


class Oracle(HTMLParser):
    """Reads HTML as a browser would and writes down everything that should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.faults.append(f"tag {tag}")
        given = dict(attrs)
        self.faults += [f"{tag} {name}" for name in given if name not in ALLOWED.get(tag, set())]
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "a" and "href" in given:
            self._link(given["href"] or "", given.get("rel"))
        if tag == "img":
            source = given.get("src") or ""
            if not source.startswith("/files/") or re.search(r"\.\.|\\|//|%2[ef]|%5c", source, re.IGNORECASE):
                self.faults.append(f"picture {source}")
        for name in (given.get("class") or "").split():
            if not re.fullmatch("highlight|note|task|[a-z][a-z0-9]{0,2}", name):
                self.faults.append(f"class {name}")

    def _link(self, href: str, relation: str | None) -> None:
        # The URL standard: tabs and line ends vanish, controls at the ends too, a backslash is a slash.
        address = re.sub("[\t\r\n]", "", href).strip("".join(map(chr, range(0x21)))).replace("\\", "/")
        scheme, host = urlsplit(address).scheme.lower(), address.startswith("//")
        foreign = scheme not in ("", "http", "https", "mailto") or host
        if foreign or not (scheme or address.startswith(("/", "#t-"))):
            self.faults.append(f"address {href}")
        elif scheme == "mailto" and "?" in address:
            self.faults.append(f"mail {href}")
        if scheme.startswith("http") != (relation == "noopener noreferrer nofollow"):
            self.faults.append(f"relation {relation} of {href}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"nesting {tag}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("instruction")


def faults(html: str) -> list[str]:
    """What a page made of *html* could do that a text must not."""
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    oracle.faults += [f"left open: {tag}" for tag in oracle.open]
    oracle.faults += [f"name {name}" for name in oracle.ids if not name.startswith("t-") or oracle.ids.count(name) > 1]
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", html):
        oracle.faults.append("control character")
    return oracle.faults


def check(passage: Passage) -> None:
    assert faults(passage.html) == []
    assert faults(passage.open_html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<p onclick=x></p>",
        '<a href="javascript:1">x</a>',
        '<a href=" java\tscript:1">x</a>',
        '<a href="/\\evil.example">x</a>',
        '<a href="https://a.example">x</a>',
        '<img src="https://a.example/x.png" alt="">',
        "<p>",
        "<!-- x -->",
        '<h3 id="main">x</h3>',
        '<div class="flash"></div>',
    ],
)
def test_the_oracle_sees_what_it_is_there_for(html: str) -> None:
    assert faults(html)


def test_there_are_a_hundred_hostile_texts() -> None:
    assert len(set(HOSTILE)) == 100


@pytest.mark.parametrize("wrap", ["{}", "- {}", "> {}", "| {} |\n|---|\n| {} |", "# {}", ":::warn\n{}\n:::", "**{}**"])
def test_no_hostile_text_reaches_a_page_alive(wrap: str) -> None:
    for source in HOSTILE:
        check(render(wrap.replace("{}", source)))


def test_all_hostile_texts_together_reach_no_page_alive() -> None:
    check(render("\n\n".join(HOSTILE)))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_done_in_time(name: str) -> None:
    with suppress(Invalid):
        check(render(BOMBS[name]))


PIECES = st.sampled_from(
    [
        *HOSTILE,
        *"\n\n\n  \t[]()!*_`~#>|:-+1.<&\\\"'=x あ。",
        "```",
        "~~~",
        ":::",
        ":::internal",
        ":::warn",
        "：：：",
        "    ",
        "- [ ] ",
        "1. ",
        "kb:KB-000001",
        "https://a.example/",
        "/files/1/a.png",
        "&colon;",
        "\u200b",
        "\u202e",
    ]
)
TEXTS = st.lists(PIECES | st.characters(codec="utf-8"), max_size=24).map("".join)


@CASES
@given(TEXTS)
def test_no_mixture_reaches_a_page_alive(source: str) -> None:
    with suppress(Invalid):
        check(render(source))


@CASES
@given(st.text())
def test_anything_is_drawn_or_refused_and_the_second_time_is_like_the_first(source: str) -> None:
    try:
        first = render(source)
    except Invalid:
        return
    assert render(source) == first
    assert render(first.source) == first


SECRET = "合言葉42"
OPENING = st.sampled_from(
    [
        ":::internal",
        "：：：internal",
        "  ::: Internal",
        "前 :::internal",
        "> :::internal",
        "- :::internal",
        ":::internl",
    ]
)
# Any line but one of colons alone, which would end the block as it should.
INNER = TEXTS.filter(lambda text: not re.search("[:：]{3}", text))


@CASES
@given(TEXTS, OPENING, INNER, INNER)
def test_nothing_after_an_opening_line_is_shown_before_a_closing_one(
    before: str, opening: str, inside: str, more: str
) -> None:
    # A fence that is still open makes a misspelt name a line of code, as it should.
    if opening == ":::internl" and re.search("`{3}|~{3}", before):
        opening = ":::internal"
    try:
        passage = render(f"{before}\n{opening}\n{inside}\n{SECRET}\n{more}\n{SECRET}")
    except Invalid:
        return
    assert SECRET not in passage.open_html
    assert SECRET not in passage.open_plain


@CASES
@given(st.lists(st.sampled_from(["電源。", "- 一", "1. 二", "> 三", "| a |", "", "# 題", "  - 四"]), max_size=8))
def test_a_well_formed_block_hides_itself_and_nothing_else(lines: list[str]) -> None:
    block = [":::internal", *lines, SECRET, ":::"]
    passage = render("\n".join([*lines, *block, "", "終わり"]))
    assert SECRET not in passage.open_html
    assert passage.open_plain.endswith("終わり")
    assert 'data-tone="internal"' in passage.html
