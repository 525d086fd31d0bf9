import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # its types lag behind it

from ingest.errors import UnreadableDocumentError
from ingest.loaders.xlsx import load_xlsx
from tests.ingest.docx_files import zip_bytes
from tests.ingest.office_files import bombed, parts_of, replaced
from tests.ingest.xlsx_files import Rows, workbook_bytes, xlsx_bytes

PRICES: Rows = [["Plan", "Price", "Off"], ["Basic", 9, 0], ["Team", 1250.5, 0.25]]
FORMATS = {"B2": '"$"#,##0', "B3": '"$"#,##0.00', "C2": "0%", "C3": "0%"}
BOOK = xlsx_bytes({"Prices": PRICES}, formats=FORMATS)


def test_each_row_carries_the_header_and_shows_its_values_as_the_sheet_does() -> None:
    document = load_xlsx(BOOK, name="a/b.xlsx")
    assert (
        document.text == "Prices\n\nPlan: Basic; Price: $9; Off: 0%.\nPlan: Team; Price: $1,250.50; Off: 25%."
    )
    assert document.title == "b"


def test_rows_keep_their_numbers_and_sheets_are_headings() -> None:
    data = xlsx_bytes({"A": [["Open"], [], ["Day", "From"], ["Mon", "9:00"]], "B": [["x"]], "C": []})
    document = load_xlsx(data, name="hours.xlsx")
    assert [one.headings for one in document.sections] == [("A",), ("B",)]
    assert [number for one in document.sections for _, number in one.rows] == [1, 4, 1]


def test_a_table_below_another_without_a_header_of_its_own_carries_that_one() -> None:
    rows: Rows = [["Plan", "Price"], ["Basic", 9], [], ["Team", 30], ["Large", 80]]
    assert load_xlsx(xlsx_bytes({"S": rows}), name="a.xlsx").text.endswith(
        "Plan: Basic; Price: 9.\n\nPlan: Team; Price: 30.\nPlan: Large; Price: 80."
    )


def test_hidden_sheets_are_skipped() -> None:
    book = Workbook()
    book.active["A1"] = "shown"
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet["A1"], sheet.sheet_state = "secret", state
    assert "secret" not in load_xlsx(workbook_bytes(book), name="a.xlsx").text


def test_formulas_show_their_stored_results() -> None:
    sheet = parts_of(xlsx_bytes({"S": [["x", 1]]}))["xl/worksheets/sheet1.xml"]
    cell = b'<c r="B1"><f>1+1</f><v>2</v></c></row>'
    data = replaced(
        xlsx_bytes({"S": [["x", 1]]}),
        "xl/worksheets/sheet1.xml",
        sheet[: sheet.index(b'<c r="B1"')] + cell + sheet[sheet.index(b"</row>") + 6 :],
    )
    assert load_xlsx(data, name="a.xlsx").text == "S\n\nx: 2."


def test_the_properties_tell_title_author_and_change() -> None:
    book = Workbook()
    book.active["A1"] = "text"
    book.properties.title, book.properties.creator, book.properties.language = "Price list", "Ada", "en-GB"
    document = load_xlsx(workbook_bytes(book), name="a.xlsx")
    assert document.title == "Price list"
    assert (document.metadata["author"], document.metadata["language"]) == ("Ada", "en-GB")
    assert datetime.fromisoformat(document.metadata["modified"]).year > 2000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes({"readme.txt": b"x"}), "a ZIP archive, not an Excel workbook"),
        (zip_bytes({"[Content_Types].xml": b"<broken"}), "damaged or of another kind"),
        (BOOK[: len(BOOK) // 2], "cannot be opened"),
        (xlsx_bytes({"S": []}), "no text was found"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_xlsx(data, name="a.xlsx")


def test_the_size_that_a_sheet_declares_is_not_believed() -> None:
    sheet = parts_of(BOOK)["xl/worksheets/sheet1.xml"]
    data = replaced(BOOK, "xl/worksheets/sheet1.xml", sheet.replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"'))
    assert load_xlsx(data, name="a.xlsx").text == load_xlsx(BOOK, name="a.xlsx").text


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>1</v></c></row>',
        b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (at, at) for at in range(1, 4_000)),
    ],
)
def test_cells_far_away_are_refused_in_bounded_time(rows: bytes) -> None:
    sheet = parts_of(BOOK)["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b"<sheetData>") + 11, sheet.index(b"</sheetData>")
    data = replaced(BOOK, "xl/worksheets/sheet1.xml", sheet[:start] + rows + sheet[end:])
    with pytest.raises(UnreadableDocumentError, match="more than 1,000,000 cells"):
        load_xlsx(data, name="a.xlsx")


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/worksheets/sheet1.xml", b"1250.5"),
        ("xl/worksheets/sheet1.xml", b"Plan"),
        ("xl/workbook.xml", b"Prices"),
    ],
)
def test_entities_are_not_expanded(part: str, word: bytes) -> None:
    try:
        text = load_xlsx(bombed(BOOK, part, word), name="a.xlsx").text
    except UnreadableDocumentError:
        text = ""
    assert "ha ha" not in text
    assert "root:" not in text


@given(st.sampled_from(sorted(zipfile.ZipFile(io.BytesIO(BOOK)).namelist())), st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_a_reason(name: str, content: bytes) -> None:
    try:
        assert load_xlsx(replaced(BOOK, name, content), name="a.xlsx").text.strip()
    except UnreadableDocumentError:
        assert name
