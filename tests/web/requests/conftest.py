"""Whoever reports reads English here, so that a test can say what stands on the page."""

from types import SimpleNamespace

import pytest

from portal.kernel.transaction import transaction


@pytest.fixture(autouse=True)
def _in_english(cast: SimpleNamespace) -> None:
    with transaction():
        cast.abe.language = "en"
        cast.mori.language = "en"
