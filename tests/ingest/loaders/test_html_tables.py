import pytest
from bs4 import Tag

from ingest.errors import UnreadableDocumentError
from ingest.loaders.html import parse_html
from ingest.loaders.html_tables import is_data_table, table_block


def table(rows: str) -> Tag:
    found = parse_html(f"<table>{rows}</table>").find("table")
    assert found is not None
    return found


def text(rows: str) -> str:
    return "\n\n".join(
        block.text for block in table_block(table(rows), cell_text=lambda cell: cell.get_text())
    )


HEAD = "<tr><th>Plan<th>Price</tr>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f"<thead>{HEAD}</thead><tr><td>Team<td>$4", "Plan: Team; Price: $4."),
        (f"{HEAD}<tr><th>Team<td>$4", "Plan: Team; Price: $4."),
        ("<tr><td>Power<td>9 W<tr><td>Noise<td>none", "Power: 9 W.\nNoise: none."),
        ("<tr><td>Plan<td>Price<td>Seats<tr><td>Team<td>$4<td>9", "Plan: Team; Price: $4; Seats: 9."),
        (f"<caption>Prices</caption>{HEAD}<tr><td>Team<td>$4", "Prices\n\nPlan: Team; Price: $4."),
        (
            f"{HEAD}<tr><td rowspan=2>Team<td>$4<tr><td>€5<tr><td>Free<td>0",
            "Plan: Team; Price: $4.\nPlan: Team; Price: €5.\nPlan: Free; Price: 0.",
        ),
        (
            "<tr><th rowspan=2>Plan<th colspan=2>Price<tr><th>month<th>year<tr><td>A<td>1<td>2",
            "Plan: A; Price month: 1; Price year: 2.",
        ),
        (f"{HEAD}<tr><td colspan=2>both", "Plan: both; Price: both."),
        ("<tr><th>only<th>headers", "only: headers."),
    ],
)
def test_rows_carry_their_headers(rows: str, expected: str) -> None:
    assert text(rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b", True),
        ("<tr><td>a<tr><td>b", False),
        ("<tr><td>a<td><table><tr><td>x</table>", False),
        ("<tr><td>a<td><h2>x</h2>", False),
    ],
)
def test_layout_is_told_from_data(rows: str, expected: bool) -> None:
    assert is_data_table(table(rows)) is expected


def test_long_text_is_not_repeated_over_spanned_rows() -> None:
    rows = f"{HEAD}<tr><td rowspan=9>{'x' * 400}<td>1<tr><td>2"
    assert text(rows).count("x" * 400) == 1


def test_spans_cannot_blow_up_memory() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 1,000,000 cells"):
        text("<tr><td colspan=99999>a<td>b" * 5_100)
