import pytest

from verify.grounding.wording import Wording, read_wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans renew each year.", Wording(False, 0, 0)),
        ("However, prices may vary.", Wording(True, 2, 0)),
        ("- Overall, it is typically cheap.", Wording(True, 1, 0)),
        ("The passage does not mention however many.", Wording(False, 0, 2)),
        ("It is important to ask first.", Wording(True, 1, 0)),
        ("", Wording(False, 0, 0)),
    ],
)
def test_reads_how_a_claim_is_worded(text: str, expected: Wording) -> None:
    assert read_wording(text) == expected
