"""One question as it comes in, with all that the caller says about it."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from answer.errors import InvalidQuestionError
from retrieval.chunk import Filter
from verify.grounding.verdict import OperatingPoint


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Turn:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """`filter` holds the caller's audiences as well as what they asked for."""

    question: str
    collection: str
    conversation: tuple[Turn, ...] = ()
    filter: Filter = field(default_factory=Filter)
    operating_point: OperatingPoint | None = None
    user: str | None = None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()), compare=False)


# A longer conversation is cut by its keeper: every turn is screened, and only the last few are read anyway.
MAX_TURNS = 50


def check_question(request: AnswerRequest, *, max_characters: int) -> None:
    """Raise InvalidQuestionError for what cannot be a question, before any work is done."""
    texts = [request.question, *(turn.text for turn in request.conversation)]
    if not request.question.strip():
        raise InvalidQuestionError("the question is empty")
    if len(request.conversation) > MAX_TURNS:
        raise InvalidQuestionError(f"a conversation may have at most {MAX_TURNS} turns")
    for text in texts:
        if len(text) > max_characters:
            length = f"{len(text)} characters"
            raise InvalidQuestionError(
                f"a question or turn of {length} is too long: at most {max_characters} are allowed"
            )
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise InvalidQuestionError("the question is not valid UTF-8 text")
