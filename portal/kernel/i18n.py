"""Words and dates in the reader's way; catalogues are read from .po files, nothing is compiled."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.messages.pofile import read_po

from portal.paths import LOCALE

LANGUAGES = {"ja": "日本語", "en": "English"}
PSEUDO = "qps"  # every text in brackets, so that a bare one stands out; for tests

_language: ContextVar[str] = ContextVar("language", default="ja")
_zone: ContextVar[str] = ContextVar("zone", default="Asia/Tokyo")

_WEEKDAYS = "月火水木金土日"


def current_locale() -> str:
    """The reader's language: "ja" or "en"."""
    return _language.get()


def current_zone() -> tzinfo:
    """The reader's time zone."""
    return ZoneInfo(_zone.get())


def use(language: str, zone: str | None = None) -> None:
    """From here on, in this request or thread, speak *language* and tell times in *zone*."""
    _language.set(language if language in LANGUAGES or language == PSEUDO else "en")
    if zone is not None:
        _zone.set(zone)


@contextmanager
def speaking(language: str, zone: str | None = None) -> Iterator[None]:
    """Speak *language* for a while, as when a letter is written to someone else."""
    language_before, zone_before = _language.get(), _zone.get()
    use(language, zone)
    try:
        yield
    finally:
        _language.set(language_before)
        _zone.set(zone_before)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """English source text → its forms in *language*; empty for English itself."""
    source = LOCALE / language / "messages.po"
    if not source.is_file():
        return {}
    with source.open("rb") as file:
        messages = read_po(file)
    forms: dict[str, tuple[str, ...]] = {}
    for message in messages:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and all(texts) and not message.fuzzy:
            forms[key] = texts
    return forms


def gettext(text: str, /, **values: object) -> str:
    """*text* in the reader's language, with `%(name)s` places filled."""
    language = _language.get()
    found = f"⟦{text}⟧" if language == PSEUDO else catalogue(language).get(text, (text,))[0]
    return found % values if values else found


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The form of the text that fits *count*; `%(num)s` is the count itself."""
    language = _language.get()
    if language == PSEUDO:
        found = f"⟦{singular if count == 1 else plural}⟧"
    elif forms := catalogue(language).get(singular):
        found = forms[0] if len(forms) == 1 or count == 1 else forms[1]
    else:
        found = singular if count == 1 else plural
    return found % {"num": count, **values}


def mark(text: str) -> str:
    """Mark *text* for translation where it is written; it is translated where it is shown."""
    return text


def long_moment(moment: datetime) -> str:
    """`2026年11月22日(日) 14:30`, or `Sun 22 Nov 2026, 14:30`."""
    local = moment.astimezone(current_zone())
    return f"{long_day(local.date())}{' ' if _japanese() else ', '}{local:%H:%M}"


def long_day(day: date) -> str:
    """`2026年11月22日(日)`, or `Sun 22 Nov 2026`."""
    if _japanese():
        return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"
    return format_datetime(datetime(day.year, day.month, day.day), "EEE d MMM y", locale="en")  # noqa: DTZ001 – a day has no zone


def short_moment(moment: datetime, today: date) -> str:
    """For lists: `11/22 14:30`, with the year when it is not this one; English `22 Nov 14:30`."""
    local = moment.astimezone(current_zone())
    if _japanese():
        day = f"{local.month}/{local.day}" if local.year == today.year else f"{local.year}/{local.month}/{local.day}"
    else:
        pattern = "d MMM" if local.year == today.year else "d MMM y"
        day = format_datetime(local.replace(tzinfo=None), pattern, locale="en")
    return f"{day} {local:%H:%M}"


def local_day(moment: datetime) -> date:
    """The reader's calendar day of *moment*."""
    return moment.astimezone(current_zone()).date()


def _japanese() -> bool:
    return _language.get() == "ja"
