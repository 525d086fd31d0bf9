"""Merges ranked lists into one; pure functions."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

# Cormack, Clarke and Büttcher (2009), "Reciprocal rank fusion outperforms Condorcet and individual rank
# learning methods": 60 keeps the very first ranks from deciding alone.
RANK_CONSTANT = 60


def fuse_by_reciprocal_rank(lists: Sequence[Sequence[Item]]) -> list[tuple[Item, float]]:
    """Return each item once with the sum of 1 / (60 + rank) over the lists it is in, best first.

    The order of the lists does not matter; ties keep the order of the items' text.
    """
    scores: dict[Item, float] = {}
    for ranked in lists:
        for rank, item in enumerate(ranked, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], str(pair[0])))
