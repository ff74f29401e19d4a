"""The bytes of files on disk: under their fingerprint, each kept once, whole or not at all.

They are written before the row that names them is committed: a crash leaves bytes that nobody names, never a name
without its bytes. A backup copies the database first and this folder after it.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from portal.kernel.current import settings

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_UNFINISHED = ".part"
UNDER_WAY = 3600  # seconds until bytes without a record count as left behind


def fingerprint_of(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()


def path_of(fingerprint: str) -> Path:
    """Where the bytes of this fingerprint lie, or would."""
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise ValueError(f"{fingerprint[:80]!r} is no fingerprint.")
    return settings().files_folder / fingerprint[:2] / fingerprint[2:]


def keep(contents: bytes) -> str:
    """Keep these bytes and give their fingerprint; when it returns they are on the disk, come what may."""
    fingerprint = fingerprint_of(contents)
    path = path_of(fingerprint)
    if is_whole(fingerprint):
        return fingerprint
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}{_UNFINISHED}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(contents)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _settle(folder)
    return fingerprint


def is_whole(fingerprint: str) -> bool:
    """Whether the bytes are there and have this fingerprint."""
    try:
        return fingerprint_of(path_of(fingerprint).read_bytes()) == fingerprint
    except (OSError, ValueError):
        return False


def kept() -> Iterator[str]:
    """Every name under which bytes have lain for an hour: fingerprints, and what was left unfinished."""
    for path in sorted(settings().files_folder.glob("*/*")):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > UNDER_WAY:
                yield f"{path.parent.name}{path.name}"


def _settle(folder: Path) -> None:
    """Have the folder's own list of names on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
