import pytest

from ingest.loaders.builder import Block
from ingest.loaders.tables import looks_like_header, numbered_table, table_text

PRICES = [["Plan", "Price", "Kiosks"], ["Team", "$4.50", "2"], ["Free", "", "0"]]


@pytest.mark.parametrize(
    ("rows", "has_header", "text"),
    [
        (PRICES, True, "Plan: Team; Price: $4.50; Kiosks: 2.\nPlan: Free; Kiosks: 0."),
        ([["Power", "9 watts"], ["Noise", "none."]], False, "Power: 9 watts.\nNoise: none."),
        ([["", ""], ["Power", "9 watts"]], True, "Power: 9 watts."),
        ([["Property", "Value"], ["Power", "9 watts"]], True, "Power: 9 watts."),
        ([["", "Free", "Team"], ["Price", "$0", "$4"]], True, "Price; Free: $0; Team: $4."),
        ([["A", "B"], ["x", "y", "z"]], True, "A: x; B: y; z."),
        ([["A:", "B"], ["Yes.", "really"]], True, "A: Yes; B: really."),
        ([["A", "B", "C"]], True, "A; B; C."),
        ([["x", "x", "y"]], False, "x; x; y."),
        ([["", " "]], False, ""),
        ([], True, ""),
    ],
)
def test_each_row_stands_alone(rows: list[list[str]], has_header: bool, text: str) -> None:
    assert table_text(rows, has_header=has_header) == text


def test_a_cell_spanned_over_equal_headers_is_said_once() -> None:
    assert table_text([["A", "B", "B"], ["x", "y", "y"]], has_header=True) == "A: x; B: y."


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Plan", "Price", "Kiosks"], True),
        (["Plan", "Price"], False),
        (["Plan", "Price 2026", "Kiosks"], False),
        (["Plan", "", "Kiosks"], False),
        (["same", "same", "other"], False),
        (["Plan", "x" * 61, "Kiosks"], False),
    ],
)
def test_a_header_is_short_complete_and_without_figures(row: list[str], expected: bool) -> None:
    assert looks_like_header(row) is expected


def test_empty_rows_leave_no_line_and_the_others_keep_their_numbers() -> None:
    rows = {3: ["Plan", "Price"], 4: ["", " "], 6: ["Team", "$4.50"]}

    assert numbered_table(rows, has_header=True) == Block("Plan: Team; Price: $4.50.", rows=(6,))


def test_a_header_without_rows_is_a_row() -> None:
    assert numbered_table({1: ["Plan", "Price"]}, has_header=True) == Block("Plan: Price.", rows=(1,))
