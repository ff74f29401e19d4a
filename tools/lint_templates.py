"""Reads every template as a translator, a screen reader and a strict content policy would; reports what they miss."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
TRANSLATORS = {"_", "gettext", "ngettext", "lazy_gettext", "pgettext"}
# What an expression becomes in the page that is checked: its own text between signs that no template contains.
OPEN, CLOSE = "\ue000", "\ue001"
HARMLESS = str.maketrans({'"': "'", "<": "‹", ">": "›", "&": "+", "\n": " "})
EXPRESSION = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Shown as they are written, in every language.
VERBATIM = {"code", "kbd", "pre", "samp"}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
SELF_LABELLED = {"hidden", "submit", "button", "reset", "image"}

# Languages name themselves, keys bear their own names, and these blocks hold a class or a picture's name.
AUTONYMS = {"English", "日本語"}
KEYS = {"Alt", "Ctrl", "Enter", "Esc", "Shift", "Tab"}
WORDLESS_BLOCKS = re.compile(r"{%-?\s*block (?:body_class|glyph|width)\b.*?{%-?\s*endblock\b.*?%}", re.DOTALL)


class Finding(NamedTuple):
    """One thing to put right, and where."""

    line: int
    sentence: str


def check(source: str, *, html: bool = True) -> list[Finding]:
    """Everything in one template's *source* that a reader would miss; plain mails are *html*=False."""
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
    try:
        tree = environment.parse(source)
        flat = flatten(environment, WORDLESS_BLOCKS.sub(lambda block: "\n" * block[0].count("\n"), source))
    except TemplateSyntaxError as error:
        return [Finding(error.lineno, f"is no Jinja: {error.message}")]
    found = list(bare_strings(tree))
    if html:
        page = Page()
        page.feed(flat)
        page.close()
        found += page.verdict()
    else:
        found += [
            Finding(number, f"text outside _(): “{line.strip()}”")
            for number, line in enumerate(flat.split("\n"), 1)
            if has_words(line)
        ]
    return sorted(set(found))


def flatten(environment: Environment, source: str) -> str:
    """The page without Jinja: statements gone, each expression one token, every line where it was."""
    out: list[str] = []
    written, inside = 1, False
    for line, kind, text in environment.lex(source):
        piece = ""
        if kind == "data":
            piece = text
        elif kind == "variable_begin":
            inside, piece = True, OPEN
        elif kind == "variable_end":
            inside, piece = False, CLOSE
        elif inside and kind != "whitespace":
            # A token must not end the attribute, the tag or the line that holds it.
            piece = text.translate(HARMLESS)
        if piece and not inside and written < line:
            # Lines that went with a statement, a comment or stripped blanks.
            piece = "\n" * (line - written) + piece if kind == "data" else piece + "\n" * (line - written)
        out.append(piece)
        written += piece.count("\n")
    return "".join(out)


def has_words(text: str) -> bool:
    """Whether something is left to read once expressions and character references are gone."""
    return any(sign.isalpha() for sign in re.sub(r"&#?\w+;", "", EXPRESSION.sub("", text)))


def bare_strings(tree: nodes.Template) -> Iterator[Finding]:
    """String constants that read like words for people and stand outside a translation."""
    translated = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATORS
        for constant in call.find_all(nodes.Const)
    }
    for constant in tree.find_all(nodes.Const):
        text = constant.value
        if isinstance(text, str) and id(constant) not in translated and reads_like_words(text):
            yield Finding(constant.lineno, f"string outside _(): “{text}”")


def reads_like_words(text: str) -> bool:
    """Codes, classes and addresses are lower case, capitals or CamelCase throughout; words for people are not."""
    if text in AUTONYMS or re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}", text):
        return False
    if all(part in KEYS or len(part) == 1 for part in text.split()):
        return False
    return bool(re.match(r"[A-Z][a-z]", text)) or any(sign.isalpha() and not sign.isascii() for sign in text)


class Page(HTMLParser):
    """Walks a flattened page and notes what is missing on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Finding] = []
        self.open: list[tuple[str, bool]] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = {name: value or "" for name, value in attrs}
        self._policy(line, tag, given)
        # What is hidden from the ear is a picture made of letters.
        verbatim = (
            tag in VERBATIM or given.get("translate") == "no" or given.get("aria-hidden") == "true" or self._verbatim()
        )
        # A part in a fixed language names itself in it, as the language switch does.
        verbatim = verbatim or ("lang" in given and tag != "html" and not EXPRESSION.search(given["lang"]))
        spoken = SPOKEN_ATTRIBUTES | ({"value"} if given.get("type") in ("submit", "button", "reset") else set())
        for name in sorted(spoken & set(given)):
            if not verbatim and has_words(given[name]):
                self._note(line, f"{name} outside _(): “{given[name]}”")
        if tag == "img" and "alt" not in given:
            self._note(line, 'picture without alt (alt="" if it only decorates)')
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") not in SELF_LABELLED:
            named = {"aria-label", "aria-labelledby"} & set(given) or any(name == "label" for name, _ in self.open)
            if not named:
                self.fields.append((line, given.get("id", "")))
        if tag not in VOID:
            self.open.append((tag, verbatim))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        # Branches of an {% if %} may close one element twice; what was never opened is no matter here.
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position][0] == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        if has_words(data) and not self._verbatim():
            bare = EXPRESSION.sub(lambda token: " " * len(token[0]), data)
            before = next(index for index, sign in enumerate(bare) if sign.isalpha())
            text = " ".join(EXPRESSION.sub("…", data).split())
            self._note(self.getpos()[0] + bare.count("\n", 0, before), f"text outside _(): “{text[:60]}”")

    def verdict(self) -> list[Finding]:
        """All findings, once labels below their fields are known too."""
        for line, name in self.fields:
            if not name or name not in self.labelled:
                self._note(line, "field without a label")
        return self.found

    def _policy(self, line: int, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self._note(line, "<style>: rules belong into static/css")
        if tag == "script" and "src" not in given:
            self._note(line, "script in the page: it belongs into static/js")
        if "style" in given:
            self._note(line, "style=: the content policy drops it; use a class")
        for name, value in given.items():
            if re.fullmatch(r"on[a-z]+", name):
                self._note(line, f"{name}=: behaviour is bound by data- attributes in static/js")
            if value.strip().lower().startswith("javascript:"):
                self._note(line, f"javascript: in {name}")

    def _verbatim(self) -> bool:
        return bool(self.open) and (self.open[-1][1] or self.open[-1][0] in ("script", "style"))

    def _note(self, line: int, sentence: str) -> None:
        self.found.append(Finding(line, sentence))


def main() -> int:
    """Check the templates folder; the count of findings decides."""
    count = 0
    files = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
    for path in files:
        for line, sentence in check(path.read_text(encoding="utf-8"), html=path.suffix == ".html"):
            count += 1
            print(f"{path.relative_to(TEMPLATES.parent)}:{line}: {sentence}")
    print(f"{len(files)} templates read, {count} findings.")
    return 1 if count or not files else 0


if __name__ == "__main__":
    sys.exit(main())
