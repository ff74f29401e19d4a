"""The two matrices, cell by cell (domain A3 and A4)."""

import pytest

from portal.incidents.priority import Impact, Preset, Urgency, priority

FIVE = {Impact.LARGE: (1, 2, 3), Impact.MEDIUM: (2, 3, 4), Impact.SMALL: (3, 4, 5)}
FOUR = {Impact.LARGE: (1, 2, 3), Impact.MEDIUM: (2, 3, 4), Impact.SMALL: (3, 4, 4)}


@pytest.mark.parametrize(("preset", "matrix"), [(Preset.FIVE_LEVELS, FIVE), (Preset.FOUR_LEVELS, FOUR)])
def test_every_cell(preset, matrix):
    for impact, row in matrix.items():
        assert tuple(priority(impact, urgency, preset) for urgency in Urgency) == row
