from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.catalog import Catalog
from retrieval.chunk import Filter, RetrievedChunk, SearchQuery
from retrieval.errors import FingerprintMismatchError, InvalidCollectionError, UnknownCollectionError
from retrieval.search import Searcher, check_collection_name
from retrieval.settings import RetrievalSettings
from retrieval.version import StagedVersion
from tests.fakes import FakeChunkIndex, FakeEmbedder
from tests.retrieval.stored import make_version

REFUNDS = make_version("refunds.md", "Refunds are paid within 30 days.", "Ask by mail.")
PRICES = make_version("prices.md", "The annual plan costs $30.", source="shop")
SALARIES = make_version("salaries.md", "Salaries are paid on the 25th.", audiences=("staff",))


class Store:
    """A catalog and an index in step, as `ingest` keeps them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.index = FakeChunkIndex()
        self.embedder = FakeEmbedder()
        self.searcher = Searcher(
            catalog, self.index, lambda: self.embedder, settings=RetrievalSettings(candidates=4)
        )
        catalog.add_collection("kb", fingerprint=self.embedder.fingerprint)

    def stage(self, versions: Sequence[StagedVersion]) -> None:
        self.catalog.stage(versions)
        for version in versions:
            vectors = self.embedder.embed_documents([chunk.embedded_text for chunk in version.chunks])
            self.index.add("kb", version.chunks, vectors)

    def search(self, text: str, *, top_k: int = 3, only: Filter | None = None) -> list[RetrievedChunk]:
        return self.searcher.search(SearchQuery(text, "kb", top_k, only or Filter()))


@pytest.fixture
def store(catalog: Catalog) -> Store:
    store = Store(catalog)
    store.stage([REFUNDS, PRICES, SALARIES])
    catalog.publish([REFUNDS, PRICES, SALARIES])
    return store


def _texts(found: Sequence[RetrievedChunk]) -> list[str]:
    return [hit.chunk.text for hit in found]


def test_what_both_halves_find_comes_first(store: Store) -> None:
    found = store.search("annual plan costs")

    assert _texts(found)[0] == "The annual plan costs $30."
    assert found[0].score == pytest.approx(2 / 6)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_at_most_top_k_are_returned_even_above_the_candidates(store: Store) -> None:
    assert len(store.search("paid", top_k=1)) == 1
    assert len(store.search("paid", top_k=100, only=Filter(audiences=("staff",)))) == 4


def test_a_chunk_found_by_its_words_alone_has_its_similarity(store: Store) -> None:
    store.searcher = Searcher(
        store.catalog, _Blind(store.index), lambda: store.embedder, settings=RetrievalSettings(candidates=4)
    )
    found = store.search("annual plan costs")

    expected = store.embedder.embed_query("annual plan costs") @ store.embedder.embed_query(
        PRICES.chunks[0].embedded_text
    )
    assert found[0].similarity == pytest.approx(expected, abs=1e-6)


def test_the_filter_holds_in_both_halves(store: Store) -> None:
    assert "Salaries are paid on the 25th." not in _texts(store.search("salaries paid", top_k=10))
    staff = store.search("salaries paid", only=Filter(audiences=("staff",)))
    assert _texts(staff)[0] == "Salaries are paid on the 25th."
    assert _texts(store.search("paid", only=Filter(sources=("shop",)))) == ["The annual plan costs $30."]
    assert {hit.chunk.document for hit in store.search("plan", only=Filter(documents=("refunds.md",)))} == {
        "refunds.md"
    }


def test_a_version_is_found_whole_once_it_is_published_and_never_before(store: Store) -> None:
    newer = make_version("prices.md", "The annual plan is free.", source="shop")
    store.stage([newer])
    assert "The annual plan is free." not in _texts(store.search("annual plan free", top_k=10))

    store.catalog.publish([newer])
    found = _texts(store.search("annual plan free", top_k=10))
    assert "The annual plan is free." in found
    assert "The annual plan costs $30." not in found


def test_a_document_retired_during_the_search_is_left_out(store: Store) -> None:
    retiring = _RetiringDuringSearch(store)

    found = Searcher(
        store.catalog, store.index, lambda: store.embedder, settings=RetrievalSettings(candidates=4)
    )
    found.keywords = retiring  # type: ignore[assignment]  # the same method
    assert "The annual plan costs $30." not in _texts(found.search(SearchQuery("annual plan", "kb", 5)))


@pytest.mark.parametrize("text", ["", "  ", "?!", 'NEAR("', "\x00"])
def test_a_query_without_words_is_answered_by_the_vectors(store: Store, text: str) -> None:
    assert len(store.search(text)) == 3


class TestRepeats:
    COPY = make_version("copy.md", "Refunds are paid within 30 days", source="shop")

    @pytest.fixture
    def copied(self, store: Store) -> Store:
        store.stage([self.COPY])
        store.catalog.publish([self.COPY])
        return store

    def test_the_same_text_takes_one_place_of_the_list(self, copied: Store) -> None:
        found = _texts(copied.search("refunds paid within 30 days", top_k=3))

        assert len([text for text in found if text.startswith("Refunds are paid")]) == 1
        assert len(found) == 3

    def test_it_is_there_twice_when_there_is_nothing_else(self, copied: Store) -> None:
        found = copied.search("refunds paid within 30 days", top_k=10)

        assert len(found) == 4
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)

    def test_it_can_be_kept(self, copied: Store) -> None:
        copied.searcher = Searcher(
            copied.catalog,
            copied.index,
            lambda: copied.embedder,
            settings=RetrievalSettings(keep_repeats=True),
        )
        assert {hit.chunk.document for hit in copied.search("refunds paid within 30 days", top_k=2)} == {
            "refunds.md",
            "copy.md",
        }


def test_neighbours_come_after_what_was_found_and_are_marked(store: Store) -> None:
    found = store.searcher.search(SearchQuery("refunds paid within 30 days", "kb", 1, neighbours=1))

    assert _texts(found) == ["Refunds are paid within 30 days.", "Ask by mail."]
    assert [hit.is_neighbour for hit in found] == [False, True]
    vector = store.embedder.embed_query("refunds paid within 30 days")
    assert found[1].similarity == pytest.approx(
        vector @ store.embedder.embed_query(REFUNDS.chunks[1].embedded_text), abs=1e-6
    )


def test_below_the_floor_nothing_is_returned_and_above_it_everything(store: Store) -> None:
    query = SearchQuery("refunds paid within 30 days", "kb", 3)
    found = store.searcher.search(query)
    middle = sorted(hit.relevance for hit in found)[1]

    kept = store.searcher.search(replace(query, relevance_floor=middle))
    assert kept == [hit for hit in found if hit.relevance >= middle]
    assert store.searcher.search(replace(query, relevance_floor=1.0)) == []


def test_the_relevance_of_a_chunk_is_its_own(store: Store) -> None:
    several = store.search("annual plan costs", top_k=3)
    (alone,) = store.search("annual plan costs", top_k=3, only=Filter(documents=("prices.md",)))
    assert alone.relevance == next(hit.relevance for hit in several if hit.chunk == alone.chunk)


class Longest:
    """A `Reranker` that prefers what is long, and remembers what it read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read += texts
        return [float(len(text)) for text in texts]


def test_a_reranker_has_the_last_word_on_the_first_ones(store: Store) -> None:
    longest = Longest()
    settings = RetrievalSettings(candidates=4, rerank=2)
    store.searcher = Searcher(
        store.catalog, store.index, lambda: store.embedder, settings=settings, reranker=lambda: longest
    )

    (found,) = store.search("mail", top_k=1)
    assert len(longest.read) == 2
    assert found.score == max(len(text) for text in longest.read)
    assert "Ask by mail." not in found.chunk.text
    assert len(store.search("mail", top_k=3)) == 3


def test_an_unknown_collection_is_refused(store: Store) -> None:
    with pytest.raises(UnknownCollectionError):
        store.searcher.search(SearchQuery("plan", "nothing", 3))


def test_another_embedding_model_is_refused(store: Store) -> None:
    store.embedder = FakeEmbedder(dimension=32)

    with pytest.raises(FingerprintMismatchError):
        store.search("plan")


@pytest.mark.parametrize("name", ["a", "9", "kb", "support-de_2", "a" * 63])
def test_usable_collection_names(name: str) -> None:
    check_collection_name(name)


@pytest.mark.parametrize("name", ["", "A", "-a", "_a", "a b", "a/b", "ä", "a\n", "../a", "a" * 64])
def test_unusable_collection_names(name: str) -> None:
    with pytest.raises(InvalidCollectionError):
        check_collection_name(name)


class _Blind(FakeChunkIndex):
    """Finds nothing by itself."""

    def __init__(self, seeing: FakeChunkIndex) -> None:
        self.collections = seeing.collections

    def search(self, *args: object, **kwargs: object) -> list[tuple[str, float]]:
        return []


class _RetiringDuringSearch:
    """The keyword half, with another thread's sync just after it has answered."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.keywords = store.searcher.keywords

    def search(self, query: str, *, collection: str, limit: int, only: Filter) -> list[str]:
        found = self.keywords.search(query, collection=collection, limit=limit, only=only)
        self.store.catalog.retire_documents([PRICES.document_id])
        return found
