import numpy as np

from retrieval.cached_embedder import ENTRY, CachedEmbedder
from tests.fakes import FakeEmbedder


def test_vectors_are_those_of_the_embedder_behind_it() -> None:
    cached, plain = CachedEmbedder(FakeEmbedder()), FakeEmbedder()
    texts = ["one", "two", "one"]
    for _ in range(2):
        assert np.array_equal(cached.embed_documents(texts), plain.embed_documents(texts))


def test_a_text_is_embedded_once() -> None:
    behind = FakeEmbedder()
    cached = CachedEmbedder(behind)
    cached.embed_documents(["one", "two", "one"])
    cached.embed_documents(["two", "three"])
    cached.embed_tokens(["three", "one"])
    assert behind.embedded == ["one", "two", "three"]


def test_the_least_recently_used_text_is_forgotten_first() -> None:
    behind = FakeEmbedder()
    cached = CachedEmbedder(behind, capacity=2 * (ENTRY + 1))
    cached.embed_documents(["one", "two"])
    cached.embed_documents(["one"])
    cached.embed_documents(["three"])
    behind.embedded.clear()
    cached.embed_documents(["one", "three"])
    assert behind.embedded == []
    cached.embed_documents(["two"])
    assert behind.embedded == ["two"]


def test_no_text_gives_an_empty_array_of_the_right_width() -> None:
    assert CachedEmbedder(FakeEmbedder(dimension=8)).embed_documents([]).shape == (0, 8)


def test_the_rest_of_the_port_goes_through() -> None:
    cached, plain = CachedEmbedder(FakeEmbedder()), FakeEmbedder()
    assert cached.fingerprint == plain.fingerprint
    assert cached.dimension == plain.dimension
    assert cached.count_tokens("two words") == plain.count_tokens("two words")
    assert np.array_equal(cached.embed_query("one"), plain.embed_query("one"))
    assert cached.embed_tokens(["one two"])[0].spans == plain.embed_tokens(["one two"])[0].spans
