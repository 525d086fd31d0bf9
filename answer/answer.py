"""The answer to one question, the same on the command line, over HTTP and in Python."""

from dataclasses import dataclass, field
from typing import Any

from answer.chat_model import Usage
from answer.decision import Decision
from verify.grounding.verdict import OperatingPoint, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim stands. `start` and `end` index the document version's extracted text, `chunk_start` and
    `chunk_end` the chunk's; `quote` is that slice of either. `rows` are the first and last row of a sheet.
    """

    source: str
    document: str
    title: str
    chunk: str
    version: str
    page: int | None
    heading: str
    start: int
    end: int
    chunk_start: int
    chunk_end: int
    quote: str
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AnswerClaim:
    """One released claim: half-open offsets into the answer's text, and indices into its citations."""

    start: int
    end: int
    text: str
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WithheldClaim:
    """A claim that was not released: a hash of its text, and why, in words."""

    text_hash: str
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounding:
    """The probability that all of the answer is grounded, and the operating point it was judged at."""

    score: float
    operating_point: OperatingPoint


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """What screening found in the question or in the evidence."""

    origin: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is always safe to show: when nothing is released it is a polite sentence that says so."""

    request_id: str
    question: str
    text: str
    decision: Decision
    grounding: Grounding
    claims: tuple[AnswerClaim, ...] = ()
    citations: tuple[Citation, ...] = ()
    withheld: tuple[WithheldClaim, ...] = ()
    structured: dict[str, Any] | None = None
    findings: tuple[AnswerFinding, ...] = ()
    degraded: tuple[str, ...] = ()
    chat_model: str = ""
    usage: Usage = field(default_factory=Usage)
    timings_ms: dict[str, float] | None = None
