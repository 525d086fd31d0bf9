import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.rtf import load_rtf

INFO = r"{\info{\title Caf\'e9 policy}{\author Ada}{\revtim\yr2026\mo3\dy4\hr9}}"
STYLES = r"{\stylesheet{\s0 Normal;}{\s1\snext0\f2 heading 1;}{\s2 heading 2;}}"
HEAD = r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"


def load(body: str, *, head: str = HEAD) -> Document:
    return load_rtf(f"{{\\rtf1{head} {body}}}".encode("latin-1"), name="b/a.rtf")


def test_paragraphs_and_headings_are_read() -> None:
    document = load(
        rf"{STYLES}\pard\s1 Refunds\par\pard In full.\par\pard\outlinelevel1 Kiosks\par\pard Not.\par"
    )
    assert document.text == "Refunds\n\nIn full.\n\nKiosks\n\nNot."
    assert [one.headings for one in document.sections] == [(), ("Kiosks",)]


def test_the_properties_tell_title_author_and_change() -> None:
    document = load(f"{INFO}Text")
    assert document.title == "Café policy"
    assert document.metadata == {"author": "Ada", "modified": "2026-03-04"}


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load("Text").title == "a"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Caf\'e9 \'80", "Café €"),
        (r"{\f1 \'cf\'f0\'e8}", "При"),
        (r"\u8364? and \u-10179?\u-8704?", "€ and 😀"),
        (r"a\~b\_c\emdash d", "a b‑c—d"),
        (r"{\*\generator x}a{\pict ffd8}b", "ab"),
        (r"a {\deleted gone }b", "a b"),
        (r'{\field{\*\fldinst{HYPERLINK "https://a.b"}}{\fldrslt{link}}}', "link"),
        (r"\bullet  one\par\bullet  two\par", "• one\n• two"),
    ],
)
def test_text_is_read_as_it_is_shown(body: str, text: str) -> None:
    assert load(body).text == text


def test_table_rows_carry_their_header_and_bars_in_cells_stay() -> None:
    rows = r"\trowd Plan\cell Price\cell For\cell\row\trowd Team\cell $30\cell a|b\cell\row"
    assert load(rf"Prices\par {rows} After|all").text == (
        "Prices\n\nPlan: Team; Price: $30; For: a|b.\n\nAfter|all"
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no text was found"),
        (r"{\pict " + "ffd8" * 100 + "}", "holds only pictures"),
        (r"\u99999999999? x", "damaged"),
        (r"\u-70000? x", "damaged"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(body: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load(body)


PIECES = st.sampled_from(
    ["{", "}", "\\par ", "\\cell ", "\\row", "\\'e9", "\\'zz", "\\u8364?", "\\u", "\\f9 ", "\\bin9", "|",
     "\\", "\\*", "{\\fonttbl", "{\\f1\\fcharset", "{\\s1 heading 9;", "\\outlinelevel9", "\\ansicpg1",
     "\\uc9 ", "a "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_source_gives_a_document_or_a_reason(body: str) -> None:
    try:
        assert load(body).text.strip()
    except UnreadableDocumentError:
        assert body is not None
