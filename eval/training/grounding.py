"""Fits the calibration of the grounding verifier: `python -m eval.training.grounding --data DIR`.

Fits on the development sources of RAGTruth only, never on the validation fold of `plumbline eval verifier`.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]  # as above
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]  # as above

from eval.metrics import auroc
from eval.sweep import Flags, Floats, class_weights, sweep_scores
from eval.verifier.rows import Fold, LabelledAnswer, Models, Selection, read_answers
from retrieval.cached_embedder import CachedEmbedder
from retrieval.embeddings import open_embedder
from retrieval.settings import RetrievalSettings
from verify.grounding import scoring
from verify.grounding.scoring import Signals, share_kept, to_features
from verify.grounding.verifier import GroundingVerifier

SETS = ("qa_train", "summary_dev", "data2txt_dev")
# Each so many answers one is also set against the evidence of another source, where nothing supports it.
UNRELATED_EVERY = 8
# Inverse strength of the L2 penalty.
PENALTY = 0.3
SPLITS = 4
BASE_RATE = 0.25

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """One claim; `answer` names the answer it belongs to, `unrelated` ones are no real answers."""

    answer: str
    source: str
    signals: Signals
    supported: bool
    unrelated: bool = False


def read_examples(data: Path, verifier: GroundingVerifier) -> Iterator[Example]:
    for name in SETS:
        rows = read_development(data / "ragtruth" / f"{name}.jsonl.gz")
        for number, row in enumerate(rows):
            if number % 200 == 0:
                log.info("%s: %d of %d answers", name, number, len(rows))
            for span, signals in verifier.measure(row.answer, row.contexts, question=row.question):
                yield Example(f"{name}-{number}", row.source, signals, not row.is_marked(*span))
            if number % UNRELATED_EVERY == 0:
                far = (number + len(rows) // 2) % len(rows)
                other = next(one for one in [*rows[far:], *rows[:far]] if one.source != row.source)
                for _, signals in verifier.measure(row.answer, other.contexts, question=row.question):
                    yield Example(f"{name}-{number}", row.source, signals, supported=False, unrelated=True)


def read_development(file: Path) -> list[LabelledAnswer]:
    return [row for row in read_answers(file, Selection(Fold.DEVELOPMENT, Models.ALL)) if row.is_sound]


def to_matrix(examples: Sequence[Example]) -> Floats:
    return np.array([list(to_features(example.signals).values()) for example in examples])


def fit(matrix: Floats, supported: Flags) -> tuple[Floats, float]:
    """Return weights and intercept for features as they come, not standardised."""
    scaler = StandardScaler().fit(matrix)
    model = LogisticRegression(C=PENALTY, max_iter=1_000).fit(scaler.transform(matrix), supported)
    weights: Floats = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def cross_validate(examples: Sequence[Example], matrix: Floats) -> Floats:
    """Return for each claim the probability by a model that saw nothing of its source."""
    supported = np.array([example.supported for example in examples])
    probabilities = np.zeros(len(examples))
    sources = [example.source for example in examples]
    for train, test in GroupKFold(SPLITS).split(matrix, groups=sources):
        weights, intercept = fit(matrix[train], supported[train])
        probabilities[test] = 1 / (1 + np.exp(-(matrix[test] @ weights + intercept)))
    return probabilities


def show_figures(examples: Sequence[Example], probabilities: Floats) -> None:
    """Log AUROC of claims and answers, and what each threshold would do to answers at the base rate."""
    real = [number for number, example in enumerate(examples) if not example.unrelated]
    claims = [(examples[number].supported, probabilities[number]) for number in real]
    log.info("claims: AUROC %.3f", auroc([p for ok, p in claims if ok], [p for ok, p in claims if not ok]))
    worst: dict[str, float] = {}
    wrong: dict[str, bool] = {}
    together: dict[str, float] = {}
    for number in real:
        example, probability = examples[number], float(probabilities[number])
        decided = probability * share_kept(example.signals)
        worst[example.answer] = min(worst.get(example.answer, 1.0), decided)
        together[example.answer] = together.get(example.answer, 1.0) * probability
        wrong[example.answer] = wrong.get(example.answer, False) or not example.supported
    labels = np.array(list(wrong.values()))
    risk = 1 - np.array(list(together.values()))
    log.info("answers: AUROC %.3f", auroc(list(risk[labels]), list(risk[~labels])))
    weights = class_weights(labels, BASE_RATE)
    sweep = sweep_scores(1 - np.array(list(worst.values())), labels, weights)
    for wanted in np.arange(0.3, 0.96, 0.05):
        at = int(np.searchsorted(sweep.thresholds[::-1], 1 - wanted, side="right"))
        place = len(sweep.thresholds) - 1 - at
        log.info(
            "supported at %.2f: recall %.2f precision %.2f F1 %.3f",
            wanted, sweep.recall[place], sweep.precision[place], sweep.f1[place],
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the calibration of the grounding verifier.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--graphs", type=Path, default=Path(gettempdir()) / "graphs", help="exported model")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    embedder = CachedEmbedder(open_embedder(RetrievalSettings(), graphs=options.graphs))
    examples = list(read_examples(options.data, GroundingVerifier(embedder)))
    matrix = to_matrix(examples)
    show_figures(examples, cross_validate(examples, matrix))
    weights, intercept = fit(matrix, np.array([example.supported for example in examples]))
    names = to_features(examples[0].signals)
    shipped = {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    }
    target = Path(scoring.__file__).with_name("calibration.json")
    target.write_text(json.dumps(shipped, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
