import sys
from pathlib import Path

import pytest

from eval.errors import BaselineMissingError
from eval.retrieval.plain_pipeline import Cut, PlainPipeline
from tests.eval.folders import write_samples
from tests.fakes import FakeEmbedder


@pytest.mark.integration
def test_text_files_are_indexed_and_found(tmp_path: Path) -> None:
    documents = write_samples(tmp_path) / "documents"
    (documents / "picture.png").write_bytes(b"\x89PNG")
    pipeline = PlainPipeline(tmp_path / "plain", FakeEmbedder())
    indexed = pipeline.ingest(documents)
    assert (indexed.documents, indexed.chunks) == (2, 2)
    found = pipeline.find_documents("A paused workspace costs", top_k=2)
    assert [Path(file).name for file in found] == ["pause.md", "refund.txt"]


@pytest.mark.integration
def test_smaller_pieces_of_one_file_are_one_document(tmp_path: Path) -> None:
    documents = write_samples(tmp_path) / "documents"
    pipeline = PlainPipeline(tmp_path / "plain", FakeEmbedder(), cut=Cut("20/0", 20, 0))
    assert pipeline.ingest(documents).chunks > 2
    assert len(pipeline.find_documents("workspace", top_k=4)) <= 2


def test_without_the_packages_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As when a package is not there: Python's own way to say so.
    monkeypatch.setitem(sys.modules, "langchain_chroma", None)
    with pytest.raises(BaselineMissingError, match="needs langchain_chroma: install the `dev` extra"):
        PlainPipeline(tmp_path, FakeEmbedder())
