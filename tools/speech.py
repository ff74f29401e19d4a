"""How the set-up talks: plain sentences, in the language of the terminal."""

import os


class Stop(Exception):
    """The set-up cannot go on; the sentence says why, and what would help."""


def word(english: str, japanese: str) -> str:
    """The sentence in the language of the terminal."""
    language = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return japanese if language.startswith("ja") else english


def say(english: str, japanese: str) -> None:
    """Tell what is going on, at once."""
    print(word(english, japanese), flush=True)
