"""One real process is killed in the middle of a sync; `test_sync.py` has the moments one by one."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.indexing import Indexer
from retrieval.catalog import Catalog
from retrieval.chunk import Filter, SearchQuery
from retrieval.index import ChromaIndex
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from tests.fakes import FakeEmbedder

RUN = """
import os, signal, sys
from pathlib import Path
from ingest.indexing import Indexer
from ingest.settings import IngestSettings
from ingest.sync import Synchroniser, SyncRequest
from retrieval.catalog import Catalog
from retrieval.index import ChromaIndex
from tests.fakes import FakeEmbedder

class Killed(ChromaIndex):
    def add(self, *args):
        super().add(*args)
        if sys.argv[3] == "add":
            os.kill(os.getpid(), signal.SIGKILL)
    def delete_versions(self, *args):
        if sys.argv[3] == "delete":
            os.kill(os.getpid(), signal.SIGKILL)
        super().delete_versions(*args)

data, embedder = Path(sys.argv[1]), FakeEmbedder()
indexer = Indexer(Catalog.open(data / "catalog.db"), Killed(data / "chroma"), embedder)
indexer.recover()
Synchroniser(indexer, embedder, IngestSettings()).run(SyncRequest((Path(sys.argv[2]),), "kb"))
"""


@pytest.mark.integration
def test_a_killed_process_leaves_what_the_next_one_finishes(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "refunds.md").write_text("# Refunds\n\nRefunds take 30 days.\n")
    (docs / "help.md").write_text("# Help\n\nWrite to us by mail.\n")
    assert _run(tmp_path, docs, "never") == 0
    (docs / "refunds.md").write_text("# Refunds\n\nRefunds take 14 days.\n")
    assert _run(tmp_path, docs, "add") == -signal.SIGKILL
    assert "30 days" in _best(tmp_path, "How many days do refunds take?")
    assert _run(tmp_path, docs, "delete") == -signal.SIGKILL
    assert _run(tmp_path, docs, "never") == 0

    assert "14 days" in _best(tmp_path, "How many days do refunds take?")
    catalog = Catalog.open(tmp_path / "catalog.db")
    indexer = Indexer(catalog, ChromaIndex(tmp_path / "chroma"), FakeEmbedder())
    assert (indexer.recover(), catalog.count_chunks("kb")) == (0, 2)
    catalog.close()


def _run(data: Path, docs: Path, moment: str) -> int:
    command = [sys.executable, "-c", RUN, str(data), str(docs), moment]
    return subprocess.run(command, check=False).returncode  # noqa: S603  # our own interpreter and script


def _best(data: Path, question: str) -> str:
    catalog = Catalog.open(data / "catalog.db")
    searcher = Searcher(
        catalog, ChromaIndex(data / "chroma"), FakeEmbedder, settings=RetrievalSettings(candidates=10)
    )
    found = searcher.search(SearchQuery(question, "kb", 1, Filter()))
    catalog.close()
    return found[0].chunk.text
