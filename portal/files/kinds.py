"""What may be attached: each kind by its name's ending and by what the bytes say; the two must agree."""

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

_SNIFFED = 64 * 1024  # bytes of a text that are looked at for what they are
_ENCODINGS = ("utf-8-sig", "cp932", "euc_jp", "latin-1")
_NEVER_IN_TEXT = re.compile("[\0-\x07\x0e-\x1a\x1c-\x1f]")
# What browsers take for a page or a drawing, wherever they may guess (WHATWG MIME Sniffing).
_ACTIVE = re.compile(
    r"<(?:!doctype|html|head|body|script|iframe|svg|h1|div|font|table|a|style|title|b|br|p|meta|link|object|embed|form"
    r"|img|base)\b",
    re.IGNORECASE,
)
_BEFORE_IT = (("<?", "?>"), ("<!--", "-->"))
_HEADER_LINE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,76}:|From \S")
_MACROS = "vbaProject.bin"


@dataclass(frozen=True)
class FileKind:
    """One kind that is let in. Only a picture is ever shown inside a page."""

    media_type: str
    is_like: Callable[[bytes], bool]
    is_picture: bool = False


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda contents: contents.startswith(marks)


def _is_webp(contents: bytes) -> bool:
    return contents.startswith(b"RIFF") and contents[8:12] == b"WEBP"


def _is_pdf(contents: bytes) -> bool:
    return contents.startswith(b"%PDF-")


def _names_inside(contents: bytes) -> list[str] | None:
    """The names in a zip; nothing is unpacked. None where it is no whole zip."""
    if not contents.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(BytesIO(contents)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
        return None


def _is_zip(contents: bytes) -> bool:
    return _names_inside(contents) is not None


def _office(folder: str) -> Callable[[bytes], bool]:
    def is_like(contents: bytes) -> bool:
        names = _names_inside(contents) or []
        has_parts = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
        return has_parts and not any(name.endswith(_MACROS) for name in names)

    return is_like


def _text(contents: bytes) -> str | None:
    """The beginning of a text, however it is written down; None where it is none, or is a page or a drawing."""
    encodings = ("utf-16",) if contents.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            text = contents.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NEVER_IN_TEXT.search(text) or _is_active(text) else text[:_SNIFFED]
    return None


def _is_active(text: str) -> bool:
    rest = text[:_SNIFFED].lstrip("\ufeff \t\r\n\f\v")
    while opening := next((pair for pair in _BEFORE_IT if rest.startswith(pair[0])), None):
        rest = rest.partition(opening[1])[2].lstrip()
    return _ACTIVE.match(rest) is not None


def _is_text(contents: bytes) -> bool:
    return _text(contents) is not None


def _is_json(contents: bytes) -> bool:
    try:
        json.loads(contents)
    except (ValueError, RecursionError):
        return False
    return True


def _is_mail(contents: bytes) -> bool:
    beginning = _text(contents)
    return beginning is not None and _HEADER_LINE.match(beginning) is not None


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_JPEG = FileKind("image/jpeg", _begins(b"\xff\xd8\xff"), is_picture=True)
_PLAIN = FileKind("text/plain", _is_text)

KINDS: Mapping[str, FileKind] = {
    "png": FileKind("image/png", _begins(b"\x89PNG\r\n\x1a\n"), is_picture=True),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": FileKind("image/gif", _begins(b"GIF87a", b"GIF89a"), is_picture=True),
    "webp": FileKind("image/webp", _is_webp, is_picture=True),
    "pdf": FileKind("application/pdf", _is_pdf),
    "txt": _PLAIN,
    "log": _PLAIN,
    "csv": FileKind("text/csv", _is_text),
    "json": FileKind("application/json", _is_json),
    "eml": FileKind("message/rfc822", _is_mail),
    "docx": FileKind(f"{_OPEN_XML}.wordprocessingml.document", _office("word/")),
    "xlsx": FileKind(f"{_OPEN_XML}.spreadsheetml.sheet", _office("xl/")),
    "pptx": FileKind(f"{_OPEN_XML}.presentationml.presentation", _office("ppt/")),
    "zip": FileKind("application/zip", _is_zip),
}
MEDIA_TYPES = frozenset(kind.media_type for kind in KINDS.values())
PICTURES = frozenset(kind.media_type for kind in KINDS.values() if kind.is_picture)
