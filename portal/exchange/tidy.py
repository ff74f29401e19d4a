"""Markdown of other systems brought to what is drawn here: their HTML, their marks and their links.

Nothing is invented and no word is lost. What stands in code stays as it is.
"""

import html
import re
from collections.abc import Callable
from urllib.parse import urljoin

NOTES = {
    "en": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    "ja": {"note": "注", "tip": "ヒント", "important": "重要", "warning": "警告", "caution": "注意"},
}
_FENCE = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]+?(?<!`)\1(?!`)")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_NEAR = ".{0,8000}?"  # a tag and its end stand near each other; without a bound, hostile texts take for ever

_ANCHOR = re.compile(
    r"<a\s+(?:name|id)\s*=\s*[\"'][^\"'<>]*[\"']\s*>\s*</a>|<a\s+(?:name|id)\s*=\s*[\"'][^\"'<>]*[\"']\s*/>"
)
_DOCS_IMAGE = re.compile(r":::image\b[^\n]*?alt-text=\"([^\"\n]*)\"[^\n]*?:::")
_HEADING_NAME = re.compile(r"(?m)^([ \t>]*#{1,6}[^\n]*?)[ \t]*\{#[^}\n]*\}[ \t]*$")
_MARKED = re.compile(r"\[!(DNL|UICONTROL)\s+([^\]\n]+)\]")
_NOTE = re.compile(r"(?mi)^([ \t]*(?:>[ \t]?)+)\[!(note|tip|important|warning|caution)\][ \t]*")
_NEXT_STEP = re.compile(r"(?mi)^[ \t]*(?:>[ \t]?)+\[!div[^\]\n]*\][ \t]*\n?")
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\n]|\\[\[\]]|\[[^\[\]\n]*\]){0,600})\]"
    r"\(\s*<?(?P<to>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)(?:\{[^{}\n]*\})?"
)
_KEPT_LINK = re.compile(r"(?:https?://|mailto:|kb:|#).", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:\.{0,2}/(?!/)|[\w-][\w./-]*(?:[#?]|\Z))")


def tidy(text: str, language: str = "en", link_base: str = "") -> str:
    """*text* with HTML turned to Markdown and foreign marks to words. Twice is as once.

    A link within the other site leads there when *link_base* says where that is; otherwise its words stay, with the
    address in code behind them, because here it would lead to a page of ours that does not exist.
    """
    if "<pre" in text:
        text = _outside_fences(text, lambda piece: _tag("pre").sub(_fenced, piece))
    return _outside_fences(text, lambda piece: _with_code_kept(piece, lambda words: _words(words, language, link_base)))


def without_anchors(text: str) -> str:
    """*text* without what only a site generator reads: names of places, and pictures (their description stays)."""
    text = _DOCS_IMAGE.sub(lambda found: f"[image: {found[1]}]", _ANCHOR.sub("", text))
    return _HEADING_NAME.sub(r"\1", text)


def _words(text: str, language: str, link_base: str) -> str:
    text = without_anchors(text.replace("&nbsp;", " ").replace("&#x200b;", "").replace("&#x200B;", ""))
    text = _MARKED.sub(r"\2", text)
    text = _NEXT_STEP.sub("", text)
    labels = NOTES.get(language, NOTES["en"])
    text = _NOTE.sub(lambda found: f"{found[1]}**{labels[found[2].lower()]}** ", text)
    if "<" in text:
        text = _from_html(text)
    return _LINK.sub(lambda found: _link(found, link_base), text)


def _link(found: re.Match[str], link_base: str) -> str:
    words, to = found["text"].strip(), found["to"]
    if found["image"]:
        return f"[image: {words}]" if words else ""
    if _KEPT_LINK.match(to):
        return found[0] if not found[0].endswith("}") else f"[{words}]({to})"
    if not _RELATIVE.match(to):
        return words
    if link_base:
        return f"[{words}]({urljoin(link_base, to)})"
    return words if words == to else f"{words} (`{to}`)"


def _tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<({name})\b[^<>]*>({_NEAR})</\1\s*>", re.IGNORECASE | re.DOTALL)


_TABLE, _ROW, _CELL = _tag("table"), _tag("tr"), _tag("t[dh]")
_STRONG, _EMPHASIS, _CODED, _SUMMARY = _tag("b|strong"), _tag("i|em"), _tag("code|kbd|samp|tt"), _tag("summary|h[1-6]")
_LEADING = re.compile(
    rf"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]*>({_NEAR})</a\s*>", re.IGNORECASE | re.DOTALL
)
_IMAGE = re.compile(r"<img\b[^<>]*?\balt\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(rf"<!--{_NEAR}-->", re.DOTALL)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_ITEM = re.compile(r"\s*<li\b[^<>]*>\s*", re.IGNORECASE)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|ul|ol|details|section|center|dl|dd|dt|blockquote|tbody|thead)\b[^<>]*>\s*", re.IGNORECASE
)
_BARE = re.compile(
    r"</?(?:a|span|font|u|sup|sub|small|big|mark|li|colgroup|col|img|b|i|strong|em)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def _from_html(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _TABLE.sub(_table, text)
    text = _LEADING.sub(lambda found: f"[{_one_line(found[2])}]({found[1]})", text)
    text = _IMAGE.sub(lambda found: f"[image: {found[1]}]" if found[1].strip() else "", text)
    text = _SUMMARY.sub(lambda found: f"\n\n**{_one_line(found[2])}**\n\n", text)
    text = _CODED.sub(lambda found: f"`{html.unescape(_one_line(found[2]))}`", text)
    text = _STRONG.sub(lambda found: _around("**", found[2]), text)
    text = _EMPHASIS.sub(lambda found: _around("*", found[2]), text)
    text = _ITEM.sub("\n- ", _BREAK.sub("\n", text))
    return _BARE.sub("", _BLOCK.sub("\n\n", text))


def _around(mark: str, words: str) -> str:
    inner = words.strip().strip("*")
    return f"{mark}{inner}{mark}" if inner and "\n" not in inner else words


def _fenced(found: re.Match[str]) -> str:
    code = re.sub(r"</?(?:code|span|b|i|strong|em)\b[^<>]*>", "", found[2], flags=re.IGNORECASE).strip("\n")
    fence = "```" if "```" not in code else "~~~~"
    return f"\n\n{fence}\n{html.unescape(re.sub(r'<br[^<>]*>', chr(10), code))}\n{fence}\n\n"


def _table(found: re.Match[str]) -> str:
    rows = [[_cell(cell[2]) for cell in _CELL.finditer(row[2])] for row in _ROW.finditer(found[2])]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return found[2]
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows if row]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) + "\n\n"


def _cell(markup: str) -> str:
    return _one_line(_BLOCK.sub(" ", _BREAK.sub(" ", _ITEM.sub(" ", markup)))).replace("|", r"\|")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _with_code_kept(text: str, change: Callable[[str], str]) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{len(kept) - 1}\ue001"

    changed = change(_CODE.sub(keep, text.replace("\ue000", "").replace("\ue001", "")))
    return _KEPT.sub(lambda found: kept[int(found[1])] if int(found[1]) < len(kept) else "", changed)


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """*text* with *change* done to each stretch of lines that is not fenced code."""
    pieces: list[str] = []
    stretch: list[str] = []
    fence = ""

    def close(changed: bool) -> None:
        if stretch:
            joined = "\n".join(stretch)
            pieces.append(change(joined) if changed else joined)
            stretch.clear()

    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if not fence and mark:
            close(True)
            fence = mark[1]
            stretch.append(line)
        elif fence and mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
            stretch.append(line)
            close(False)
            fence = ""
        else:
            stretch.append(line)
    close(not fence)
    return "\n".join(pieces)
