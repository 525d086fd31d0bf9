from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from answer.request import AnswerRequest, Role, Turn
from eval.lookup import StoredLookup
from ingest.indexing import Indexer
from ingest.settings import IngestSettings
from ingest.sync import Synchroniser, SyncRequest
from retrieval.catalog import Catalog
from retrieval.index import ChromaIndex
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.integration

TEXTS = {"pause.txt": "A pause costs twelve pounds.", "refund.txt": "Refunds take five days."}


@dataclass
class Stored:
    lookup: StoredLookup
    catalog: Catalog = field(repr=False)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    folder: Path = tmp_path_factory.mktemp("lookup")
    documents = folder / "documents"
    documents.mkdir()
    for name, text in TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    catalog, index = Catalog.open(folder / "catalog.db"), ChromaIndex(folder / "chroma")
    embedder = FakeEmbedder()
    synchroniser = Synchroniser(Indexer(catalog, index, embedder), embedder, IngestSettings())
    synchroniser.run(SyncRequest((documents,), "samples"))
    searcher = Searcher(catalog, index, lambda: embedder, settings=RetrievalSettings(candidates=8))
    yield Stored(StoredLookup(catalog, index, embedder, searcher, top_k=1), catalog)
    catalog.close()


def test_the_best_documents_come_first_and_no_more_than_top_k_chunks(stored: Stored) -> None:
    request = AnswerRequest("How many days do refunds take?", "samples")
    assert stored.lookup.retrieve_documents(request) == ("refund.txt",)


def test_a_follow_up_is_searched_with_its_conversation(stored: Stored) -> None:
    turns = (Turn(Role.USER, "Can I get a refund within five days, like other refunds?"),)
    request = AnswerRequest("And how long?", "samples", turns)
    assert stored.lookup.retrieve_documents(request) == ("refund.txt",)


def test_the_similarity_is_that_of_the_closest_chunk_to_the_bare_question(stored: Stored) -> None:
    (chunk,) = (chunk for chunk in stored.catalog.collection_chunks("samples") if "pause" in chunk.document)
    same = stored.lookup.best_similarity(chunk.embedded_text, "samples")
    other = stored.lookup.best_similarity("Nothing alike whatsoever", "samples")
    assert same == pytest.approx(1, abs=1e-3)
    assert other < 0.7


def test_stored_chunks_are_found_by_id(stored: Stored) -> None:
    chunk = stored.catalog.collection_chunks("samples")[0]
    assert stored.lookup.find_chunks({chunk.id, "no such id"}) == {chunk.id: chunk}
