import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.json_values import Lines, parse_json, parse_json_lines


def test_numbers_stay_as_they_are_written() -> None:
    assert parse_json('{"a": 1.10, "b": 12345678901234567890, "c": [1e5, null, true]}') == {
        "a": "1.10",
        "b": "12345678901234567890",
        "c": ["1e5", None, True],
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,\n "b": }', "no valid JSON: expecting value in line 2"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_with_the_line(text: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        parse_json(text)


def test_digits_without_end_are_text_like_others() -> None:
    assert parse_json("1" * 10_000) == "1" * 10_000


def test_broken_lines_are_left_out_as_long_as_others_are_sound() -> None:
    assert parse_json_lines('{"a": 1}\n\nbroken\n{"a": "\u2028"}\n{"a":') == Lines(
        {1: {"a": "1"}, 4: {"a": "\u2028"}}, broken=(3, 5)
    )


def test_without_a_sound_line_the_first_is_named() -> None:
    with pytest.raises(UnreadableDocumentError, match="no valid JSON: expecting value in line 2"):
        parse_json_lines("\nbroken\nbroken")
