"""One labelled question: what is asked, and what a good decision about it is."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from answer.request import Turn


class CaseKind(StrEnum):
    """What the documents hold for the question, and so which decision is right."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    FOLLOW_UP = "follow_up"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Case:
    """`gold_document` is the path, inside its source, of the document that holds the answer."""

    id: str
    kind: CaseKind
    question: str
    conversation: tuple[Turn, ...] = ()
    gold_document: str | None = None
    gold_quote: str | None = None
    collection: str = "default"

    def __post_init__(self) -> None:
        if self.has_answer and self.gold_document is None:
            raise ValueError(f"a case of kind {self.kind} needs a gold document")

    @property
    def has_answer(self) -> bool:
        return self.kind in (CaseKind.ANSWERABLE, CaseKind.FOLLOW_UP)

    @property
    def held_out(self) -> bool:
        """Whether the case lies in the half that nothing was tuned on: drawn by its id alone."""
        return hash_of(self.id) % 2 == 1


def hash_of(case_id: str) -> int:
    """Return the same large number for the same id, in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(case_id.encode()).digest())
