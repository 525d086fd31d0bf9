from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from eval.retrieval.generated import (
    SeededEmbedder,
    WordSource,
    lengthen,
    make_documents,
    read_vocabulary,
)
from retrieval.embedder import Vectors
from tests.fakes import FakeEmbedder

WORDS = ["the", "of", "plan", "seat", "refund", "month"]


def test_the_vocabulary_is_the_words_of_the_documents_by_frequency(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Plan\n\nThe plan: 3 seats, a plan.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("nothing of this", encoding="utf-8")
    assert read_vocabulary(tmp_path) == ["plan", "seats", "the"]


def test_rare_words_are_made_of_two_others_each_once() -> None:
    longer = lengthen(WORDS, 12)
    assert longer[:6] == WORDS
    assert len(set(longer)) == 12
    assert longer[6:8] == ["theof", "ofplan"]


def test_a_vocabulary_cannot_grow_beyond_its_pairs() -> None:
    assert lengthen(["ab", "cd"], 50) == ["ab", "cd", "abcd"]


class TestWordSource:
    def test_the_first_words_are_drawn_most_often(self) -> None:
        counts = Counter(WordSource(WORDS).draw(5000))
        assert all(counts[first] > counts[second] for first, second in pairwise(WORDS))

    def test_a_text_has_as_many_words_as_were_asked_for(self) -> None:
        text = WordSource(WORDS).draw_text(30)
        assert len(text.split()) == 30
        assert text.count(".") == 3

    def test_the_same_seed_draws_the_same(self) -> None:
        assert WordSource(WORDS, seed=1).draw(9) == WordSource(WORDS, seed=1).draw(9)
        assert WordSource(WORDS, seed=1).draw(9) != WordSource(WORDS, seed=2).draw(9)


def test_documents_are_different_markdown_files_of_an_ordinary_length() -> None:
    documents = list(make_documents(WORDS, 20))
    assert len({document.text for document in documents}) == len({one.path for one in documents}) == 20
    assert all(document.text.startswith("# ") for document in documents)
    assert all(document.text.count("\n## ") == 3 for document in documents)
    assert all(120 <= len(document.text.split()) <= 280 for document in documents)
    assert documents == list(make_documents(WORDS, 20))


class AskedEmbedder(FakeEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed_query(self, text: str) -> Vectors:
        self.asked.append(text)
        return super().embed_query(text)


class TestSeededEmbedder:
    def test_vectors_have_unit_length_and_depend_on_the_text_alone(self) -> None:
        embedder = SeededEmbedder(FakeEmbedder())
        vectors = embedder.embed_documents(["a", "b", "c"])
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
        np.testing.assert_array_equal(embedder.embed_documents(["b"])[0], vectors[1])

    def test_texts_of_one_topic_are_near_each_other(self) -> None:
        embedder = SeededEmbedder(FakeEmbedder(384))
        cosines = np.sort(
            embedder.embed_documents([f"text {n}" for n in range(600)])[1:] @ embedder.embed_query("text 0")
        )
        assert cosines[-1] > 0.35
        assert abs(float(np.median(cosines))) < 0.1

    def test_a_query_is_embedded_by_the_real_model_too(self) -> None:
        real = AskedEmbedder()
        SeededEmbedder(real).embed_query("what?")
        assert real.asked == ["what?"]

    def test_what_is_no_vector_of_a_text_comes_from_the_real_model(self) -> None:
        embedder = SeededEmbedder(FakeEmbedder())
        assert embedder.dimension == 64
        assert embedder.count_tokens("two words") == 4
        assert embedder.embed_documents([]).shape == (0, 64)
        assert len(embedder.embed_tokens(["two words"])[0].spans) == 2
        assert embedder.fingerprint != FakeEmbedder().fingerprint
