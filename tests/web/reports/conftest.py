"""The same browsers as for articles: everybody reads English; and the chain that reports tell of."""

import pytest

from tests.chain import Chain
from tests.web.articles.conftest import _in_english

__all__ = ["_in_english"]


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)
