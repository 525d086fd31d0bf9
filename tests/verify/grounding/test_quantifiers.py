import pytest

from tests.verify.grounding.reading import read_claim
from verify.grounding.clauses import clauses_of
from verify.grounding.quantifiers import find_overstatement

pytestmark = pytest.mark.integration


def overstates(claim: str, evidence: str) -> bool:
    (mine,), (other,) = clauses_of(read_claim(claim)), clauses_of(read_claim(evidence))
    return find_overstatement(mine, other) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("All rooms have a desk.", "Some rooms have a desk."),
        ("Every room has a desk.", "Few rooms have a desk."),
        ("It always snows.", "It rarely snows."),
        ("It always snows.", "It usually snows."),
        ("It rarely snows.", "It always snows."),
        ("Most rooms have a desk.", "Few rooms have a desk."),
    ],
)
def test_finds_more_than_the_evidence_says(claim: str, evidence: str) -> None:
    assert overstates(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Some rooms have a desk.", "All rooms have a desk."),
        ("Every room has a desk.", "All rooms have a desk."),
        ("Not all rooms have a desk.", "Many rooms have a desk."),
        ("All rooms have a desk.", "Rooms have some light."),
        ("All rooms have the most expensive desk.", "All rooms have the most expensive desk."),
    ],
)
def test_leaves_less_or_as_much_alone(claim: str, evidence: str) -> None:
    assert not overstates(claim, evidence)
