import pytest

from ingest.loaders.pdf_typography import Typography
from tests.ingest.loaders.pdf_made import column, line, page

BODY = column(*["A line of body text that is long enough."] * 5)
TYPOGRAPHY = Typography.of([page(line("Title", y=770, height=24), line("Part", y=740, height=16), *BODY)])


def test_body_pitch_and_heading_sizes_are_measured() -> None:
    assert Typography(12, 14, (24, 16)) == TYPOGRAPHY


@pytest.mark.parametrize(
    ("text", "height", "bold", "level"),
    [
        ("Title", 24, False, 1),
        ("Part", 16, False, 2),
        ("Bold line", 12, True, 3),
        ("Plain line", 12, False, 0),
        ("Ends like a sentence.", 24, False, 0),
        ("me@mail.example", 24, False, 0),
        ("12", 24, False, 0),
        ("x" * 121, 24, False, 0),
    ],
)
def test_headings_are_short_and_large_or_bold(text: str, height: float, bold: bool, level: int) -> None:
    assert TYPOGRAPHY.heading_level(line(text, height=height, bold=bold)) == level


def test_a_document_without_lines_has_no_headings() -> None:
    assert Typography.of([page()]).heading_heights == ()
