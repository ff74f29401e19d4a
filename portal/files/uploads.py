"""What somebody wants to attach: judged before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.models import User
from portal.files import store
from portal.files.kinds import KINDS
from portal.files.models import File
from portal.files.names import clean_name, ending_of
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor

MOST_AT_ONCE = 10


@dataclass(frozen=True)
class Upload:
    """A file as it came: the name that the sender gave it, and its bytes."""

    name: str
    contents: bytes


@dataclass(frozen=True)
class Kept:
    """An upload that was judged and whose bytes are on the disk."""

    name: str
    media_type: str
    size: int
    fingerprint: str


def judge(uploads: Sequence[Upload]) -> None:
    """Refuse with a sentence what may not be attached; `Invalid` names the field `files`."""
    if len(uploads) > MOST_AT_ONCE:
        raise Invalid(_("At most %(count)s files at once.", count=MOST_AT_ONCE), "files")
    for upload in uploads:
        _media_type(upload)
    if sum(len(upload.contents) for upload in uploads) > most_at_once():
        limit = spoken_size(most_at_once())
        raise Invalid(_("These files together are larger than %(limit)s. Send fewer at once.", limit=limit), "files")


def keep(uploads: Sequence[Upload]) -> list[Kept]:
    """Judge all of them, then keep the bytes of all."""
    judge(uploads)
    return [
        Kept(clean_name(upload.name), _media_type(upload), len(upload.contents), store.keep(upload.contents))
        for upload in uploads
    ]


def file_of(actor: Actor, kept: Kept) -> File:
    """The record of what was kept; it is saved with the deed that attaches it."""
    file = File(fingerprint=kept.fingerprint, name=kept.name, media_type=kept.media_type, size=kept.size)
    file.added_by = db.session.get(User, actor.id) if actor.id is not None else None
    return file


def too_large(name: str) -> str:
    """The sentence about a file that is too large."""
    return _("“%(name)s” is larger than %(limit)s.", name=name, limit=spoken_size(largest()))


def largest() -> int:
    """The most bytes that one file may have."""
    return min(settings().max_file_kb * 1024, most_at_once())


def most_at_once() -> int:
    """The most bytes that all files of one request may have; the words beside them want some room too."""
    return settings().max_request_kb * 1024 * 15 // 16


def spoken_size(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")


def _media_type(upload: Upload) -> str:
    name = clean_name(upload.name)
    kind = KINDS.get(ending_of(name))
    if kind is None:
        raise Invalid(
            _(
                "“%(name)s” cannot be attached. These can: %(kinds)s. Put anything else into a zip.",
                name=name or _("A file without a name"),
                kinds=_(", ").join(KINDS),
            ),
            "files",
        )
    if not upload.contents:
        raise Invalid(_("“%(name)s” is empty.", name=name), "files")
    if len(upload.contents) > largest():
        raise Invalid(too_large(name), "files")
    if not kind.is_like(upload.contents):
        raise Invalid(_("“%(name)s” is not what its name says. It was not attached.", name=name), "files")
    return kind.media_type
