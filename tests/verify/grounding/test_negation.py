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
        ("It works without power.", "It does not work without power."),
        ("The board refused to approve the plan.", "The board approved the plan."),
        ("Nobody was hurt when the roof fell.", "Several people were hurt when the roof fell."),
        ("The pond is unsuitable for bathing.", "The pond is suitable for bathing."),
        ("The gate is open to cars. It remains closed to cyclists.", "The gate is open to cyclists."),
        ("The law covers firms but not private persons.", "The law covers private persons."),
        ("Logging is on by default and cannot be switched off.", "Logging can be switched off."),
        ("The house has neither a pool nor a lift.", "The house has a pool."),
        ("He denied having met the mayor.", "He admitted having met the mayor."),
        ("Copper conducts heat better than iron.", "Iron conducts heat better than copper."),
        ("It rarely snows in Rome.", "It always snows in Rome."),
        ("Reports are sent weekly.", "Reports are sent monthly."),
        ("Credits are refunded if you ask.", "Credits are not refunded if you ask."),
    ],
)
def test_finds_the_turn(evidence: str, claim: str) -> None:
    assert find_flip(read_claim(claim), read_evidence(evidence)) is not None


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Credits are not refunded.", "Credits are never refunded."),
        ("No refunds are given.", "Refunds are not given."),
        (
            "Cover it with warm water only, no soap, and leave the pan there for 15 minutes.",
            "Leave the pan in warm water without soap for 15 minutes.",
        ),
        (
            "No paper towels, no kitchen towels, no household rags.",
            "Avoid using paper towels, kitchen towels, or household rags.",
        ),
        ("Logging is disabled.", "Logging is not enabled."),
        ("All plans have chat.", "Some plans have chat."),
        ("If credits are not refunded, ask.", "Credits are refunded."),
        ("The blue kiosk, which is not refunded by others, is sold in Rome.", "Credits are refunded."),
        ("Credits are not only refunded.", "Credits are refunded."),
        ("Elephants do not sleep.", "Credits are refunded."),
        ("Smoking is prohibited on all platforms.", "Smoking is not allowed on the platforms."),
        ("The board refused to approve the plan.", "The plan was not approved by the board."),
        ("The house has neither a pool nor a lift.", "The house does not have a pool."),
        ("It is colder in the hills than in the valley.", "It is warmer in the valley than in the hills."),
        ("Stir it so that it cooks without burning.", "Stir it to prevent burning."),
        ("Tighten the nut to keep the leg from turning.", "Tighten the nut so that the leg does not turn."),
        ("Conserve water by closing the tap.", "Prevent water damage by closing the tap."),
        ("Then levels drop, and the lining is shed.", "Levels rise, causing the lining to grow."),
        ("No paper towels, no rags.", "Avoid cloth, paper towels, and rags."),
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
