"""Cuts long lists of values into pieces that fit into one database statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

# SQLite, under the catalog and under Chroma alike, takes at most 32,766 bound values in one statement.
SLICE = 1000


def slices(values: Sequence[Item], *, size: int = SLICE) -> Iterator[Sequence[Item]]:
    """Yield the values in order, at most `size` at a time; nothing for no values."""
    return (values[begin : begin + size] for begin in range(0, len(values), size))
