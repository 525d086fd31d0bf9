import pytest

from verify.grounding.dates import PartialDate, read_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", [PartialDate(2026, 3, 1)]),
        ("1 March 2026", [PartialDate(2026, 3, 1)]),
        ("March 1st, 2026", [PartialDate(2026, 3, 1)]),
        ("Mar, 1, 2026", [PartialDate(2026, 3, 1)]),
        ("1st of March", [PartialDate(None, 3, 1)]),
        ("Mar. 2026", [PartialDate(2026, 3)]),
        ("2026", [PartialDate(2026)]),
        ("1990s", [PartialDate(1990, decade=True)]),
        ("Tuesdays", [PartialDate(weekday=1)]),
        ("03/04/2026", [PartialDate(2026, 4, 3), PartialDate(2026, 3, 4)]),
        ("31/12/26", [PartialDate(2026, 12, 31)]),
        ("soon", []),
    ],
)
def test_reads_a_date_in_each_of_its_meanings(text: str, expected: list[PartialDate]) -> None:
    assert sorted(read_dates(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (PartialDate(2026, 3), PartialDate(2026, 3, 1), True),
        (PartialDate(2026, 3, 1), PartialDate(2026, 3), False),
        (PartialDate(2026, 4), PartialDate(2026, 3, 1), False),
        (PartialDate(1990, decade=True), PartialDate(1994), True),
        (PartialDate(1994), PartialDate(1990, decade=True), False),
    ],
)
def test_a_partial_date_is_part_of_a_more_specific_one(
    part: PartialDate, whole: PartialDate, *, expected: bool
) -> None:
    assert part.is_part_of(whole) is expected


def test_dates_disagree_only_where_both_speak() -> None:
    assert PartialDate(2026, 3).disagrees_with(PartialDate(2026, 4, 1))
    assert not PartialDate(2026).disagrees_with(PartialDate(None, 4, 1))
