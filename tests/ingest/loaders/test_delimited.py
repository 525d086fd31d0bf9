import time

import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.delimited import load_delimited
from ingest.loaders.limits import MAX_TABLE_CELLS


def lines(text: str | bytes, name: str = "prices.csv") -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return load_delimited(data, name=name).text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "Plan,Price\nBasic,$9\nTeam,$30\n",
        "Plan;Price\r\nBasic;$9\r\nTeam;$30\r\n",
        "Plan\tPrice\nBasic\t$9\nTeam\t$30",
        "Plan|Price|\nBasic|$9|\n\nTeam|$30|\n",
        "Plan,Price\nBasic,$9\nTeam,$30\n".encode("utf-16"),
    ],
)
def test_each_row_carries_the_header_whatever_the_delimiter(text: str | bytes) -> None:
    assert lines(text) == ["Plan: Basic; Price: $9.", "Plan: Team; Price: $30."]


def test_quoted_cells_keep_their_delimiters_and_line_breaks() -> None:
    text = 'Plan,Note,Price\nBasic,"small, but\nenough",$9\n'

    assert lines(text) == ["Plan: Basic; Note: small, but enough; Price: $9."]


def test_rows_of_one_cell_on_top_are_the_caption_and_the_title() -> None:
    document = load_delimited(b"Prices 2026,,\nPlan,Users,Price\nBasic,5,$9\n", name="p.csv")

    assert document.title == "Prices 2026"
    assert document.text.split("\n") == ["Prices 2026", "", "Plan: Basic; Users: 5; Price: $9."]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    document = load_delimited(b'\r\n\r\nPlan,Note\r\n\r\nBasic,"two\r\nlines"\r\nTeam,x\r\n', name="p.csv")

    assert [number for _, number in document.sections[0].rows] == [5, 6]


def test_names_of_rows_need_no_header() -> None:
    assert lines(",Users,Price\nBasic,5,$9\nTeam,20,$30\n") == [
        "Basic; Users: 5; Price: $9.",
        "Team; Users: 20; Price: $30.",
    ]


def test_a_first_row_of_figures_is_no_header() -> None:
    assert lines("1,2,3\n4,5,6\n") == ["1; 2; 3.", "4; 5; 6."]


def test_a_single_column_is_not_cut_at_its_commas() -> None:
    text = "Open daily, except Monday\nCall first\nBring a ticket\nNo dogs, please\n"

    assert lines(text) == ["Open daily, except Monday.", "Call first.", "Bring a ticket.", "No dogs, please."]


def test_a_quotation_mark_that_never_closes_loses_nothing() -> None:
    found = " ".join(lines('Size,Price\n"5,$9\n6,$12\n7,$15\n'))

    assert all(price in found for price in ("$9", "$12", "$15"))


def test_a_cell_may_be_long() -> None:
    assert "word word" in lines("Name,Text\nA," + "word " * 50_000 + "\n")[0]


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n,,,\n"])
def test_no_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="no text"):
        lines(text)


def test_a_million_columns_are_refused_at_once() -> None:
    began = time.perf_counter()
    with pytest.raises(UnreadableDocumentError, match="more than 1,000,000 cells"):
        lines("x," * (MAX_TABLE_CELLS + 1))

    assert time.perf_counter() - began < 10
