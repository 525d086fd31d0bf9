"""Fits the calibration of the grounding verifier: `python -m eval.training.grounding --data DIR`.

Fits on the development sources of RAGTruth only, never on the validation fold of `plumbline eval verifier`;
with the tagger's signals, only on the sources that the tagger was not trained on.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]  # as above
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]  # as above

from eval.sweep import Flags, Floats
from eval.training.folds import HELD_FOLD, SETS
from eval.training.grounding_figures import ScoredClaim, show_figures
from eval.verifier.rows import Fold, LabelledAnswer, Models, Selection, fold_of, read_answers
from retrieval.cached_embedder import CachedEmbedder
from retrieval.embeddings import open_embedder
from retrieval.settings import RetrievalSettings
from verify.grounding import scoring
from verify.grounding.scoring import (
    Calibration,
    Signals,
    share_kept,
    to_features,
    to_tagger_features,
)
from verify.grounding.tagging.tagger import open_tagger
from verify.grounding.verifier import GroundingVerifier

# Each so many answers one is also set against the evidence of another source, where nothing supports it.
UNRELATED_EVERY = 8
# Inverse strength of the L2 penalty.
PENALTY = 0.3
SPLITS = 4

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
                if signals is not None:
                    yield Example(f"{name}-{number}", row.source, signals, not row.is_marked(*span))
            if number % UNRELATED_EVERY == 0:
                far = (number + len(rows) // 2) % len(rows)
                other = next(one for one in [*rows[far:], *rows[:far]] if one.source != row.source)
                for _, signals in verifier.measure(row.answer, other.contexts, question=row.question):
                    if signals is not None:
                        yield Example(
                            f"{name}-{number}", row.source, signals, supported=False, unrelated=True
                        )


def read_development(file: Path) -> list[LabelledAnswer]:
    return [row for row in read_answers(file, Selection(Fold.DEVELOPMENT, Models.ALL)) if row.is_sound]


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


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the calibration of the grounding verifier.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--graphs", type=Path, default=Path(gettempdir()) / "graphs", help="exported model")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    embedder = CachedEmbedder(open_embedder(RetrievalSettings(), graphs=options.graphs))
    tagger = open_tagger(embedder.fingerprint)
    examples = list(read_examples(options.data, GroundingVerifier(embedder, tagger=tagger)))
    shipped = fit_signals(examples)
    unseen = [one for one in examples if fold_of(one.source) == HELD_FOLD and one.signals.tags]
    target = Path(scoring.__file__).with_name("calibration.json")
    both = {"signals": shipped, "tagger": fit_tagger(unseen, Calibration(**shipped))}
    target.write_text(json.dumps(both, indent=2) + "\n", encoding="utf-8")


def fit_signals(examples: Sequence[Example]) -> dict[str, Any]:
    return fit_and_show(examples, [to_features(example.signals) for example in examples])


def fit_tagger(examples: Sequence[Example], signals: Calibration) -> dict[str, Any]:
    """Weigh what the tagger says of sources that it has not seen with the log odds by the other signals."""
    features = []
    for example in examples:
        log_odds = signals.weigh(to_features(example.signals))
        if example.signals.tags is not None:
            features.append(to_tagger_features(example.signals.tags, log_odds))
    return fit_and_show(examples, features)


def fit_and_show(examples: Sequence[Example], features: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Return a calibration as it ships, after logging how well it does on sources that it has not seen."""
    matrix = np.array([list(each.values()) for each in features])
    probabilities = cross_validate(examples, matrix)
    show_figures(
        [
            ScoredClaim(
                example.answer,
                example.supported,
                float(probability),
                float(probability) * share_kept(example.signals.codes),
            )
            for example, probability in zip(examples, probabilities, strict=True)
            if not example.unrelated
        ]
    )
    weights, intercept = fit(matrix, np.array([example.supported for example in examples]))
    return {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(features[0], weights, strict=True)},
    }


if __name__ == "__main__":
    main()
