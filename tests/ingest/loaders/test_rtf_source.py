import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.limits import MAX_RTF_GROUPS
from ingest.loaders.rtf_source import BAR, HEADING_MARKS, prepare_rtf

MARK = next(iter(HEADING_MARKS))


def test_pictures_are_cut_before_anything_else_is_done() -> None:
    assert prepare_rtf(b"{\\rtf1 a{\\pict " + b"00ff" * 1_000 + b"}}") == "{\\rtf1 a{\\pict }}"


def test_bytes_are_read_in_the_code_page_of_the_file() -> None:
    assert "Ж" in prepare_rtf(b"{\\rtf1\\ansicpg1251 \xc6}")
    assert "Æ" in prepare_rtf(b"{\\rtf1\\ansicpg99999 \xc6}")


def test_of_a_font_only_its_character_set_is_left() -> None:
    source = prepare_rtf(b"{\\rtf1{\\fonttbl{\\f0\\froman\\fcharset204{\\*\\panose 02}Times;}}x}")
    assert source == "{\\rtf1{\\fonttbl{\\f0\\fcharset204 x;}}x}"


def test_bars_of_the_text_are_set_apart_from_those_of_cells() -> None:
    assert prepare_rtf(b"{\\rtf1 a|b}") == f"{{\\rtf1 a{BAR}b}}"


@pytest.mark.parametrize("start", ["{\\stylesheet{\\s7 Heading 1;}}\\s7 ", "\\outlinelevel0 "])
def test_headings_are_marked(start: str) -> None:
    assert prepare_rtf(f"{{\\rtf1{start}Refunds}}".encode()).endswith(f"{MARK}Refunds}}")


@pytest.mark.parametrize("part", [b"\\f1 ", b"{\\field{\\*\\fldinst{HYPERLINK ", b"{\\s1 ", b"{\\deleted "])
def test_hostile_repetition_is_prepared_in_one_pass(part: bytes) -> None:
    assert prepare_rtf(b"{\\rtf1{\\fonttbl" + part * 50_000)


@pytest.mark.parametrize("data", [b"{\\rtf1 " + b"word " * 5_200_000, b"{\\rtf1" + b"{" * MAX_RTF_GROUPS])
def test_a_huge_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="larger than 25 MB"):
        prepare_rtf(data)
