"""Markdown files with a head of fields between `---`: the head, the sections by their headings, and the rest."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from portal.exchange.sections import FIELDS, field_of, is_garbled, label_of
from portal.exchange.tidy import without_anchors
from portal.kernel.i18n import gettext as _

LARGEST_FILE = 512 * 1024  # bytes
_HEAD = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"(?m)^([\w.-]+):[ \t]*(.*)$")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"\s*(?:>\s?)*(`{3,}|~{3,})")
_RUNBOOK = re.compile(r"(?mi)^#{2,3}[ \t]+meaning\b")
_KANA = re.compile("[\u3041-\u30ff]")
_KEYS = ("id", "key", "article-number")
_LANGUAGES = ("language", "lang", "ms.contentlocale")
_ENVIRONMENTS = ("environment", "appliesto", "applies-to", "applies_to")
_TAKEN_OVER = (
    *(
        "title",
        "short_answer",
        "codes",
        "keywords",
        "translation_of",
        "product",
        "article_type",
        "type",
        "url",
        "source",
    ),
    *("description", "alert_name"),
)


def read(path: Path, source: str = "") -> Iterator[tuple[int, dict[str, Any] | str]]:
    """The one record of a file, under line number 0; a sentence instead of the fields where it cannot be read."""
    if path.stat().st_size > LARGEST_FILE:
        yield 0, _("The file is larger than 512 KB.")
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        yield 0, _("The file is not UTF-8.")
        return
    yield 0, parse(text.replace("\r\n", "\n").replace("\r", "\n"), path, source)


def parse(text: str, path: Path, source: str = "") -> dict[str, Any]:
    """The fields of a Markdown text that lies at *path*."""
    head, body = _divide(text)
    title, parts = _sections(without_anchors(body))
    fields: dict[str, Any] = {name: head[name] for name in _TAKEN_OVER if head.get(name) not in (None, "")}
    fields |= {name: "\n\n".join(texts) for name, texts in parts.items() if texts}
    runbook = _RUNBOOK.search(body) is not None
    if runbook:
        fields["title"] = title or fields.get("title", "")
        fields["alert_name"] = fields["title"]
        fields.setdefault("article_type", "runbooks")
    fields.setdefault("title", title or "")
    if not fields.get("environment"):
        fields["environment"] = _first_list(head, _ENVIRONMENTS) or (_component(path) if runbook else "")
    if set(fields) & {"issue", "resolution", "cause", "more"} == set() and fields.get("summary"):
        fields["resolution"] = fields.pop("summary")
    language = _language(head, path, text)
    own = next((str(head[name]) for name in _KEYS if head.get(name)), path.stem)
    fields["id"] = own if ":" in own else f"{source or path.absolute().parent.name}:{own}:{language}"
    fields["lang"] = language
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _divide(text: str) -> tuple[dict[str, Any], str]:
    found = _HEAD.match(text)
    if not found:
        return {}, text
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError:
        # Written by hand, with a colon or a bracket where YAML wants quotes: the simple lines can be read all the same.
        head = {name: value.strip().strip("'\"") for name, value in _PAIR.findall(found[1]) if value}
    return (head if isinstance(head, dict) else {}), text[found.end() :]


def _sections(body: str) -> tuple[str, dict[str, list[str]]]:
    """The first heading, and the texts by field; what has none of its own is `summary` (before) or `more` (after)."""
    title, place, fence = "", "summary", ""
    parts: dict[str, list[str]] = {"summary": [""]}
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            heading = _HEADING.match(line)
            if heading and len(heading["marks"]) == 1 and not title:
                title = heading["title"]
                continue
            label = label_of(line, heading["title"] if heading else None)
            field = field_of(label) if label else None
            if field is None and label and is_garbled(label):
                field = "environment"
            if field and (heading or place in FIELDS or place == "summary"):
                place = field
                parts.setdefault(place, []).append("")
                continue
            if heading and len(heading["marks"]) <= 2:
                place = "more"
                parts.setdefault(place, []).append(f"### {heading['title']}")
                continue
        parts[place][-1] += ("\n" if parts[place][-1] else "") + line.rstrip()
    return title, {name: [kept for text in texts if (kept := _compact(text))] for name, texts in parts.items()}


def _compact(text: str) -> str:
    # A space or two before the first word mean nothing; four would make it code.
    return re.sub(r"\A {1,3}(?=\S)", "", re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip("\n").rstrip())


def _first_list(head: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = head.get(name)
        lines = value if isinstance(value, list) else re.split(r"[,\n]", str(value or ""))
        # The other lists of such heads end up here by a wrong indentation; their codes are no products.
        if kept := [
            str(line).strip() for line in lines if str(line).strip() and not re.fullmatch(r"MET\d+", str(line).strip())
        ]:
            return "\n".join(dict.fromkeys(kept))
    return ""


def _component(path: Path) -> str:
    """What a runbook is about: the part of its path before its own name."""
    parts = path.stem.split(".")
    return parts[-2] if len(parts) > 1 else path.absolute().parent.name


def _language(head: dict[str, Any], path: Path, text: str) -> str:
    for name in _LANGUAGES:
        if str(head.get(name, ""))[:2].lower() in ("ja", "en"):
            return str(head[name])[:2].lower()
    for part in reversed(path.absolute().parts[:-1]):
        if part.lower().split("-")[0] in ("ja", "en"):
            return part.lower().split("-")[0]
    return "ja" if len(_KANA.findall(text)) > 10 else "en"
