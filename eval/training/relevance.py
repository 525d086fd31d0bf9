"""Fits the numbers in `retrieval/relevance.py`: `python -m eval.training.relevance --data DIR`.

Learns from the tuned half of each question set, over chunks that search returns, and logs what the numbers
are worth on the other half. The sets count equally, however many questions they have.
"""

import argparse
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types

from answer.request import AnswerRequest
from answer.rewrite import rewrite_from_turns
from eval.case import Case, CaseKind
from eval.datasets.public_sets import READERS, write_pool
from eval.datasets.samples import REPOSITORY, locate_samples, read_samples
from eval.metrics import auroc, bin_probabilities, calibration_error
from eval.sweep import Flags, Floats
from eval.training.answerability import QUESTIONS
from eval.training.quotes import says_quote
from eval.workspace import RoomSettings, Workspace, open_workspace
from retrieval.chunk import Chunk, SearchQuery
from retrieval.relevance import share_of_words

SAMPLES, POOL = "samples", "pool"
# Inverse strength of the L2 penalty: there is next to none, with two features and thousands of rows.
PENALTY = 10.0
FLOORS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
# The floor of the answer before there was this one, to compare with.
COSINE_FLOOR = 0.2

log = logging.getLogger(__name__)

IsRelevant = Callable[[Case, Chunk], bool]


@dataclass(frozen=True, slots=True)
class Examples:
    """Chunks found for the questions of one set: `features` of shape (n, 2) are cosine and share of words."""

    name: str
    features: Floats
    relevant: Flags
    held_out: Flags


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the relevance of a chunk to a query.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    log.setLevel(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        sets = [*read_sample_examples(Path(folder)), *read_public_examples(Path(folder), options.data)]
    model = fit(sets)
    (similarity, words), intercept = model.coef_[0], model.intercept_[0]
    log.info("similarity %.2f, words %.2f, intercept %.2f", similarity, words, intercept)
    for examples in sets:
        show_figures(examples, model.predict_proba(examples.features)[:, 1])


def read_sample_examples(root: Path) -> Iterator[Examples]:
    """Yield the chunks for the sample questions and those written for training; the quote says which."""
    samples = locate_samples()
    files = (samples / "questions.jsonl", QUESTIONS)
    cases = [case for file in files for case in read_samples(file, collection=SAMPLES)]
    asked = [case for case in cases if case.kind is not CaseKind.HOSTILE]
    with open_indexed(root / "samples", samples / "documents", collection=SAMPLES) as workspace:
        yield find_examples(workspace, SAMPLES, asked, is_relevant=says_sample_quote)


def read_public_examples(root: Path, data: Path) -> Iterator[Examples]:
    """Yield the chunks for each public set, all in one collection; any of the right document is right."""
    sets = [read(data / name) for name, read in READERS.items()]
    write_pool(sets, root / "documents")
    with open_indexed(root / "pool", root / "documents", collection=POOL) as workspace:
        for public in sets:
            yield find_examples(workspace, POOL, public.cases, is_relevant=is_from_gold_document)


@contextmanager
def open_indexed(root: Path, documents: Path, *, collection: str) -> Iterator[Workspace]:
    graphs = REPOSITORY / ".cache" / "graphs"
    with open_workspace(root, RoomSettings(), graphs=graphs) as workspace:
        workspace.index(documents, collection=collection, on_progress=lambda _: None)
        yield workspace


def find_examples(
    workspace: Workspace, collection: str, cases: Sequence[Case], *, is_relevant: IsRelevant
) -> Examples:
    features: list[tuple[float, float]] = []
    relevant: list[bool] = []
    held_out: list[bool] = []
    for case in cases:
        query = rewrite_from_turns(AnswerRequest(case.question, collection, case.conversation)).query
        found = workspace.parts.searcher.search(
            SearchQuery(query, collection, workspace.settings.retrieval.top_k)
        )
        features += [(hit.similarity, share_of_words(query, hit.chunk)) for hit in found]
        relevant += [is_relevant(case, hit.chunk) for hit in found]
        held_out += [case.held_out] * len(found)
    return Examples(cases[0].collection, np.array(features), np.array(relevant), np.array(held_out))


def says_sample_quote(case: Case, chunk: Chunk) -> bool:
    return says_quote(chunk.embedded_text, case, document=chunk.document)


def is_from_gold_document(case: Case, chunk: Chunk) -> bool:
    return chunk.document in [f"{case.collection}/{gold}" for gold in case.gold_documents]


def fit(sets: Sequence[Examples]) -> LogisticRegression:
    """Return the model of the tuned halves; each set has the same weight in it."""
    tuned = [(one.features[~one.held_out], one.relevant[~one.held_out]) for one in sets]
    rows = sum(len(relevant) for _, relevant in tuned)
    weights = [np.full(len(relevant), rows / len(tuned) / len(relevant)) for _, relevant in tuned]
    model = LogisticRegression(C=PENALTY)
    features, relevant = (np.concatenate(parts) for parts in zip(*tuned, strict=True))
    return model.fit(features, relevant, sample_weight=np.concatenate(weights))


def show_figures(examples: Examples, probabilities: Floats) -> None:
    """Log what the numbers are worth on the half that took no part in the fit."""
    relevant, scores = examples.relevant[examples.held_out], probabilities[examples.held_out]
    area = auroc(list(scores[relevant]), list(scores[~relevant]))
    error = calibration_error(scores, relevant)
    log.info("%s: %d chunks, AUROC %.3f, calibration error %.3f", examples.name, len(scores), area, error)
    for each in bin_probabilities(scores, relevant):
        log.info("  said %.3f, was %.3f (%d chunks)", each.predicted, each.observed, each.count)
    for floor in FLOORS:
        log.info("  below %.3f: %s", floor, _losses(scores < floor, relevant))
    cosines = examples.features[examples.held_out, 0]
    log.info("  cosine below %.1f: %s", COSINE_FLOOR, _losses(cosines < COSINE_FLOOR, relevant))


def _losses(dropped: Flags, relevant: Flags) -> str:
    return f"{dropped[relevant].mean():.2%} of the relevant, {dropped[~relevant].mean():.1%} of the others"


if __name__ == "__main__":
    main()
