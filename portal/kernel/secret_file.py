"""A secret that is made once, kept in a file of the data folder, and read by every process."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept_secret(file: Path, make: Callable[[], str]) -> str:
    """What *file* holds; where there is none, *make* makes it, readable for the owner alone."""
    if not file.exists():
        # Written whole before it gets its name, so that a second process never reads half a secret.
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(make())
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="utf-8").strip()
