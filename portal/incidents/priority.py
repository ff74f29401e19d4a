"""Impact × urgency → priority: two matrices to choose from (domain A3 and A4)."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from portal.kernel.policies import Policy


class Impact(StrEnum):
    """How many are hindered: all departments, a certain one, a certain person."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


class Urgency(StrEnum):
    """How far business is hindered: it stands still, in part, or there is another way."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Preset(StrEnum):
    FIVE_LEVELS = "five_levels"
    FOUR_LEVELS = "four_levels"


class PriorityPolicy(Policy):
    """How priorities follow from impact and urgency."""

    name: ClassVar[str] = "priority"

    matrix: Preset = Field(Preset.FIVE_LEVELS, description="Which matrix: five levels, or four with one low level.")


HIGHEST, LOWEST = 1, 5


def priority(impact: Impact, urgency: Urgency, preset: Preset = Preset.FIVE_LEVELS) -> int:
    """1 (highest) to 5 (lowest): the sum of the two steps down; with four levels the two lowest are one."""
    steps = list(Impact).index(impact) + list(Urgency).index(urgency)
    return HIGHEST + min(steps, 3 if preset is Preset.FOUR_LEVELS else 4)


def grades(preset: Preset = Preset.FIVE_LEVELS) -> list[tuple[Urgency, list[tuple[Impact, int]]]]:
    """The whole matrix: a row for each urgency, and in it the priority for each impact."""
    return [(urgency, [(impact, priority(impact, urgency, preset)) for impact in Impact]) for urgency in Urgency]
