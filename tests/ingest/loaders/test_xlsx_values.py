from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaders.xlsx_values import shown_value

EUROS = '_-* #,##0.00\\ [$€-407]_-;-* #,##0.00\\ [$€-407]_-;_-* "-"??\\ [$€-407]_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (30, '"$"#,##0', "$30"),
        (1234.5, "$#,##0.00", "$1,234.50"),
        (1234567, EUROS, "1,234,567.00 €"),
        (0.25, "0%", "25%"),
        (0.256, "0.0 %", "25.6 %"),
        (12, '0" %"', "12 %"),
        (1250, "#,##0", "1,250"),
        (2.675, "0.00", "2.68"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (0.5, ".00", "0.50"),
        (42, "00000", "00042"),
        (2_500_000, '0.0,,"M"', "2.5M"),
        (12_345, "0.00E+00", "1.23E+4"),
        (7, '0 "pieces"', "7 pieces"),
        (0.1 + 0.2, "General", "0.3"),
        (4.0, "General", "4"),
        (1_234_567_890_123, "General", "1234567890123"),
        (True, "0", "TRUE"),
        ("text", "@", "text"),
        (None, "0", ""),
    ],
)
def test_a_number_is_written_as_its_format_shows_it(value: object, number_format: str, shown: str) -> None:
    assert shown_value(value, number_format) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (-5, "#,##0.00_);(#,##0.00)", "-5.00"),
        (-1234.5, "[$-409]$#,##0.00;[Red]($#,##0.00)", "-$1,234.50"),
        (-3, "$0;-$0", "-$3"),
        (-0.5, "0%", "-50%"),
        (-0.001, "0.00", "0.00"),
        (0, '0;-0;"none"', "none"),
        (5, ";;;", ""),
    ],
)
def test_each_sign_has_its_section_and_a_minus_stays_a_minus(
    value: object, number_format: str, shown: str
) -> None:
    assert shown_value(value, number_format) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (datetime(2026, 3, 14), "mm/dd/yyyy", "2026-03-14"),
        (datetime(2026, 3, 14, 9, 30), "d.m.yy h:mm", "2026-03-14 09:30"),
        (datetime(2026, 3, 14, 9, 30), "dd.mm.yyyy", "2026-03-14"),
        (datetime(2026, 3, 1), "mmm yyyy", "2026-03"),
        (datetime(2026, 3, 1), "yyyy", "2026"),
        (datetime(2026, 3, 1, 9, 30), "h:mm", "09:30"),
        (time(9, 30, 5), "h:mm:ss", "09:30:05"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
    ],
)
def test_dates_are_written_in_iso_8601(value: object, number_format: str, shown: str) -> None:
    assert shown_value(value, number_format) == shown


@given(
    st.floats() | st.integers(),
    st.text(alphabet='0#?.,%E+-;"[$€]()_* \\@a', max_size=12) | st.sampled_from(["# ?/?", EUROS]),
)
@settings(max_examples=300, deadline=None)
def test_any_format_gives_some_text(value: float, number_format: str) -> None:
    assert len(shown_value(value, number_format)) < 5_000
