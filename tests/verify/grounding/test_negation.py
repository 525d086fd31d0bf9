import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.negation import find_flip

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Credits are not refunded.", "Credits are refunded."),
        ("Credits are refunded.", "Credits are never refunded."),
        ("Refunds are paid as credit.", "No refunds are paid as credit."),
        ("You cannot swap shifts.", "You can swap shifts."),
        ("Managers don’t approve shifts.", "Managers approve shifts."),
        ("Logging is enabled.", "Logging is disabled."),
        ("Logging is enabled.", "Logging is not enabled."),
        ("Taxes are included in prices.", "Taxes are excluded from prices."),
        ("Some plans have chat.", "Every plan has chat."),
        ("Pay before delivery.", "Pay after delivery."),
        ("It runs with power.", "It runs without power."),
    ],
)
def test_finds_the_turn(evidence: str, claim: str) -> None:
    assert find_flip(read_claim(claim), read_evidence(evidence)) is not None


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Credits are not refunded.", "Credits are never refunded."),
        ("No refunds are given.", "Refunds are not given."),
        ("Logging is disabled.", "Logging is not enabled."),
        ("All plans have chat.", "Some plans have chat."),
        ("If credits are not refunded, ask.", "Credits are refunded."),
        ("The blue kiosk, which is not refunded by others, is sold in Rome.", "Credits are refunded."),
        ("Credits are not only refunded.", "Credits are refunded."),
        ("Elephants do not sleep.", "Credits are refunded."),
    ],
)
def test_leaves_agreement_and_other_matters_alone(evidence: str, claim: str) -> None:
    assert find_flip(read_claim(claim), read_evidence(evidence)) is None


def test_an_equally_good_sentence_that_agrees_overrules_the_turn() -> None:
    evidence = read_evidence("Credits are not refunded.", "Credits are refunded.")

    assert find_flip(read_claim("Credits are refunded."), evidence) is None


def test_says_both_sides() -> None:
    finding = find_flip(read_claim("Credits are refunded."), read_evidence("Credits are not refunded."))

    assert finding is not None
    assert (finding.claim_value, finding.evidence_value) == ("refunded", "not refunded")
