from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from answer.answer import Answer, AnswerClaim, Citation, Grounding, WithheldClaim
from answer.chat_model import Usage
from answer.decision import Decision, Status
from verify.grounding.verdict import OperatingPoint, Verdict

BARE = Answer(
    request_id="r-1",
    question="What does a pause cost?",
    text="A pause costs £12.",
    decision=Decision(Status.ANSWERED),
    grounding=Grounding(0.97, OperatingPoint.BALANCED),
)


def test_an_answer_has_the_fields_that_callers_build_on() -> None:
    expected = (
        "request_id question text decision grounding claims citations withheld structured findings degraded "
        "chat_model usage timings_ms"
    )
    assert list(asdict(BARE)) == expected.split()


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (AnswerClaim, "start end text verdict score reasons citations"),
        (
            Citation,
            "source document title chunk version page heading start end chunk_start chunk_end quote rows",
        ),
        (WithheldClaim, "text_hash verdict reasons"),
        (Grounding, "score operating_point"),
    ],
)
def test_its_parts_have_the_fields_that_callers_build_on(
    part: type[AnswerClaim | Citation | WithheldClaim | Grounding], expected: str
) -> None:
    assert [field.name for field in fields(part)] == expected.split()


def test_an_answer_that_says_nothing_more_claims_cites_and_costs_nothing() -> None:
    assert (BARE.claims, BARE.citations, BARE.withheld, BARE.degraded) == ((), (), (), ())
    assert BARE.usage == Usage(0, 0, 0.0)


def test_an_answer_cannot_be_changed_after_it_was_decided() -> None:
    with pytest.raises(FrozenInstanceError):
        BARE.text = "Anything"  # type: ignore[misc]  # what must fail


def test_verdicts_and_statuses_are_written_as_plain_words() -> None:
    claim = AnswerClaim(0, 18, BARE.text, Verdict.SUPPORTED, 0.99)
    assert f"{claim.verdict} {BARE.decision.status} {BARE.grounding.operating_point}" == (
        "supported answered balanced"
    )
