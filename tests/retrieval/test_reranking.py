from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from retrieval.reranking import rerank
from tests.retrieval.stored import make_version


class _Known:
    """Scores texts by the number they end with."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        return [float(text.rsplit(maxsplit=1)[-1]) for text in texts]


@given(numbers=st.lists(st.integers(0, 5), min_size=1, max_size=10))
def test_the_best_come_first_and_equal_ones_stay_in_order(numbers: list[int]) -> None:
    chunks = make_version("a.md", *(f"text {number}" for number in numbers)).chunks
    found = rerank(_Known(), "what?", [(chunk, 0.1) for chunk in chunks])

    assert [score for _, score in found] == sorted(map(float, numbers), reverse=True)
    ordinals = [(-score, chunk.ordinal) for chunk, score in found]
    assert ordinals == sorted(ordinals)
