"""Labelled answers and what became of them, as they would be read and judged."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from eval.case import LabelledSpan
from eval.verifier.rows import LabelledAnswer
from eval.verifier.signals import ClaimSignals, Judge, JudgedAnswer, JudgedClaim
from tests.fakes import FakeEmbedder
from verify.grounding.verdict import ClaimVerdict, Outcome, Reason, ReasonCode, Span, Verdict, Verification
from verify.grounding.verifier import GroundingVerifier

PASSAGE = "The kiln was built in 1902. It fires clay bricks for the whole valley."
SOUND = "The kiln was built in 1902."
WRONG = "The kiln was built in 1950."
QUIET = ClaimSignals(
    entities=0,
    numbers=0,
    polarity=0,
    cosine=0.9,
    coverage=1.0,
    novelty=0.0,
    tagger=0.1,
    without_tagger=0.8,
    kept=1.0,
)
MESSAGE = "the sources say 1902, the answer says 1950"


def make_row(
    id: str = "a1",  # noqa: A002  # the name it has in the file
    *,
    source: str = "s1",
    answer: str = SOUND,
    spans: Sequence[Span] = (),
    change: Callable[[dict[str, object]], None] = lambda _: None,
) -> dict[str, object]:
    row: dict[str, object] = {
        "id": id,
        "source_id": source,
        "task": "QA",
        "model": "mistral-7B-instruct",
        "question": "When was the kiln built?",
        "contexts": [PASSAGE],
        "answer": answer,
        "spans": [
            {"start": start, "end": end, "type": "Evident Conflict", "implicit_true": False}
            for start, end in spans
        ],
        "hallucinated": bool(spans),
        "quality": "good",
    }
    change(row)
    return row


def write_rows(file: Path, rows: Sequence[dict[str, object]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def make_labelled(
    id: str = "a1",  # noqa: A002  # as above
    *,
    source: str = "s1",
    answer: str = SOUND,
    spans: Sequence[Span] = (),
    quality: str = "good",
) -> LabelledAnswer:
    return LabelledAnswer(
        id=id,
        source=source,
        task="QA",
        model="mistral-7B-instruct",
        question="When was the kiln built?",
        contexts=(PASSAGE,),
        answer=answer,
        spans=tuple(LabelledSpan(*span, "Evident Conflict") for span in spans),
        hallucinated=bool(spans),
        quality=quality,
    )


def make_claim(
    text: str, *, start: int = 0, signals: ClaimSignals = QUIET, unsupported: bool = False, score: float = 0.9
) -> JudgedClaim:
    """Make a claim that is supported from a score of 0.6 on, else contradicted in its last word."""
    end = start + len(text)
    supported = score >= 0.6
    reason = Reason(ReasonCode.NUMBER_MISMATCH, MESSAGE, (end - 5, end - 1), "1950", "1902")
    verdict = ClaimVerdict(
        start,
        end,
        text,
        Verdict.SUPPORTED if supported else Verdict.CONTRADICTED,
        score,
        () if supported else (reason,),
    )
    return JudgedClaim(verdict, signals, unsupported)


def make_judged(
    labelled: LabelledAnswer, *claims: JudgedClaim, score: float = 0.9, non_claims: tuple[Span, ...] = ()
) -> JudgedAnswer:
    verification = Verification(
        Outcome.VERIFIED,
        all(not claim.is_flagged for claim in claims),
        score,
        tuple(claim.verdict for claim in claims),
        non_claims,
    )
    return JudgedAnswer(labelled, verification, claims, novelty=0.25, milliseconds=12.0)


def make_answers(count: int = 6) -> list[JudgedAnswer]:
    """Make answers of which each third is hallucinated and found out, at two answers a source."""
    return [_make_answer(number) for number in range(count)]


def open_fake_judge() -> Judge:
    return Judge(GroundingVerifier(FakeEmbedder()))


def _make_answer(number: int) -> JudgedAnswer:
    name, source = f"a{number}", f"s{number // 2}"
    if number % 3:
        return make_judged(make_labelled(name, source=source), make_claim(SOUND))
    labelled = make_labelled(name, source=source, answer=WRONG, spans=[(22, 26)])
    signals = replace(QUIET, numbers=1, cosine=0.8, coverage=0.75, novelty=0.25)
    return make_judged(labelled, make_claim(WRONG, signals=signals, unsupported=True, score=0.2), score=0.2)
