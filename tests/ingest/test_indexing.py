from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.indexing import EMBED_BATCH
from retrieval.errors import FingerprintMismatchError, IndexUnavailableError
from retrieval.version import StagedVersion
from tests.ingest.crashing import Moment, Store
from tests.retrieval.stored import make_version

OLD = make_version("refunds.md", "Refunds take 30 days.", "Ask by mail.")
NEW = make_version("refunds.md", "Refunds take 14 days.")
OTHER = make_version("prices.md", "It costs $30.")


@pytest.fixture(autouse=True)
def _collection(store: Store) -> None:
    store.catalog.add_collection("kb", fingerprint=store.embedder.fingerprint)


def _vectors(store: Store) -> set[str]:
    return set(store.index.collections.get("kb", {}))


def _ids(*versions: StagedVersion) -> set[str]:
    return {chunk.id for version in versions for chunk in version.chunks}


def test_written_versions_are_live_with_their_vectors(store: Store) -> None:
    store.indexer.write("kb", [OLD, OTHER])

    assert set(store.catalog.collection_chunks("kb")) == {*OLD.chunks, *OTHER.chunks}
    assert _vectors(store) == _ids(OLD, OTHER)
    assert store.embedder.embedded[0] == "refunds.md\nRefunds take 30 days."


def test_the_next_version_leaves_nothing_of_the_one_before(store: Store) -> None:
    store.indexer.write("kb", [OLD, OTHER])
    store.indexer.write("kb", [NEW])

    assert _vectors(store) == _ids(NEW, OTHER)
    assert store.catalog.unfinished_versions() == []


def test_writing_what_is_live_already_changes_nothing(store: Store) -> None:
    store.indexer.write("kb", [OLD])
    before = store.seen()
    store.indexer.write("kb", [OLD, OLD])

    assert store.seen() == before


def test_a_document_that_was_deleted_comes_back(store: Store) -> None:
    store.indexer.write("kb", [OLD])
    before = store.seen()
    assert store.indexer.delete("kb", [OLD.document_id, "no such"]) == 1
    assert (_vectors(store), store.catalog.documents("kb")) == (set(), [])

    store.indexer.write("kb", [OLD])
    assert store.seen() == before


def test_nothing_to_write_or_delete_is_fine(store: Store) -> None:
    store.indexer.write("kb", [])
    store.indexer.write("kb", [make_version("blank.md")])
    store.indexer.delete("kb", [])

    assert store.indexer.recover() == 0


def test_threads_that_write_at_once_lose_nothing(store: Store) -> None:
    versions = [make_version(f"{number}.md", f"Page {number}.") for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda version: store.indexer.write("kb", [version]), versions))
        list(threads.map(lambda version: store.indexer.delete("kb", [version.document_id]), versions[::2]))

    assert _vectors(store) == _ids(*versions[1::2])
    assert set(store.catalog.collection_chunks("kb")) == {c for v in versions[1::2] for c in v.chunks}


def test_a_long_document_is_embedded_in_parts(store: Store) -> None:
    long = make_version("long.md", *(f"Part {number}." for number in range(EMBED_BATCH + 1)))
    store.indexer.write("kb", [long])

    assert _vectors(store) == _ids(long)


@pytest.mark.parametrize("moment", Moment)
def test_recovery_and_a_second_try_end_as_if_nothing_had_happened(store: Store, moment: Moment) -> None:
    store.indexer.write("kb", [OLD, OTHER])
    store.index.moment = moment
    with pytest.raises(IndexUnavailableError):
        store.indexer.write("kb", [NEW])

    live = store.catalog.get_document("kb", "refunds.md").live.id
    assert live == (OLD.id if moment in (Moment.BEFORE_ADD, Moment.AFTER_ADD) else NEW.id)
    assert store.indexer.recover() == 1
    assert _vectors(store) == _ids(OTHER) | {
        chunk.id for chunk in store.catalog.document_chunks(NEW.document_id)
    }
    store.indexer.write("kb", [NEW])
    assert _vectors(store) == _ids(NEW, OTHER)
    assert store.indexer.recover() == 0


@pytest.mark.parametrize("moment", [Moment.BEFORE_DELETE, Moment.AFTER_DELETE])
def test_a_deletion_that_crashed_is_finished(store: Store, moment: Moment) -> None:
    store.indexer.write("kb", [OLD, OTHER])
    store.index.moment = moment
    with pytest.raises(IndexUnavailableError):
        store.indexer.delete("kb", [OLD.document_id])

    assert [record.path for record in store.catalog.documents("kb")] == ["prices.md"]
    store.indexer.recover()
    assert _vectors(store) == _ids(OTHER)


class TestReindex:
    def test_it_gives_the_same_vectors_again(self, store: Store) -> None:
        store.indexer.write("kb", [OLD, OTHER])
        before = store.seen()
        store.index.collections.clear()

        assert store.indexer.reindex("kb") == 3
        assert store.seen() == before

    def test_it_takes_over_another_embedding_model(self, store: Store) -> None:
        store.indexer.write("kb", [OLD])
        store.catalog.set_fingerprint("kb", "another")
        store.indexer.reindex("kb")

        store.catalog.check_collection("kb", fingerprint=store.embedder.fingerprint)

    @pytest.mark.parametrize("moment", [Moment.BEFORE_ADD, Moment.AFTER_ADD])
    def test_half_of_the_vectors_are_never_taken_for_all(self, store: Store, moment: Moment) -> None:
        store.indexer.write("kb", [OLD, OTHER])
        before = store.seen()
        store.index.moment = moment
        with pytest.raises(IndexUnavailableError):
            store.indexer.reindex("kb")

        with pytest.raises(FingerprintMismatchError, match="a reindex did not finish"):
            store.catalog.check_collection("kb", fingerprint=store.embedder.fingerprint)
        store.indexer.recover()
        store.catalog.check_collection("kb", fingerprint=store.embedder.fingerprint)
        assert store.seen() == before
