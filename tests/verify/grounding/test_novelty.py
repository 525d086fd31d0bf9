import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.novelty import Novelty, measure_novelty

pytestmark = pytest.mark.integration

EVIDENCE = read_evidence("Plans renew each year.", "Invoices arrive by post.")


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Plans renew each year.", Novelty(0, 0, 0)),
        ("Plans renew twice each year.", Novelty(1, 1, 2)),
        ("Cheap foreign invoices arrive late.", Novelty(3, 2, 3)),
        ("Invoices renew.", Novelty(0, 0, 1)),
        ("It is so.", Novelty(0, 0, 0)),
    ],
)
def test_counts_what_the_evidence_does_not_have(claim: str, expected: Novelty) -> None:
    assert measure_novelty(read_claim(claim), EVIDENCE) == expected


def test_a_value_that_stands_there_in_other_words_is_not_new() -> None:
    claim = read_claim("Plans renew every 12 months.")
    plain = measure_novelty(claim, EVIDENCE)
    settled = measure_novelty(claim, EVIDENCE, settled=frozenset({"12", "month"}))

    assert plain.words == 2
    assert settled == Novelty(0, 0, 0)
