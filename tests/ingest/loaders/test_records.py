import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block
from ingest.loaders.json_values import Json
from ingest.loaders.records import find_title, record_blocks


def texts(record: Json) -> list[str]:
    return [block.text for block in record_blocks(record, number=7, level=2) if block.text]


@pytest.mark.parametrize(
    ("record", "heading"),
    [
        ({"name": "Trowel", "price": "1"}, "Trowel"),
        ({"name": "x", "Title": "Trowel", "price": "1"}, "Trowel"),
        ({"sku": "GRD-1", "price": "1"}, "sku GRD-1"),
        ({"price": "1"}, "Record 7"),
        ({"title": "long " * 40, "price": "1"}, "Record 7"),
    ],
)
def test_a_record_is_named_by_its_title_its_key_or_its_number(record: Json, heading: str) -> None:
    assert record_blocks(record, number=7, level=2)[0] == Block(heading, level=2)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ({"a": {"b": {"c": "1"}}}, "a.b.c: 1"),
        ({"tags": ["red", "blue", None]}, "tags: red, blue"),
        ({"in_stock": True}, "in_stock: true"),
        ({"items": [{"n": "A", "p": "3"}, {"n": "B"}]}, "items: n: A; p: 3\nitems: n: B"),
        ({"points": [["1", "2"], ["3", "4"]]}, "points: 1, 2\npoints: 3, 4"),
        ({"note": "Good <b>tea</b>"}, "note: Good tea"),
    ],
)
def test_fields_are_lines_that_carry_their_path(record: Json, line: str) -> None:
    assert texts(record)[1] == line


def test_long_texts_are_prose_and_html_in_them_is_read() -> None:
    record: Json = {
        "title": "Refunds",
        "id": "7",
        "body": "<h1>How</h1><p>In <b>full</b>.</p>",
        "notes": "a b",
    }
    assert record_blocks(record, number=1, level=1) == [
        Block("Refunds", level=1),
        Block("id: 7"),
        Block("How", level=2),
        Block("In full."),
        Block("a b", preformatted=True),
    ]


def test_another_long_text_keeps_its_name() -> None:
    assert texts({"id": "7", "terms": "One.\n\nTwo."})[2:] == ["terms: One.", "Two."]


def test_empty_fields_say_nothing() -> None:
    assert record_blocks({"a": None, "b": "", "c": [], "d": {}}, number=1, level=1) == []
    assert texts({"name": "Only this"}) == ["Only this"]


def test_a_title_is_found_among_the_usual_names() -> None:
    assert find_title({"Subject": " Refund\n"}) == "Refund"
    assert find_title(["x"]) == ""


def test_nesting_without_end_is_refused() -> None:
    record: Json = "x"
    for _ in range(100):
        record = {"a": record}
    with pytest.raises(UnreadableDocumentError, match="nested too deeply"):
        texts(record)
