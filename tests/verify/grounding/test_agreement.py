import pytest

from verify.grounding.agreement import (
    converts,
    could_replace,
    find_stating,
    is_bare,
    is_turned,
    states_a_part,
)
from verify.grounding.quantities import Quantity, read_quantity
from verify.patterns import find_pattern_entities


def value_in(text: str) -> Quantity:
    (entity,) = find_pattern_entities(text)
    quantity = read_quantity(entity, text)
    assert quantity is not None
    return quantity


@pytest.mark.parametrize(
    ("claim", "evidence", "roughly", "expected"),
    [
        ("75% of it", "three quarters of it", False, True),
        ("33% of it", "a third of it", False, True),
        ("30% of it", "a third of it", False, False),
        ("42 km", "26.2 miles", False, True),
        ("about 100 people", "103 people", True, True),
        ("about 100 people", "120 people", True, False),
        ("100 people", "103 people", False, False),
        ("over 100 people", "103 people", False, True),
        ("over 100 people", "98 people", False, False),
        ("over 100 people", "150 people", False, False),
        ("$10 per month", "$120 per year", False, True),
        ("$10 per month", "$10 per week", False, False),
        ("$10 per month", "$10", False, True),
        ("30 days", "30 or so", False, True),
        ("30 days", "30 seats", False, False),
        ("third place", "3rd place", False, True),
    ],
)
def test_says_whether_the_evidence_states_a_value(
    claim: str, evidence: str, *, roughly: bool, expected: bool
) -> None:
    assert bool(find_stating(value_in(claim), (value_in(evidence),), roughly=roughly)) is expected


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("$30", "£20", True),
        ("$30", "30 days", False),
        ("12 miles", "12 km", True),
        ("6 months", "6 weeks", True),
        ("5 working days", "5 days", True),
        ("three seats", "five seats", True),
        ("three seats", "five users", False),
        ("third place", "five places", False),
        ("14 May 2026", "15 May 2026", True),
        ("14 May 2026", "May 2026", False),
        ("50 km", "50 kg", False),
    ],
)
def test_says_whether_a_value_could_stand_in_anothers_place(
    claim: str, evidence: str, *, expected: bool
) -> None:
    assert could_replace(value_in(claim), value_in(evidence)) is expected


def test_a_value_is_turned_when_it_is_bounded_from_the_other_side() -> None:
    assert is_turned(value_in("at least 3 votes"), value_in("at most 3 votes"))
    assert not is_turned(value_in("at least 3 votes"), value_in("3 votes"))


def test_a_count_without_a_noun_is_bare() -> None:
    assert is_bare(value_in("60 on the free tier"))
    assert not is_bare(value_in("60 calls"))


def test_one_end_of_a_range_is_a_part_of_it() -> None:
    assert states_a_part(value_in("6 or 7 years"), value_in("6 years"))
    assert not states_a_part(value_in("6 or 7 years"), value_in("6 days"))


def test_a_value_may_be_given_again_in_another_unit() -> None:
    assert converts(value_in("150 °C"), value_in("300 °F"))
    assert not converts(value_in("150 °C"), value_in("350 °F"))
    assert not converts(value_in("14 May 2026"), value_in("15 May 2026"))
