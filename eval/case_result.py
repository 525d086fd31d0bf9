"""What became of one case: all that the metrics need of it."""

from dataclasses import dataclass

from answer.decision import Status
from eval.case import Case


@dataclass(frozen=True, slots=True)
class CaseResult:
    """`status` is None when asking failed, and then `error` says how.

    `retrieved` are the documents of the best chunks for its query; `similarity` is the cosine of the chunk
    most similar to the question; `not_verbatim` are released pieces that do not stand in their source.
    """

    case: Case
    status: Status | None
    cited: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    similarity: float = 0.0
    not_verbatim: tuple[str, ...] = ()
    milliseconds: float = 0.0
    error: str | None = None

    @property
    def released(self) -> bool:
        return self.status in (Status.ANSWERED, Status.REPAIRED)

    @property
    def cites_gold(self) -> bool:
        """Whether it was answered, with the document that holds the answer among the citations."""
        return self.released and not set(self.case.gold_documents).isdisjoint(self.cited)
