from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaders.metadata import join_names, metadata_of_fields, standard_metadata


@pytest.mark.parametrize(
    ("value", "language"),
    [("en", "en"), ("pt_BR", "pt-BR"), (" zh-Hant-TW ", "zh-Hant-TW"), ("English", ""), ("", ""), (None, "")],
)
def test_a_language_is_a_tag(value: object, language: str) -> None:
    assert standard_metadata(language=value).get("language", "") == language


@pytest.mark.parametrize(
    ("value", "modified"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026-03-14 09:30", "2026-03-14T09:30:00"),
        ("2026-03-14T09:30:00.123Z", "2026-03-14T09:30:00+00:00"),
        (datetime(2026, 3, 14, 9, 30, tzinfo=UTC), "2026-03-14T09:30:00+00:00"),
        (date(2026, 3, 14), "2026-03-14"),
        ("D:20260314093000+01'00'", "2026-03-14T09:30:00+01:00"),
        ("D:20260314093000Z00'00'", "2026-03-14T09:30:00+00:00"),
        ("D:20260314", "2026-03-14"),
        ("Sat, 14 Mar 2026 09:30:00 +0100", "2026-03-14T09:30:00+01:00"),
        ("2026-02-31", ""),
        ("last spring", ""),
        (20260314, ""),
    ],
)
def test_a_moment_is_written_in_iso_8601(value: object, modified: str) -> None:
    assert standard_metadata(modified=value).get("modified", "") == modified


@pytest.mark.parametrize("value", ["javascript:alert(1)", "/help", "https://a b", "https://a/" + "x" * 2_000])
def test_only_an_address_of_the_web_is_a_source(value: str) -> None:
    assert standard_metadata(source_uri=value) == {}
    assert standard_metadata(source_uri="https://example.com/help") == {
        "source_uri": "https://example.com/help"
    }


def test_authors_are_short_and_named_once() -> None:
    assert standard_metadata(author="A" * 300) == {"author": "A" * 200}
    assert join_names(["Ada", " Grace\n", "Ada", None]) == "Ada, Grace"


def test_fields_go_by_several_names_and_the_first_that_can_be_read_wins() -> None:
    fields = {"updated": "soon", "date": "2026-03-14", "lang": "de", "url": "https://example.com"}

    assert metadata_of_fields(fields) == {
        "modified": "2026-03-14",
        "language": "de",
        "source_uri": "https://example.com",
    }


@given(st.text(max_size=40) | st.from_regex(r"(D:)?\d{8,14}([+-]\d\d'\d\d')?|\d{4}-\d\d-\d\d.{0,10}"))
@settings(max_examples=200, deadline=None)
def test_no_value_is_an_error(value: str) -> None:
    found = standard_metadata(language=value, modified=value, author=value, source_uri=value)
    assert all(len(one) <= 2_000 for one in found.values())
