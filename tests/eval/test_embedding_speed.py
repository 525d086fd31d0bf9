import time
from collections.abc import Sequence

import pytest

from eval.embedding_speed import Contest, compare_queries, compare_throughput, cut_texts, median_milliseconds
from eval.report import Unit
from retrieval.embedder import Vectors
from tests.fakes import FakeEmbedder


class SlowEmbedder(FakeEmbedder):
    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        time.sleep(0.02)
        return super().embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        time.sleep(0.005)
        return super().embed_query(text)


class TestCutTexts:
    def test_texts_have_the_asked_length_and_differ(self) -> None:
        words = [f"w{number}" for number in range(100)]
        texts = cut_texts(words, length=20, count=5)
        assert [len(text.split()) for text in texts] == [20] * 5
        assert texts[1].split() == words[20:40]
        assert len(set(texts)) == 5

    def test_the_words_start_over_when_they_run_out(self) -> None:
        assert cut_texts(["a", "b", "c"], length=2, count=3) == ["a b", "c a", "b c"]

    def test_no_words_give_no_texts(self) -> None:
        with pytest.raises(ValueError, match="no words"):
            cut_texts([], length=2, count=1)


CONTEST = Contest(graph=FakeEmbedder(), plain=SlowEmbedder())


def test_the_ratio_of_throughput_is_above_one_when_the_graph_is_faster() -> None:
    graph, plain, ratio = compare_throughput(CONTEST, ["one", "two"], name="embed words")
    assert graph.whole is not None
    assert plain.whole is not None
    assert ratio.whole is not None
    assert ratio.whole.value == pytest.approx(graph.whole.value / plain.whole.value)
    assert ratio.whole.value > 1
    assert plain.whole.value < 2 / 0.02
    assert [figure.unit for figure in (graph, plain, ratio)] == [Unit.RATE, Unit.RATE, Unit.RATIO]
    assert ratio.target is not None


def test_the_ratio_of_one_query_is_above_one_when_the_graph_is_faster() -> None:
    graph, plain, ratio = compare_queries(CONTEST, ["one", "two", "three"])
    assert graph.whole is not None
    assert plain.whole is not None
    assert ratio.whole is not None
    assert plain.whole.value >= 5
    assert ratio.whole.value == pytest.approx(plain.whole.value / graph.whole.value)
    assert ratio.whole.value > 1


def test_the_first_call_is_not_counted() -> None:
    called: list[str] = []

    def run(text: str) -> None:
        called.append(text)
        time.sleep(0.1 if len(called) == 1 else 0)

    assert median_milliseconds(["a", "b", "c"], run) < 50
    assert called == ["a", "a", "b", "c"]
