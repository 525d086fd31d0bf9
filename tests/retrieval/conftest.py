from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "catalog.db")
    yield catalog
    catalog.close()
