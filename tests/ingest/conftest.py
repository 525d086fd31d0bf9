from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.catalog import Catalog
from tests.ingest.crashing import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    catalog = Catalog.open(tmp_path / "catalog.db")
    yield Store(catalog)
    catalog.close()
