import pytest

from api.display.text import one_line, place, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\x1b[2Jb", "a�[2Jb"),
        ("a\rb", "a�b"),
        ("\x00\x7f\x9b", "���"),
        ("é🙂", "é🙂"),
    ],
)
def test_control_characters_are_shown_and_never_obeyed(text: str, expected: str) -> None:
    assert plain(text).plain == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("short", "short"), ("a\n  b", "a b"), ("1234567890", "1234567890"), ("12345678901", "123456789…")],
)
def test_one_line_holds_at_most_the_limit(text: str, expected: str) -> None:
    assert one_line(text, limit=10) == expected


@pytest.mark.parametrize(
    ("page", "rows", "expected"),
    [(None, None, ""), (2, None, ", p. 2"), (None, (4, 9), ", rows 4–9"), (None, (4, 4), ", row 4")],
)
def test_a_place_is_a_page_or_rows(page: int | None, rows: tuple[int, int] | None, expected: str) -> None:
    assert place(page, rows) == expected
