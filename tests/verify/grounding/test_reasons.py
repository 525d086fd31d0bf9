import pytest

from verify.grounding.findings import Finding
from verify.grounding.reasons import make_reason
from verify.grounding.verdict import ReasonCode


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (ReasonCode.NUMBER_MISMATCH, "the sources say $30, the answer says $20"),
        (ReasonCode.ENTITY_MISMATCH, "the sources say $30, the answer says $20"),
        (ReasonCode.NEGATION_MISMATCH, "the sources say “$30”, the answer says “$20”"),
        (ReasonCode.NUMBER_NOT_FOUND, "the sources do not mention $20"),
        (ReasonCode.ENTITY_NOT_FOUND, "the sources do not mention $20"),
        (ReasonCode.WORDS_NOT_SUPPORTED, "the sources do not say “$20”"),
        (ReasonCode.LOW_SIMILARITY, "the sources say nothing close enough to this"),
        (ReasonCode.NO_EVIDENCE, "there are no sources to check this against"),
    ],
)
def test_every_code_has_its_sentence(code: ReasonCode, message: str) -> None:
    reason = make_reason(Finding(code, (4, 7), "$20", "$30"), (104, 107))

    assert (reason.message, reason.claim_span) == (message, (104, 107))


def test_no_code_is_without_a_sentence() -> None:
    assert all(make_reason(Finding(code, (0, 1), "x", "y"), (0, 1)).message for code in ReasonCode)
