"""Markdown to safe HTML, in a process of its own that may be killed at any moment.

It reads one text after the other from its standard input and answers on its standard output: four bytes of length,
then JSON. A text that takes more processor time than it was given ends the process; so does the end of the input.

Of the language: tables, fenced code with colours, ~~struck out~~, task lists as ☐ and ☑, bare addresses as links,
`kb:KB-000123` as an article's address. Raw HTML is text. **Every line end in a paragraph stays a line break**, as the
writer saw it, so that no space ever appears between two Japanese characters. The highest heading becomes h3.
Whatever the parser makes of a text, only what `nh3` lets through here reaches a page.
"""

import html
import json
import os
import re
import resource
import signal
import struct
import sys
import unicodedata
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3
from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from pygments.token import STANDARD_TYPES

from portal.kernel.markdown_blocks import MARK, Block, even_indentation, outline, parse, without_internal

MEMORY = 768 * 1024 * 1024  # of address space
LARGEST_ANSWER = 2 * 1024 * 1024

_OUTSIDE = re.compile(r"https?://[^\x00-\x20\\<>\"]+\Z", re.IGNORECASE)
_INSIDE = re.compile(r"/(?![/\\])[^\x00-\x20\\<>\"]*\Z")
_FRAGMENT = re.compile(r"#[^\x00-\x20\\<>\"]+\Z")
_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+\Z", re.IGNORECASE)
_ARTICLE = re.compile(r"kb:(KB-[0-9]{1,12})\Z", re.IGNORECASE)
_PICTURE = re.compile(r"/files/(?!.*(?:\.\.|//|%2e|%2f|%5c))[\w.~%/-]+\Z", re.IGNORECASE)
_BARE_ADDRESS = r"(?<![A-Za-z0-9])(https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+)"
_TASK = re.compile(r"\[([ xX])\]\s+")
_RELATION = "noopener noreferrer nofollow"

_ALIGN = {"align": {"left", "center", "right"}}
_HEADINGS = {"h3", "h4", "h5", "h6"}
_BARE_TAGS = "p br strong em del code pre blockquote ul li table thead tbody tr hr span div th td"
_TAGS = {*_BARE_TAGS.split(), *_HEADINGS, "ol", "a", "img"}

Judge = Callable[[str, str, str], str | None]


def address(tag: str, value: str, articles: str, anchors: str) -> str | None:
    """Where a link or picture may lead, or None: web, mail, this site; pictures only to files of this site."""
    if tag == "img":
        return value if _PICTURE.match(value) else None
    if found := _ARTICLE.match(value):
        return f"{articles}{found[1].upper()}"
    if _FRAGMENT.match(value):
        target = unquote(value[1:])
        return f"#{target}" if target.startswith(f"{anchors}-") else f"#{anchors}-{target}"
    return value if _OUTSIDE.match(value) or _INSIDE.match(value) or _MAIL.match(value) else None


class _BareAddress(InlineProcessor):
    """A web address in running text; a stop or an unopened bracket at its end belongs to the sentence."""

    ANCESTOR_EXCLUDES = ("a",)

    # The base class was typed for patterns that answer with one element.
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        found = m[1]
        while found[-1] in ".,;:!?'" or (found[-1] == ")" and found.count(")") > found.count("(")):
            found = found[:-1]
        link = Element("a", {"href": found})
        link.text = found
        return link, m.start(0), m.start(0) + len(found)


class _Tasks(Treeprocessor):
    """`[ ]` and `[x]` at the start of a list item become signs that everybody's reader reads out."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            if found := _TASK.match(first.text or ""):
                first.text = f"{'☐' if found[1] == ' ' else '☑'} {(first.text or '')[found.end() :]}"
                item.set("class", "task")


class _Finish(Treeprocessor):
    """Names for headings, and text instead of links and pictures that lead nowhere."""

    def __init__(self, md: Markdown, anchors: str, taken: set[str]) -> None:
        super().__init__(md)
        self.anchors, self.taken = anchors, taken

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in ("a", "img"):
                self._keep_if_it_leads_somewhere(element)
            elif re.fullmatch("h[1-6]", element.tag):
                element.set("id", self._name("".join(element.itertext())))
            elif element.tag == "th":
                element.set("scope", "col")

    def _keep_if_it_leads_somewhere(self, element: Element) -> None:
        value = element.get("src" if element.tag == "img" else "href") or ""
        if address(element.tag, html.unescape(value.replace(AMP_SUBSTITUTE, "&")), "/kb/", self.anchors) is None:
            if element.tag == "img":
                element.text = element.get("alt")
            element.tag = "span"
            element.attrib.clear()

    def _name(self, heading: str) -> str:
        text = unicodedata.normalize("NFC", re.sub("\x02[^\x03]*\x03", "", heading)).casefold()
        slug = re.sub(r"[^\w]+", "-", text).strip("-")[:80] or "section"
        name, number = f"{self.anchors}-{slug}", 1
        while name in self.taken:
            number += 1
            name = f"{self.anchors}-{slug}-{number}"
        self.taken.add(name)
        return name


class _House(Extension):
    """What this house adds to the parser, and takes away."""

    def __init__(self, anchors: str, taken: set[str]) -> None:
        super().__init__()
        self.anchors, self.taken = anchors, taken

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_BareAddress(_BARE_ADDRESS, md), "bare_address", 85)
        md.treeprocessors.register(_Tasks(md), "tasks", 25)
        md.treeprocessors.register(_Finish(md, self.anchors, self.taken), "finish", -5)


def _parser(anchors: str, taken: set[str]) -> Markdown:
    return Markdown(
        extensions=[
            "tables",
            "sane_lists",
            "nl2br",
            "pymdownx.saneheaders",
            "pymdownx.superfences",
            "pymdownx.highlight",
            "pymdownx.tilde",
            _House(anchors, taken),
        ],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "pymdownx.highlight": {"guess_lang": False, "linenums_style": "pymdownx-inline"},
            "pymdownx.tilde": {"subscript": False},
        },
    )


def _drawn(block: Block, anchors: str, taken: set[str]) -> str:
    """The HTML of one tree of blocks, not yet safe."""
    lines, inside = outline(block)
    text = _parser(anchors, taken).convert("\n".join(even_indentation(lines)))
    notes = [f'<div class="note" data-tone="{each.tone}">{_drawn(each, anchors, taken)}</div>' for each in inside]
    placed: set[int] = set()

    def place(found: re.Match[str]) -> str:
        placed.add(int(found[1]))
        return notes[int(found[1])]

    text = re.sub(f"<p>{MARK}([0-9]+){MARK}</p>", place, text)
    text = re.sub(f"{MARK}[0-9]+{MARK}", "", text)
    return text + "".join(note for index, note in enumerate(notes) if index not in placed)


def _levelled(text: str) -> str:
    """*text* with its highest heading as h3. Sound on the parser's output: there "<" is always a tag's."""
    used = [int(level) for level in re.findall(r"<h([1-6])(?=[ >])", text)]
    shift = 3 - min(used, default=3)
    return re.sub(r"<(/?)h([1-6])(?=[ >])", lambda m: f"<{m[1]}h{min(6, int(m[2]) + shift)}", text)


def _safe(text: str, articles: str, anchors: str) -> str:
    def judge(tag: str, attribute: str, value: str) -> str | None:
        return address(tag, value, articles, anchors) if attribute in ("href", "src") else value

    text = nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags=set(),
        attributes={
            "a": {"href", "title"},
            "img": {"src", "alt", "title"},
            "ol": {"start"},
            **{heading: {"id"} for heading in _HEADINGS},
        },
        tag_attribute_values={
            "div": {"data-tone": {"internal", "warn", "info"}},
            "th": {**_ALIGN, "scope": {"col"}},
            "td": _ALIGN,
        },
        set_tag_attribute_values={"pre": {"tabindex": "0"}, "img": {"loading": "lazy"}},
        allowed_classes={
            "div": {"highlight", "note"},
            "span": set(STANDARD_TYPES.values()) - {""},
            "li": {"task"},
        },
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "kb"},
        link_rel=_RELATION,
    )
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
    text = re.sub(r"<br>\s*(?=<div )|(?<=</div>)\s*<br>", "", text)
    # In what nh3 writes, a quoted value holds no quotation mark and a text no "<": this finds tags only.
    return re.sub(rf'(<a href="(?:#|/|mailto:)[^"]*"(?: title="[^"]*")?) rel="{_RELATION}"', r"\1", text).strip()


def render(source: str, anchors: str) -> tuple[str, str]:
    """The HTML for staff, and the HTML from whose source everything internal was taken out first."""
    whole = parse(source)
    outward = without_internal(whole)
    drawn = _levelled(_drawn(whole, anchors, set()))
    drawn_outward = drawn if outward == whole else _levelled(_drawn(outward, anchors, set()))
    return _safe(drawn, "/kb/", anchors), _safe(drawn_outward, "/faq/", anchors)


def _answer(question: bytes, cpu_seconds: float) -> dict[str, str]:
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        asked = json.loads(question)
        drawn, drawn_outward = render(asked["source"], asked["anchors"])
    except Exception:
        # The parser gives up on some texts (recursion, memory): the same to the writer as too slow.
        return {"refused": "hard"}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if len(drawn) + len(drawn_outward) > LARGEST_ANSWER:
        return {"refused": "hard"}
    return {"html": drawn, "open_html": drawn_outward}


def _send(channel: BinaryIO, answer: dict[str, str]) -> None:
    body = json.dumps(answer).encode()
    channel.write(struct.pack(">I", len(body)) + body)
    channel.flush()


def main(cpu_seconds: float) -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    render("# 準備\n\n1. [ ] `x`\n\n```python\npass\n```", "t")
    _send(answers, {"ready": "yes"})
    questions = sys.stdin.buffer
    while len(head := questions.read(4)) == 4:
        _send(answers, _answer(questions.read(struct.unpack(">I", head)[0]), cpu_seconds))
