"""What all trials of the walls share."""

import pytest

from portal.kernel import traces


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch):
    """Views and votes are written when a test says so, not two seconds later on a machine that may be slow."""
    monkeypatch.setattr(traces, "WAIT", 3_600.0)
