"""Counts how well found spans agree with marked ones: exact characters and label, nothing half right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.training.names.corpus import Span


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 of one label, or of all scored labels together."""

    label: str
    right: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.marked) if self.right else 0.0


def score_spans(pairs: Iterable[tuple[set[Span], set[Span]]], *, labels: tuple[str, ...]) -> list[LabelScore]:
    """Score (marked, found) pairs, one per text: the first score is over all `labels`, then one for each.

    A found label that is not among `labels` counts as nothing found: the marked set does not know it.
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for gold, predicted in pairs:
        right.update(label for *_, label in gold & predicted)
        found.update(label for *_, label in predicted)
        marked.update(label for *_, label in gold)
    each = [LabelScore(label, right[label], found[label], marked[label]) for label in labels]
    overall = LabelScore(
        "all", sum(one.right for one in each), sum(one.found for one in each), sum(one.marked for one in each)
    )
    return [overall, *each]
