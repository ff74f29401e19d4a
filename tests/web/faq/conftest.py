"""Traces wait until a test asks for them, however slow the machine is."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.kernel import traces


@pytest.fixture(autouse=True)
def _traces_wait(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(traces, "WAIT", 600.0)
    yield
    traces._buffer().take()
