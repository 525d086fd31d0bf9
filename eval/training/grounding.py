"""Fits the calibration that ships with the verifier: `python -m eval.training.grounding --data DIR`.

Fits on the development sources of RAGTruth only, never on the validation fold of `plumbline eval verifier`;
with the tagger's signals, only on the sources that the tagger was not trained on.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

import numpy as np

from eval.calibrating.fitting import fit, sample_signals, sample_tags
from eval.calibrating.measuring import Measured, MeasuredClaim, measure_answers
from eval.calibrating.scored import FitTuning, Labels, Scores, cross_validate, deal_answers
from eval.calibrating.thresholds import Costs, Decisions, choose_threshold
from eval.metrics import auroc, calibration_error
from eval.training.folds import HELD_FOLD, SETS
from eval.verifier.rows import Fold, LabelledAnswer, Models, Selection, fold_of, read_answers
from retrieval.cached_embedder import CachedEmbedder
from retrieval.embeddings import open_embedder
from retrieval.settings import RetrievalSettings
from verify.grounding import tuning
from verify.grounding.scoring import Calibration
from verify.grounding.tagging.tagger import open_tagger
from verify.grounding.thresholds import SUPPORTED_AT
from verify.grounding.tuning import Tuning
from verify.grounding.verdict import OperatingPoint
from verify.grounding.verifier import GroundingVerifier

# Of the squares of the weights, per standard deviation of each signal.
PENALTY = 1 / 0.3
# What the operating points are chosen for: a leak as bad as two needless refusals at `balanced`.
COSTS = Costs(leak=2.0, refusal=1.0, base_rate=0.25)

log = logging.getLogger(__name__)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the calibration of the grounding verifier.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--graphs", type=Path, default=Path(gettempdir()) / "graphs", help="exported model")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    embedder = CachedEmbedder(open_embedder(RetrievalSettings(), graphs=options.graphs))
    tagger = open_tagger(embedder.fingerprint)
    measured = measure_development(options.data, GroundingVerifier(embedder, tagger=tagger))
    signals = fit_signals([*measured.claims, *measured.unrelated])
    show_figures(measured, lambda claims: to_tuning(fit_signals(claims), None))
    unseen = keep_unseen(measured)
    tags = fit_tags([*unseen.claims, *unseen.unrelated], signals)
    show_figures(unseen, lambda claims: to_tuning(signals, fit_tags(claims, signals)))
    target = Path(tuning.__file__).with_name("calibration.json")
    both = {"signals": to_json(signals), "tagger": to_json(tags)}
    target.write_text(json.dumps(both, indent=2) + "\n", encoding="utf-8")


def measure_development(data: Path, verifier: GroundingVerifier) -> Measured:
    sets = []
    for name in SETS:
        rows = read_development(data / "ragtruth" / f"{name}.jsonl.gz")
        log.info("%s: %d answers", name, len(rows))
        sets.append(measure_answers(rows, verifier, on_done=lambda _: None))
    return Measured(
        tuple(answer for each in sets for answer in each.answers),
        tuple(claim for each in sets for claim in each.unrelated),
    )


def read_development(file: Path) -> list[LabelledAnswer]:
    return [row for row in read_answers(file, Selection(Fold.DEVELOPMENT, Models.ALL)) if row.is_sound]


def keep_unseen(measured: Measured) -> Measured:
    """Keep the sources that the tagger was not trained on."""
    return Measured(
        tuple(answer for answer in measured.answers if fold_of(answer.source) == HELD_FOLD),
        tuple(claim for claim in measured.unrelated if fold_of(claim.source) == HELD_FOLD),
    )


def fit_signals(claims: Sequence[MeasuredClaim]) -> Calibration:
    return fit(sample_signals(claims), penalty=PENALTY)


def fit_tags(claims: Sequence[MeasuredClaim], signals: Calibration) -> Calibration:
    """Weigh what the tagger says with the log odds by the other signals."""
    return fit(sample_tags(claims, signals), penalty=PENALTY)


def to_tuning(signals: Calibration, tagger: Calibration | None) -> Tuning:
    return Tuning(signals, tagger, SUPPORTED_AT, origin="training")


def to_json(calibration: Calibration) -> dict[str, object]:
    return {"intercept": calibration.intercept, "weights": dict(calibration.weights)}


def show_figures(measured: Measured, fit_tuning: FitTuning) -> None:
    """Log what a calibration is worth on sources that it has not seen, and which thresholds cost least."""
    folds = deal_answers(measured.answers)
    unseen = cross_validate(measured, fit_tuning, folds, on_done=lambda _: None)
    show_scores(unseen, Labels.of(measured.answers))


def show_scores(scores: Scores, labels: Labels) -> None:
    for name, doubt, wrong in (
        ("claims", 1 - scores.claims, labels.wrong_claims),
        ("answers", 1 - scores.answers, labels.wrong_answers),
    ):
        area = auroc(list(doubt[wrong]), list(doubt[~wrong]))
        log.info("%s: AUROC %.3f, calibration error %.3f", name, area, calibration_error(doubt, wrong))
    for point in OperatingPoint:
        costs = COSTS.at(point)
        threshold = choose_threshold(scores.lowest, labels.wrong_answers, costs)
        passed = Decisions(scores.lowest >= threshold, labels.wrong_answers)
        leaks, refusals = passed.rates(np.ones(len(passed.wrong)))
        log.info(
            "%s, a leak costs %g refusals: supported from %.2f, %.0f%% leak, %.0f%% refused",
            point, costs.leak / costs.refusal, threshold, 100 * leaks, 100 * refusals,
        )  # fmt: skip


if __name__ == "__main__":
    main()
