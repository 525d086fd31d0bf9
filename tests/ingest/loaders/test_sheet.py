import pytest

from ingest.loaders.builder import Block
from ingest.loaders.sheet import find_header, table_blocks, without_empty_end


def test_captions_and_rows_keep_their_numbers() -> None:
    rows = {2: ["Prices"], 4: ["Plan", "Price"], 5: ["Basic", "$9"], 7: ["Team", "$30"]}

    assert table_blocks(rows) == [
        Block("Prices", rows=(2,)),
        Block("Plan: Basic; Price: $9.\nPlan: Team; Price: $30.", rows=(5, 7)),
    ]


def test_a_header_from_above_names_the_columns_of_a_table_without_one() -> None:
    found = table_blocks({8: ["Large", "80"], 9: ["Huge", "90"]}, header=["Plan", "Price"])

    assert found == [Block("Plan: Large; Price: 80.\nPlan: Huge; Price: 90.", rows=(8, 9))]


@pytest.mark.parametrize(
    ("first", "second", "is_header"),
    [
        (["Plan", "Price"], ["Basic", "$9"], True),
        (["", "Price"], ["Basic", "$9"], True),
        (["", "2025", "2026"], ["Sales", "310", "412"], True),
        (["Ada", "1999"], ["Grace", "2001"], False),
        (["Plan", "9"], ["Team", "30"], False),
        (["Plan", "Plan"], ["Team", "30"], False),
        (["Plan", "", "Price"], ["Team", "x", "30"], False),
        (["Plan", "Years", "", "Price"], ["Team", "2025", "2026", "30"], True),
        (["Plan"], ["Team"], False),
        (["Plan", "Price"], None, False),
    ],
)
def test_a_header_names_each_column(first: list[str], second: list[str] | None, is_header: bool) -> None:
    body = {1: first} if second is None else {1: first, 2: second}

    assert bool(find_header(body)) is is_header


def test_empty_cells_at_the_end_are_no_columns() -> None:
    assert without_empty_end(["a", "", " b", " ", ""]) == ["a", "", " b"]
