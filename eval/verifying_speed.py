"""How long one answer takes to verify: with the tagger and without, its evidence known or new."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval import targets
from eval.metrics import percentile
from eval.report import Figure, Measure, Target, Unit
from eval.verifier.rows import LabelledAnswer
from eval.verifier.signals import WARM_UP_CLAIM
from retrieval.cached_embedder import CachedEmbedder
from retrieval.embedder import Embedder
from verify.grounding.tagging.tagger import Tagger
from verify.grounding.verifier import GroundingVerifier
from verify.nlp import EntityFinder

OpenTagger = Callable[[], Tagger | None]


@dataclass(frozen=True, slots=True)
class Garage:
    """What verifiers are built from; nothing in them remembers an earlier one's texts."""

    embedder: Embedder
    entity_finder: EntityFinder
    open_tagger: OpenTagger

    def build(self, *, with_tagger: bool) -> GroundingVerifier:
        return GroundingVerifier(
            CachedEmbedder(self.embedder),
            self.entity_finder,
            tagger=self.open_tagger() if with_tagger else None,
        )


def measure_verifying(garage: Garage, answers: Sequence[LabelledAnswer]) -> list[Figure]:
    """Return four medians over the answers; a smaller one is better."""
    wanted = [
        ("verify one answer, evidence known, p50", True, True, targets.VERIFY_KNOWN_MS),
        (
            "verify one answer without the tagger, evidence known, p50",
            False,
            True,
            targets.VERIFY_KNOWN_PLAIN_MS,
        ),
        ("verify one answer, evidence new, p50", True, False, targets.VERIFY_NEW_MS),
        (
            "verify one answer without the tagger, evidence new, p50",
            False,
            False,
            targets.VERIFY_NEW_PLAIN_MS,
        ),
    ]
    return [
        _figure(name, [_time(garage, one, with_tagger=tagger, known=known) for one in answers], target)
        for name, tagger, known, target in wanted
    ]


def _time(garage: Garage, answer: LabelledAnswer, *, with_tagger: bool, known: bool) -> float:
    verifier = garage.build(with_tagger=with_tagger)
    # Loads what is loaded once, whatever the texts are.
    verifier.verify(WARM_UP_CLAIM, answer.contexts if known else [WARM_UP_CLAIM], question=answer.question)
    started = time.perf_counter()
    verifier.verify(answer.answer, answer.contexts, question=answer.question)
    return (time.perf_counter() - started) * 1000


def _figure(name: str, spent: Sequence[float], target: Target) -> Figure:
    return Figure(name, Unit.MILLISECONDS, Measure(percentile(spent, 0.5), len(spent)), target=target)
