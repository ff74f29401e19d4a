"""What a device calls itself, in a word that people know."""

import re

BROWSERS = (
    ("Edge", re.compile(r"\bEdgA?/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|Chromium)/")),
    ("Safari", re.compile(r"\bSafari/")),
    ("curl", re.compile(r"^curl/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def called(agent: str) -> str:
    """Browser and system of a `User-Agent`, as far as it tells; empty where it tells neither."""
    browser = next((name for name, pattern in BROWSERS if pattern.search(agent)), "")
    system = next((name for name, pattern in SYSTEMS if pattern.search(agent)), "")
    return ", ".join(part for part in (browser, system) if part)
