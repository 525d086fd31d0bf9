"""Fits `answer/answerability.json`: which sentence answers, and whether it does.

Run `python -m eval.training.answerability` from the repository. It learns from the questions beside this file
and from the tuned half of `samples/questions.jsonl`, over the sample documents; the other half is never used.
Needs scikit-learn, which comes with the development environment.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no stubs
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from answer.answerability import WEIGHTS
from answer.features import Features
from answer.request import AnswerRequest
from answer.rewrite import rewrite_from_turns
from eval.case import Case, CaseKind
from eval.datasets.samples import REPOSITORY, locate_samples, read_samples
from eval.training.quotes import says_quote
from eval.workspace import RoomSettings, Workspace, open_workspace
from retrieval.chunk import SearchQuery

QUESTIONS = Path(__file__).parent / "questions.jsonl"
COLLECTION = "default"
SEED = 20261124
FOLDS = 8
# Cross-validated figures were flat between 0.05 and 1.
RANKING_C, ANSWERING_C = 0.3, 0.2

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its candidate sentences: `vectors` of shape (n, features), `gold` of shape (n,)."""

    case: Case
    vectors: Array
    gold: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    ranking: LogisticRegression
    answering: LogisticRegression
    scaler: StandardScaler

    def best(self, example: Example) -> int:
        return int(self.ranking.decision_function(self.scaler.transform(example.vectors)).argmax())

    def probability(self, example: Example) -> float:
        best = example.vectors[[self.best(example)]]
        return float(self.answering.predict_proba(self.scaler.transform(best))[0, 1])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        examples = _read_examples(Path(folder))
    scores = _cross_validate(examples)
    answerable = np.array([example.case.has_answer for example in examples])
    threshold = _choose_threshold(scores, answerable)
    _say(f"{len(examples)} questions, {FOLDS}-fold AUROC {roc_auc_score(answerable, scores):.3f}")
    answered, abstained = _rates(scores, answerable, threshold)
    _say(f"threshold {threshold:.3f}: {answered:.3f} of the answerable answered, {abstained:.3f} abstained")
    _write(_fit(examples), threshold)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _read_cases() -> list[Case]:
    evaluation = read_samples(locate_samples() / "questions.jsonl", collection=COLLECTION)
    tuned = [case for case in evaluation if not case.held_out and case.kind is not CaseKind.HOSTILE]
    return [*read_samples(QUESTIONS, collection=COLLECTION), *tuned]


def _read_examples(folder: Path) -> list[Example]:
    graphs = REPOSITORY / ".cache" / "graphs"
    with open_workspace(folder / "data", RoomSettings(), graphs=graphs) as workspace:
        documents = locate_samples() / "documents"
        workspace.index(documents, collection=COLLECTION, on_progress=lambda _: None)
        examples = [_describe(workspace, case) for case in _read_cases()]
    return [example for example in examples if len(example.vectors)]


def _describe(workspace: Workspace, case: Case) -> Example:
    question = rewrite_from_turns(AnswerRequest(case.question, COLLECTION, case.conversation))
    query = SearchQuery(question.query, COLLECTION, workspace.settings.retrieval.top_k)
    evidence = workspace.parts.searcher.search(query)
    sentences = workspace.parts.answerability.shortlist(question, evidence)
    features = workspace.parts.answerability.describe(question, evidence, sentences)
    return Example(
        case,
        np.array([one.vector() for one in features]),
        np.array([says_quote(one.text, case, document=one.hit.chunk.document) for one in sentences]),
    )


def _fit(examples: Sequence[Example]) -> Fit:
    vectors = np.concatenate([example.vectors for example in examples])
    gold = np.concatenate([example.gold for example in examples])
    scaler = StandardScaler().fit(vectors)
    ranking = LogisticRegression(C=RANKING_C, class_weight="balanced", max_iter=2000)
    ranking.fit(scaler.transform(vectors), gold)
    best = [
        example.vectors[ranking.decision_function(scaler.transform(example.vectors)).argmax()]
        for example in examples
    ]
    answering = LogisticRegression(C=ANSWERING_C, class_weight="balanced", max_iter=2000)
    answering.fit(scaler.transform(np.array(best)), [example.case.has_answer for example in examples])
    return Fit(ranking, answering, scaler)


def _cross_validate(examples: Sequence[Example]) -> Array:
    """Return each question's probability from a fit that never saw it."""
    folds = np.random.default_rng(SEED).permutation(len(examples)) % FOLDS
    scores = np.zeros(len(examples))
    for fold in range(FOLDS):
        fit = _fit([example for example, own in zip(examples, folds, strict=True) if own != fold])
        for position in np.flatnonzero(folds == fold).tolist():
            scores[position] = fit.probability(examples[position])
    return scores


def _choose_threshold(scores: Array, answerable: NDArray[np.bool_]) -> float:
    """Return the threshold at which the worse of the two rates is best."""
    return max(
        map(float, np.unique(scores)), key=lambda threshold: min(_rates(scores, answerable, threshold))
    )


def _rates(scores: Array, answerable: NDArray[np.bool_], threshold: float) -> tuple[float, float]:
    """Return the shares of answerable questions answered and of unanswerable ones abstained."""
    return float(np.mean(scores[answerable] >= threshold)), float(np.mean(scores[~answerable] < threshold))


def _write(fit: Fit, threshold: float) -> None:
    stored = {
        "trained_on": "eval/training/questions.jsonl and the tuned half of samples/questions.jsonl",
        "ranking": _unscaled(fit.ranking, fit.scaler),
        "answering": _unscaled(fit.answering, fit.scaler),
        "threshold": round(threshold, 4),
    }
    WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _unscaled(model: LogisticRegression, scaler: StandardScaler) -> dict[str, float]:
    """Return the weights for features as they are, so that no scaler has to ship."""
    coefficients = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - coefficients @ scaler.mean_)
    named = zip(Features.names(), coefficients, strict=True)
    return {name: round(float(value), 6) for name, value in named} | {"intercept": round(intercept, 6)}


if __name__ == "__main__":
    main()
