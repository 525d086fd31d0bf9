"""What answering needs from outside: whom to ask for evidence, and who keeps the record of an answer."""

from dataclasses import dataclass
from typing import Protocol

from answer.answer import Answer
from answer.request import AnswerRequest
from retrieval.chunk import Chunk, RetrievedChunk, SearchQuery
from verify.grounding.verdict import ClaimVerdict, Verification


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """All that is known of one answer, more than anyone is shown: the recorder decides what it keeps.

    `evidence` is what the chat model was shown, `draft` what it wrote, without citation markers, and
    `draft_verification` what the verifier said of that, where it came so far; `withheld` are the claims of it
    that were cut out.
    """

    request: AnswerRequest
    answer: Answer
    evidence: tuple[Chunk, ...]
    prompt_version: str
    draft: str = ""
    draft_verification: Verification | None = None
    withheld: tuple[ClaimVerdict, ...] = ()


class EvidenceFinder(Protocol):
    def search(self, query: SearchQuery) -> list[RetrievedChunk]:
        """Return evidence for the query, best first, or raise a `RetrievalError`."""
        ...


class Recorder(Protocol):
    def record(self, record: AnswerRecord) -> None:
        """Write the record for good, or raise a `RecorderError`: then nothing may be released."""
        ...
