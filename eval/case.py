"""One case: what is asked, and what is known of the right answer to it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from answer.request import Turn


class CaseKind(StrEnum):
    """What the documents hold for the question, and so which decision is right."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    FOLLOW_UP = "follow_up"
    HOSTILE = "hostile"
    # Nobody has said; what is recorded of the answer may still be labelled.
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Characters of an answer that a person marked as not grounded; half-open."""

    start: int
    end: int
    type: str = ""
    implicit_true: bool = False


def overlaps(spans: Iterable[LabelledSpan], start: int, end: int) -> bool:
    """Return whether a span has one of these characters."""
    return any(span.start < end and start < span.end for span in spans)


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What a chat model once answered, and the spans that a person found ungrounded in it.

    `hallucinated` is None when nobody looked, and then there are no spans.
    """

    text: str
    chat_model: str
    hallucinated: bool | None = None
    spans: tuple[LabelledSpan, ...] = ()

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a marked span overlaps these characters."""
        return overlaps(self.spans, start, end)


@dataclass(frozen=True, slots=True)
class Case:
    """`gold_documents` are paths, inside their source, of the documents that hold the answer; any will do.

    `gold_quote` is the piece of the first that says it and `reference` a good answer in somebody's words.
    `contexts` are evidence that comes with the case. Cases of one `source` fail together and are drawn
    together; it is the id where none is given. `labels` name the slices that a case belongs to.
    """

    id: str
    kind: CaseKind
    question: str
    conversation: tuple[Turn, ...] = ()
    gold_documents: tuple[str, ...] = ()
    gold_quote: str | None = None
    collection: str = "default"
    contexts: tuple[str, ...] = ()
    reference: str | None = None
    recorded: RecordedAnswer | None = None
    source: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.has_answer and not (self.gold_documents or self.contexts or self.reference):
            raise ValueError(f"a case of kind {self.kind} needs a gold document, contexts or a reference")
        if not self.source:
            object.__setattr__(self, "source", self.id)

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
