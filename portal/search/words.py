"""What people choose about the words of the house, as they read it."""

from enum import StrEnum

from portal.kernel.i18n import mark
from portal.search.models import CountsFor, Direction, WordKind

LABELS: dict[StrEnum, str] = {
    Direction.BOTH: mark("Each word finds the others"),
    Direction.ONE_WAY: mark("Only the first word finds the others"),
    CountsFor.ALL: mark("All searches"),
    CountsFor.JA: mark("Searches in Japanese"),
    CountsFor.EN: mark("Searches in English"),
    WordKind.WHOLE: mark("Words kept whole"),
    WordKind.STOP: mark("Stop words"),
}
