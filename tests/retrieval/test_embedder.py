import numpy as np
import pytest

from retrieval.embedder import Embedder, TokenVectors
from tests.fakes import FakeEmbedder


def test_every_vector_of_a_text_has_its_span() -> None:
    two, one = np.zeros((2, 3), np.float32), np.zeros(3, np.float32)
    with pytest.raises(ValueError, match="1 spans and 2 pieces for 2 vectors"):
        TokenVectors([(0, 1)], [7, 8], vectors=two, middle=two, whole=one)
    with pytest.raises(ValueError, match="2 spans and 1 pieces for 2 vectors"):
        TokenVectors([(0, 1), (1, 2)], [7], vectors=two, middle=two, whole=one)


def test_the_fake_is_an_embedder_of_unit_vectors_that_follow_the_words() -> None:
    embedder: Embedder = FakeEmbedder()
    vectors = embedder.embed_documents(["annual plan", "the annual plan", "holiday"])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-6)
    assert vectors[0] @ vectors[1] > 0.6 > abs(vectors[0] @ vectors[2])
    assert embedder.count_tokens("annual plan") == 4
    assert embedder.embed_tokens(["annual plan"])[0].spans == ((0, 6), (7, 11))
