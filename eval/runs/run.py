"""One run of a suite: what it was made with, and what became of every case."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.runs.outcome import CaseOutcome
from eval.runs.suite import Suite
from verify.grounding.verdict import OperatingPoint


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Hashes of everything that decides the outcomes: two runs with the same ones must agree.

    `dataset` is of the cases, `corpus` of the documents they are asked over ("" where the evidence is given),
    `prompt` of the prompt's version, `configuration` of settings and chat model, `code` of the program. Of a
    service, whose settings nobody sees, the last two are its address and version in words.
    `judge` names who judges for ragas ("" where nobody does); it decides scores and no outcome.
    """

    dataset: str
    corpus: str
    prompt: str
    configuration: str
    code: str
    judge: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """`started_at` is ISO 8601 in UTC; `finished_at` is None for a run that was interrupted."""

    id: str
    suite: Suite
    fingerprints: Fingerprints
    started_at: str
    finished_at: str | None
    outcomes: tuple[CaseOutcome, ...]

    def at(self, point: OperatingPoint) -> Sequence[CaseOutcome]:
        return [outcome for outcome in self.outcomes if outcome.operating_point is point]
