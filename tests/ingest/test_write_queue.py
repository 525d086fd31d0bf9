import threading
from collections.abc import Sequence

import pytest

from ingest.write_queue import BATCH_CHUNKS, MAX_WAITING, WriteQueue
from retrieval.embedder import Vectors
from retrieval.errors import IndexUnavailableError
from retrieval.version import StagedVersion
from tests.fakes import FakeEmbedder
from tests.ingest.crashing import Moment, Store
from tests.retrieval.stored import make_version

# Each fills a batch of its own.
FULL = [
    make_version(f"{number}.md", *(f"Text {number}.{place}." for place in range(BATCH_CHUNKS)))
    for number in range(MAX_WAITING + 3)
]


@pytest.fixture(autouse=True)
def _collection(store: Store) -> None:
    store.catalog.add_collection("kb", fingerprint=store.embedder.fingerprint)


def _paths(store: Store) -> list[str]:
    return [record.path for record in store.catalog.documents("kb")]


def test_what_was_put_can_be_found_afterwards_and_is_told_in_order(store: Store) -> None:
    told: list[StagedVersion] = []
    small = make_version("small.md", "A single chunk.")
    with WriteQueue(store.indexer, "kb", on_written=told.append) as queue:
        for version in [*FULL, small]:
            queue.put(version)

    assert told == [*FULL, small]
    assert _paths(store) == sorted(version.path for version in told)


def test_a_version_is_told_only_once_it_can_be_found_and_in_the_thread_of_the_caller(store: Store) -> None:
    def told(version: StagedVersion) -> None:
        assert threading.current_thread() is threading.main_thread()
        assert version.path in _paths(store)

    with WriteQueue(store.indexer, "kb", on_written=told) as queue:
        for version in FULL:
            queue.put(version)


def test_the_caller_waits_when_it_is_too_far_ahead(store: Store) -> None:
    gate = threading.Event()
    put: list[str] = []

    class Held(FakeEmbedder):
        def embed_documents(self, texts: Sequence[str]) -> Vectors:
            gate.wait(10)
            return super().embed_documents(texts)

    store.indexer._embedder = Held()

    def produce() -> None:
        with WriteQueue(store.indexer, "kb") as queue:
            for version in FULL:
                queue.put(version)
                put.append(version.path)

    producer = threading.Thread(target=produce)
    producer.start()
    producer.join(0.5)
    assert len(put) == MAX_WAITING
    gate.set()
    producer.join(30)
    assert len(_paths(store)) == len(FULL)


def test_what_goes_wrong_behind_the_back_reaches_the_caller(store: Store) -> None:
    store.index.moment = Moment.BEFORE_ADD
    queue = WriteQueue(store.indexer, "kb")

    def put_all() -> None:
        with queue:
            for version in FULL:
                queue.put(version)

    with pytest.raises(IndexUnavailableError):
        put_all()
    names = [thread.name for thread in threading.enumerate()]
    assert [name for name in names if name.startswith(("embed", "write"))] == []


def test_an_error_of_the_caller_drops_what_waits_and_leaves_whole_documents(store: Store) -> None:
    def put_and_fail() -> None:
        with WriteQueue(store.indexer, "kb") as queue:
            for version in FULL[:MAX_WAITING]:
                queue.put(version)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_and_fail()
    chunks = store.catalog.collection_chunks("kb")
    assert len(chunks) == BATCH_CHUNKS * len(_paths(store))
    assert store.catalog.unfinished_versions() == []


def test_a_text_that_comes_twice_is_embedded_once(store: Store) -> None:
    twice = [make_version("same.md", "The same."), make_version("same.md", "The same.", source="copy")]
    store.indexer.write("kb", twice)

    assert store.embedder.embedded == ["same.md\nThe same."]
    assert len(store.index.collections["kb"]) == 2
