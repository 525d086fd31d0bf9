import asyncio

import pytest

from eval.ragas_adapter.embeddings import PlumblineEmbedding
from eval.ragas_adapter.library import BaseRagasEmbedding
from tests.fakes import FakeEmbedder

EMBEDDING = PlumblineEmbedding(FakeEmbedder())


def test_vectors_are_those_of_our_model() -> None:
    (expected,) = FakeEmbedder().embed_documents(["a pause"]).tolist()
    assert isinstance(EMBEDDING, BaseRagasEmbedding)
    assert EMBEDDING.embed_text("a pause") == pytest.approx(expected)
    assert asyncio.run(EMBEDDING.aembed_text("a pause")) == EMBEDDING.embed_text("a pause")


def test_many_texts_are_one_batch() -> None:
    texts = ["a pause", "a member"]
    assert asyncio.run(EMBEDDING.aembed_texts(texts)) == EMBEDDING.embed_texts(texts)
    assert len(EMBEDDING.embed_texts(texts)) == 2
