"""What answering needs from the room above: `api` implements it, `bootstrap.py` takes it as an argument."""

from dataclasses import dataclass
from typing import Protocol

from answer.answer import Answer
from answer.request import AnswerRequest
from retrieval.chunk import Chunk


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """Everything that the audit keeps of one answer; `evidence` is what the chat model was shown."""

    request: AnswerRequest
    answer: Answer
    evidence: tuple[Chunk, ...]
    prompt_version: str


class Recorder(Protocol):
    def record(self, record: AnswerRecord) -> None:
        """Write the record for good, or raise a `RecorderError`: then nothing may be released."""
        ...
