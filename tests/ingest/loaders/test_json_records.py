import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.json_records import load_json, load_json_lines, split_records


def load(value: object) -> Document:
    return load_json(json.dumps(value).encode(), name="data/plans.json")


PLANS = [{"name": "Basic", "price": "$9"}, {"name": "Team", "price": "$30"}]


def test_each_object_of_a_list_is_a_record_of_its_own() -> None:
    document = load(PLANS)
    assert document.title == "plans"
    assert document.text == "Basic\n\nprice: $9\n\nTeam\n\nprice: $30"
    assert [one.headings for one in document.sections] == [("Basic",), ("Team",)]


def test_what_stands_around_the_records_comes_first() -> None:
    document = load({"title": "Price list", "count": 2, "plans": PLANS})
    assert document.title == "Price list"
    assert document.text.startswith("Price list\n\ncount: 2\n\nBasic\n\nprice: $9")


def test_a_single_object_is_named_by_its_title() -> None:
    document = load({"title": "Refunds", "body": "In full."})
    assert (document.title, document.text) == ("Refunds", "Refunds\n\nIn full.")


def test_bare_values_are_lines() -> None:
    assert load(["red", "blue"]).text == "red\nblue"
    assert load("just text").text == "just text"


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ([{"a": "1"}, {"a": "2"}], 2),
        ({"data": [{"a": "1"}, {"a": "2"}]}, 2),
        ({"data": [{"a": "1"}], "other": [{"b": "1"}]}, 1),
        ({"data": [{"a": "1"}, {"a": "2"}], "more": {"b": "1"}}, 1),
        ({"tags": ["a", "b"]}, 1),
        ("x", 1),
    ],
)
def test_an_envelope_is_told_from_a_record_with_lists(value: object, count: int) -> None:
    assert len(split_records(value)[1]) == count  # type: ignore[arg-type]


def test_each_line_is_a_record() -> None:
    document = load_json_lines(
        b'{"name": "Basic", "price": 9.50}\n{"name": "Team", "price": 30}\n', name="p.jsonl"
    )
    assert document.text == "Basic\n\nprice: 9.50\n\nTeam\n\nprice: 30"
    assert document.notes == ()


def test_broken_lines_are_noted() -> None:
    document = load_json_lines(b'{"name": "Basic", "x": 1}\n{"name"\n', name="p.ndjson")
    assert document.notes == ("line 2 is no valid JSON and was left out",)
    several = load_json_lines(b'{"a": 1}\n' + b"x\n" * 12, name="p.ndjson")
    assert several.notes == (
        "12 lines are no valid JSON and were left out: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "no valid JSON: expecting property name enclosed in double quotes in line 1"),
        (b" \n", "no text was found"),
        (b"[]", "no text was found"),
        (b"{}", "no text was found"),
        (b"\x00\x01\x02\xff", "binary data"),
        (b'"' + b"x" * 25_000_001 + b'"', "larger than 25 MB"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_json(data, name="a.json")


def test_lines_without_any_record_are_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="in line 1"):
        load_json_lines(b"not json\nat all", name="a.jsonl")


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.just("<p>a</p>\n\nb"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "body", "id", "", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_any_value_gives_a_document_or_a_reason(value: object) -> None:
    try:
        assert load(value).text.strip()
    except UnreadableDocumentError:
        assert not value or isinstance(value, dict | list | str | float)
