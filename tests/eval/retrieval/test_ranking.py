import pytest

from answer.request import AnswerRequest
from eval.case import hash_of
from eval.report import Direction, Target
from eval.retrieval.ranking import (
    Ranking,
    Wanted,
    mean_rank_figure,
    misses_figure,
    rank,
    recall_figure,
)


def make_ranking(key: str, found: tuple[str, ...], gold: str = "gold") -> Ranking:
    return Ranking(Wanted(key, AnswerRequest(f"{key}?", "pool"), frozenset({gold})), found)


RANKINGS = [
    make_ranking("a", ("gold", "b")),
    make_ranking("b", ("b", "gold")),
    make_ranking("c", ("b",)),
    make_ranking("d", ()),
]


@pytest.mark.parametrize(("ranking", "expected"), list(zip(RANKINGS, [1.0, 0.5, 0.0, 0.0], strict=True)))
def test_the_first_right_document_counts_by_its_place(ranking: Ranking, expected: float) -> None:
    assert ranking.reciprocal_rank == expected
    assert ranking.hit is (expected > 0)


def test_any_of_several_right_documents_counts() -> None:
    wanted = Wanted("a", AnswerRequest("a?", "pool"), frozenset({"x", "y"}))
    assert Ranking(wanted, ("z", "y", "x")).reciprocal_rank == 0.5


def test_each_request_is_looked_for_once_in_order() -> None:
    wanted = [ranking.wanted for ranking in RANKINGS]
    found = rank(wanted, lambda request: [request.question])
    assert [one.found for one in found] == [("a?",), ("b?",), ("c?",), ("d?",)]


def test_recall_is_the_share_that_was_found_with_its_halves() -> None:
    figure = recall_figure("pool", RANKINGS, target=Target(Direction.AT_LEAST, 0.5))
    odd = [ranking for ranking in RANKINGS if hash_of(ranking.wanted.id) % 2 == 1]
    assert figure.name == "pool, recall@5"
    assert figure.whole is not None
    assert (figure.whole.value, figure.whole.sample, figure.met) == (0.5, 4, True)
    assert (figure.held_out.sample if figure.held_out else 0) == len(odd)


def test_mean_rank_and_misses_are_over_all_questions() -> None:
    mean, misses = mean_rank_figure("pool", RANKINGS).whole, misses_figure("pool", RANKINGS).whole
    assert mean is not None
    assert misses is not None
    assert (mean.value, misses.value) == (0.375, 2)


def test_nothing_asked_is_nothing_measured() -> None:
    for figure in (recall_figure("p", []), mean_rank_figure("p", []), misses_figure("p", [])):
        assert figure.whole is None
        assert figure.held_out is None
