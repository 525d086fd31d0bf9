import pytest

from retrieval.chunk import MAX_HEADING, MAX_TITLE, Chunk


def _chunk(text: str = "abc", *, start: int = 0, end: int = 3, title: str = "", heading: str = "") -> Chunk:
    return Chunk(
        id="1",
        collection="kb",
        source="docs",
        document="a.md",
        version="v",
        ordinal=0,
        text=text,
        start=start,
        end=end,
        title=title,
        heading=heading,
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 1), (0, 4), (0, 2)])
def test_a_span_that_does_not_fit_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        _chunk("abc", start=start, end=end)


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("", "", "abc"),
        ("Refunds", "", "Refunds\nabc"),
        ("", "Annual plans", "Annual plans\nabc"),
        ("Refunds", "Annual plans", "Refunds › Annual plans\nabc"),
    ],
)
def test_title_and_headings_are_embedded_before_the_text(title: str, heading: str, expected: str) -> None:
    assert _chunk(title=title, heading=heading).embedded_text == expected


def test_a_long_title_or_heading_is_embedded_shortened_but_kept_whole() -> None:
    chunk = _chunk(title="t" * 1000, heading="x" * 500 + "y" * MAX_HEADING)

    assert chunk.context == "t" * MAX_TITLE + " › " + "y" * MAX_HEADING
    assert len(chunk.title) == 1000
