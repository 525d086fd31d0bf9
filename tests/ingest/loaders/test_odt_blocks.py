import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block
from ingest.loaders.odt_blocks import collect_blocks
from ingest.loaders.safe_xml import local_name, parse_xml
from tests.ingest.odt_files import odt_content


def blocks(body: str) -> list[Block]:
    root = parse_xml(odt_content(body))
    return collect_blocks(next(one for one in root.iter() if local_name(one) == "text"))


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def test_headings_keep_their_level() -> None:
    found = blocks('<text:h text:outline-level="3">A</text:h><text:h text:outline-level="x">B</text:h>')
    assert found == [Block("A", level=3), Block("B", level=1)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>a<text:span>b<text:s/>c</text:span><text:tab/>d</text:p>", ["ab c d"]),
        ("<text:p>d<text:line-break/>e</text:p>", ["d\ne"]),
        ("<text:section><text:p>inside</text:p></text:section>", ["inside"]),
        ("<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p>"
         "</text:note-body></text:note> b</text:p>", ["a (note) b"]),
        ("<text:p>a<office:annotation><text:p>x</text:p></office:annotation></text:p>", ["a"]),
        ("<text:p>a<text:bookmark/>b</text:p>", ["ab"]),
    ],
)  # fmt: skip
def test_text_is_read_as_it_is_shown(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_deleted_text_is_gone_and_inserted_text_stays() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>kept <text:change text:change-id="1"/>'
        "<text:change-start/>inserted<text:change-end/></text:p>"
    )
    assert texts(body) == ["kept inserted"]


def test_lists_keep_their_depth() -> None:
    inner = "<text:list><text:list-item><text:p>c</text:p></text:list-item></text:list>"
    body = (
        "<text:list><text:list-item><text:p>a</text:p></text:list-item>"
        f"<text:list-item><text:p>b</text:p>{inner}</text:list-item></text:list>"
    )
    assert texts(body) == ["- a\n- b\n  - c"]


def row(*cells: str) -> str:
    inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def test_a_table_row_carries_its_header() -> None:
    header = f"<table:table-header-rows>{row('Plan', 'Price')}</table:table-header-rows>"
    assert texts(f"<table:table>{header}{row('Team', '$30')}</table:table>") == ["Plan: Team; Price: $30."]


def test_text_boxes_are_read_after_their_paragraph() -> None:
    frame = '<d:frame xmlns:d="d"><d:text-box><text:p>boxed</text:p></d:text-box></d:frame>'
    assert texts(f"<text:p>a{frame}b</text:p>") == ["ab", "boxed"]


def test_a_cell_repeated_without_end_is_refused() -> None:
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    body = f"<table:table>{f'<table:table-row>{cell * 100}</table:table-row>' * 60}</table:table>"
    with pytest.raises(UnreadableDocumentError, match="more than 1,000,000 cells"):
        blocks(body)


@pytest.mark.parametrize("tag", ["section", "span", "list"])
def test_nesting_without_end_is_refused(tag: str) -> None:
    item = "<text:list-item>" if tag == "list" else ""
    closed = "</text:list-item>" if tag == "list" else ""
    inside = "x" if tag == "span" else "<text:p>x</text:p>"
    nested = f"<text:{tag}>{item}" * 110 + inside + f"{closed}</text:{tag}>" * 110
    with pytest.raises(UnreadableDocumentError, match="nested too deeply"):
        blocks(f"<text:p>{nested}</text:p>" if tag == "span" else nested)
