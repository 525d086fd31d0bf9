import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.binding import own_words
from verify.grounding.entities import compare_entities
from verify.grounding.numbers import compare_numbers

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("evidence", "claim", "value"),
    [
        ("Adults pay $8, pupils pay $5.", "Pupils pay $8.", "$5"),
        (
            "Adults need eight hours of rest. Infants need twelve hours.",
            "Infants need eight hours.",
            "twelve hours",
        ),
        ("The zoo has 40 apes in Rome and 12 in Turin.", "The zoo has 40 apes in Turin.", "12"),
        ("It was announced in 2018 and completed in 2021.", "It was completed in 2018.", "2021"),
    ],
)
def test_finds_the_value_that_belongs_to_what_the_claim_names(evidence: str, claim: str, value: str) -> None:
    (mismatch,) = compare_numbers(read_claim(claim), read_evidence(evidence)).mismatches

    assert mismatch.evidence_value == value


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Adults pay $8, pupils pay $5.", "The price for pupils is $5."),
        ("Adults pay $8, pupils pay $5.", "Adults are charged $8."),
        ("The zoo has 40 apes in Rome and 12 in Turin.", "The zoo has 12 apes."),
        (
            "Shipping to islands takes 9 days. Mainland orders arrive in 3 days.",
            "Island orders arrive in 9 days.",
        ),
        ("The Pro plan is for teams. It costs $20. The Basic plan costs $30.", "The Pro plan costs $20."),
        ("It takes 10 to 20 days.", "It takes 10 days."),
    ],
)
def test_leaves_a_value_with_its_own_thing(evidence: str, claim: str) -> None:
    assert not compare_numbers(read_claim(claim), read_evidence(evidence)).mismatches


def test_a_contrast_may_stand_in_two_contexts_that_say_it_alike() -> None:
    evidence = read_evidence("The Basic plan costs $30.", "The Pro plan costs $20.")

    (mismatch,) = compare_numbers(read_claim("The Basic plan costs $20."), evidence).mismatches
    assert mismatch.evidence_value == "$30"


@pytest.mark.parametrize(
    ("evidence", "claim", "name"),
    [
        (
            "Penicillin was discovered by Alexander Fleming and purified by Howard Florey.",
            "Howard Florey discovered penicillin.",
            "Alexander Fleming",
        ),
        (
            "Anna Reed leads the sales team, and Bob Stone leads the design team.",
            "The sales team is led by Bob Stone.",
            "Anna Reed",
        ),
    ],
)
def test_finds_the_name_that_did_what_the_claim_says(evidence: str, claim: str, name: str) -> None:
    (mismatch,) = compare_entities(read_claim(claim), read_evidence(evidence)).mismatches

    assert mismatch.evidence_value == name


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (
            "Anna Reed leads the sales team, and Bob Stone leads the design team.",
            "Bob Stone leads the design team.",
        ),
        ("The prize went to Anna Reed, Bob Stone and Carl Moss.", "Anna Reed won the prize."),
    ],
)
def test_leaves_a_name_with_its_own_deed(evidence: str, claim: str) -> None:
    assert not compare_entities(read_claim(claim), read_evidence(evidence)).mismatches


def test_own_words_stop_at_the_divider_before_the_next_value() -> None:
    statement = read_claim("Adults pay $8, pupils pay $5.")

    assert own_words(statement, (11, 13), [(26, 28)]) == {"adult", "pay"}
