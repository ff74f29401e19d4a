"""The texts that people read: collected from code and templates, and held against the Japanese catalogue.

`python tools/words.py` says what is missing and what nobody says any more; with `--write` the catalogue gets empty
entries for the missing and loses the rest.
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal" / "locale" / "ja" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2)}
JINJA = {"trimmed": "true", "silent": "false"}

Text = str | tuple[str, str]


def spoken() -> dict[Text, list[str]]:
    """Every text in code and templates, with the files that say it; a plural pair is one text."""
    found: dict[Text, list[str]] = {}
    for folder, pattern, method in (("portal", "**.py", "python"), ("templates", "**", "jinja2")):
        options = {pattern: JINJA} if method == "jinja2" else {}
        for name, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=[(pattern, method)], options_map=options, keywords=KEYWORDS
        ):
            key: Text = (text[0], text[1]) if isinstance(text, tuple) else text
            found.setdefault(key, []).append(f"{folder}/{name}")
    return found


def catalogue() -> Catalog:
    """The Japanese catalogue as it stands."""
    if not CATALOGUE.is_file():
        return Catalog(locale="ja", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ja")


def main() -> int:
    """Compare, say, and with `--write` mend."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true", help="mend the catalogue")
    write = arguments.parse_args().write
    known, said = catalogue(), spoken()
    keys = {text[0] if isinstance(text, tuple) else text for text in said}
    missing = [text for text in said if not _translated(known.get(text[0] if isinstance(text, tuple) else text))]
    surplus = [_key(message) for message in known if message.id and _key(message) not in keys]
    for text in missing:
        print("missing:", text)
    for key in surplus:
        print("nobody says:", key)
    if write:
        _write(known, said)
    return 1 if (missing or surplus) and not write else 0


def _write(known: Catalog, said: dict[Text, list[str]]) -> None:
    fresh = Catalog(locale="ja", project="Knowledge Desk", fuzzy=False, creation_date=known.creation_date)
    for text in sorted(said, key=lambda text: (min(said[text]), str(text))):
        before = known.get(text[0] if isinstance(text, tuple) else text)
        fresh.add(text, before.string if before else None)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=110, omit_header=False, no_location=True, sort_output=False)


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy or not message.string:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


if __name__ == "__main__":
    sys.exit(main())
