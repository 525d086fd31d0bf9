from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.fusion import fuse_by_reciprocal_rank

ranked_lists = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


def test_scores_are_the_sums_of_reciprocal_ranks() -> None:
    fused = fuse_by_reciprocal_rank([["a", "b"], ["b", "c"]])

    assert [item for item, _ in fused] == ["b", "a", "c"]
    assert [score for _, score in fused] == pytest.approx([1 / 7 + 1 / 6, 1 / 6, 1 / 7])


def test_nothing_gives_nothing() -> None:
    assert fuse_by_reciprocal_rank([]) == []
    assert fuse_by_reciprocal_rank([[], []]) == []


def test_the_first_of_one_list_comes_before_what_is_far_down_in_both() -> None:
    ones, others = [f"one {place}" for place in range(12)], [f"other {place}" for place in range(12)]
    fused = [item for item, _ in fuse_by_reciprocal_rank([[*ones, "both"], [*others, "both"]])]
    assert fused.index("one 0") < fused.index("both") < fused.index("one 11")


def test_ties_are_ordered_by_the_items_themselves() -> None:
    assert [item for item, _ in fuse_by_reciprocal_rank([["b"], ["a"]])] == ["a", "b"]


@settings(max_examples=100, deadline=None)
@given(ranked_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(lists: list[list[str]], random: Random) -> None:
    shuffled = lists[:]
    random.shuffle(shuffled)

    assert [item for item, _ in fuse_by_reciprocal_rank(shuffled)] == [
        item for item, _ in fuse_by_reciprocal_rank(lists)
    ]


@settings(max_examples=100, deadline=None)
@given(ranked_lists)
def test_an_item_ahead_of_another_in_every_list_stays_ahead(lists: list[list[str]]) -> None:
    fused = [item for item, _ in fuse_by_reciprocal_rank(lists)]

    assert sorted(fused) == sorted({item for ranked in lists for item in ranked})
    for first in fused:
        for second in fused:
            if _always_ahead(first, second, lists):
                assert fused.index(first) < fused.index(second)


def _always_ahead(first: str, second: str, lists: list[list[str]]) -> bool:
    return first != second and all(
        first in ranked and ranked.index(first) < ranked.index(second) for ranked in lists if second in ranked
    )


def test_equal_ranks_in_another_order_are_a_tie() -> None:
    lists = [["d", "c"], ["d", "c"], ["c", "d"], ["c", "d"]]

    assert fuse_by_reciprocal_rank(lists) == fuse_by_reciprocal_rank([*lists[2:], *lists[:2]])
    assert [item for item, _ in fuse_by_reciprocal_rank(lists)] == ["c", "d"]
