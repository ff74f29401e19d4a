"""The two indexes that keep one contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index import DiskIndex, Index, MemoryIndex, open_index
from tests.search_index.samples import DESK


@pytest.fixture(params=["memory", "disk"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An index without documents."""
    index: Index = MemoryIndex() if request.param == "memory" else open_index(tmp_path / "index", create=True)
    yield index
    index.close()


@pytest.fixture
def index(empty: Index) -> Index:
    """An index with the documents of the desk."""
    empty.add(DESK)
    return empty


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[DiskIndex]:
    """An index on disk with the documents of the desk."""
    index = open_index(tmp_path / "index", create=True)
    index.add(DESK)
    yield index
    index.close()
