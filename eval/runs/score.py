"""What a metric of ragas said of one outcome, and why it said nothing; nothing here needs ragas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, stdev

from answer.chat_model import Usage
from verify.grounding.verdict import OperatingPoint


class Failure(StrEnum):
    """Why a metric has no value for a case; each is counted on its own and none becomes a NaN."""

    ASKING_FAILED = "asking_failed"
    NO_ANSWER = "no_answer"
    NO_REFERENCE = "no_reference"
    NO_CONTEXTS = "no_contexts"
    JUDGE_NONSENSE = "judge_nonsense"
    JUDGE_TIMEOUT = "judge_timeout"
    JUDGE_REFUSED = "judge_refused"
    JUDGE_UNAVAILABLE = "judge_unavailable"
    NOT_DEFINED = "not_defined"


MEANINGS: dict[Failure, str] = {
    Failure.ASKING_FAILED: "the case itself could not be asked",
    Failure.NO_ANSWER: "nothing was released, and the metric is about the answer",
    Failure.NO_REFERENCE: "the case has no reference",
    Failure.NO_CONTEXTS: "there was no evidence",
    Failure.JUDGE_NONSENSE: "the judge's reply was not what it was asked for",
    Failure.JUDGE_TIMEOUT: "the judge took longer than it may",
    Failure.JUDGE_REFUSED: "the judge declined, or its content filter stepped in",
    Failure.JUDGE_UNAVAILABLE: "the judge could not be reached, or was overloaded",
    Failure.NOT_DEFINED: "the metric has no value for such texts",
}
# The next try may have a value.
OF_THE_JUDGE = frozenset(
    {Failure.JUDGE_NONSENSE, Failure.JUDGE_TIMEOUT, Failure.JUDGE_REFUSED, Failure.JUDGE_UNAVAILABLE}
)


@dataclass(frozen=True, slots=True)
class Take:
    """One try at a value: the value or the failure, and what the judge says that the try took."""

    value: float | None = None
    failure: Failure | None = None
    usage: Usage = field(default_factory=Usage)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.failure is None):
            raise ValueError("a take has a value or a failure")


@dataclass(frozen=True, slots=True)
class RagasScore:
    """One metric of one case: a value for each repeat that gave one, a failure for each that did not."""

    metric: str
    case_id: str
    at: OperatingPoint
    values: tuple[float, ...] = ()
    failures: tuple[Failure, ...] = ()
    usage: Usage = field(default_factory=Usage)

    @classmethod
    def of(cls, metric: str, case_id: str, at: OperatingPoint, takes: Sequence[Take]) -> "RagasScore":
        return cls(
            metric,
            case_id,
            at,
            tuple(take.value for take in takes if take.value is not None),
            tuple(take.failure for take in takes if take.failure is not None),
            sum((take.usage for take in takes), Usage()),
        )

    @property
    def value(self) -> float | None:
        return fmean(self.values) if self.values else None

    @property
    def spread(self) -> float | None:
        """The standard deviation between repeats; None where fewer than two gave a value."""
        return stdev(self.values) if len(self.values) > 1 else None

    @property
    def failure(self) -> Failure | None:
        """The commonest failure; a case may have a value as well, from its other repeats."""
        return Counter(self.failures).most_common(1)[0][0] if self.failures else None
