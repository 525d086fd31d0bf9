from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.local_documents import LocalDocuments
from api.sections import ApiSettings
from retrieval.catalog import Catalog
from tests.api.fakes import FakeBackend
from tests.ingest.crashing import Store
from tests.ingest.job_folders import FakeSync, Office, open_office


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def client(backend: FakeBackend) -> Iterator[TestClient]:
    with TestClient(create_app(ApiSettings(), backend.opened), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture
def office(backend: FakeBackend, tmp_path: Path) -> Iterator[Office]:
    """Open the desk behind the routes of uploads and jobs; nothing runs until a test says so."""
    with open_office(tmp_path, FakeSync()) as opened:
        backend.jobs = opened.desk
        yield opened


@pytest.fixture
def store(backend: FakeBackend, tmp_path: Path) -> Iterator[Store]:
    """Open the catalog behind the routes of documents."""
    store = Store(Catalog.open(tmp_path / "catalog.db"))
    backend.documents = LocalDocuments(store.catalog, lambda: store.indexer, collection="kb")
    yield store
    store.catalog.close()
