"""Trains a pipeline that finds names: `python -m eval.training.names.train --data DIR --out DIR`.

The development file of Universal NER English-EWT is only measured on: `spacy train` chooses its step by
documents held out of the training file.
"""

import argparse
import logging
import random
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.cli.train import train as run_spacy_train
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled, without stubs
from thinc.api import use_ops

from eval.training.names.corpus import (
    Document,
    LabelledText,
    Span,
    join_neighbours,
    read_emerging,
    read_ewt,
    read_tweets,
    read_wikigold,
)
from eval.training.names.scores import LabelScore, score_spans
from eval.training.names.vectors import WordVectors, read_vectors
from verify.nlp import PACKAGED_FOLDER, PACKAGED_PIPELINE

CONFIG = Path(__file__).with_name("config.cfg")
# Written by hand beside the pipeline that ships; every other one is published with it too.
LICENCE = PACKAGED_FOLDER / "LICENSE.md"
SEED, SPLIT_SEED, ORDER_SEED = 20261125, 1, 3
# Documents of the training file by which `spacy train` chooses its best step; about a tenth of its sentences.
HELD_DOCUMENTS = 55
# Longest run of sentences that is trained on as one text.
NEIGHBOURS = 4
# The labels that the development file knows.
SCORED = ("PER", "ORG", "LOC")

log = logging.getLogger(__name__)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the pipeline that finds names.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--out", type=Path, default=PACKAGED_FOLDER, help="where the pipeline goes")
    parser.add_argument("--measure-only", action="store_true", help="measure the pipeline that is there")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    # numpy's own matrix product is three times as fast as the one that thinc prefers.
    with use_ops("numpy", use_blis=False):
        if not options.measure_only:
            train(options.data, options.out)
        measure(options.data, options.out)


def train(data: Path, out: Path) -> None:
    chosen, held = split_documents(read_ewt(data, split="train"))
    chance = random.Random(SEED)
    texts = [run for document in chosen for run in join_neighbours(document, chance, most=NEIGHBOURS)]
    texts += join_neighbours(read_wikigold(data), chance, most=NEIGHBOURS)
    texts += read_emerging(data)
    texts += read_tweets(data)
    random.Random(ORDER_SEED).shuffle(texts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_docs(texts, folder / "train.spacy")
        write_docs([one for document in held for one in document], folder / "held.spacy")
        write_vectors(read_vectors(), folder / "vectors")
        paths = {
            "paths.vectors": str(folder / "vectors"),
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "held.spacy"),
        }
        run_spacy_train(CONFIG, folder / "trained", overrides=paths)
        publish(spacy.load(folder / "trained" / "model-best"), out)


def split_documents(documents: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Return the documents to train on and those to choose by, each in their order."""
    order = list(range(len(documents)))
    random.Random(SPLIT_SEED).shuffle(order)
    held = set(order[:HELD_DOCUMENTS])
    chosen = [one for number, one in enumerate(documents) if number not in held]
    return chosen, [documents[number] for number in sorted(held)]


def write_docs(texts: Iterable[LabelledText], file: Path) -> None:
    blank = spacy.blank("en")
    DocBin(docs=[make_doc(blank, one) for one in texts]).to_disk(file)


def write_vectors(vectors: WordVectors, folder: Path) -> None:
    """Write a blank pipeline with the vectors, for `spacy train` to start from."""
    blank = spacy.blank("en")
    blank.vocab.vectors = Vectors(data=vectors.rows, name="names")
    for word, row in vectors.places.items():
        blank.vocab.vectors.add(blank.vocab.strings.add(word), row=row)
    blank.to_disk(folder)


def make_doc(blank: Language, labelled: LabelledText) -> Doc:
    """Return the text with its names; one that ends inside a token cannot be said and is left out."""
    doc = blank.make_doc(labelled.text)
    spans = [doc.char_span(start, end, label=label) for start, end, label in labelled.spans]
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
    return doc


def publish(trained: Language, out: Path) -> None:
    """Write the pipeline without anything of the machine and the texts that trained it."""
    trained.config["paths"] = dict.fromkeys(trained.config["paths"])
    trained.config["initialize"]["vectors"] = None
    trained.meta.update(
        name=PACKAGED_PIPELINE.removeprefix("en_"),
        version="1.0.0",
        description="Names in English text; see eval/training/names/names.md",
        license="CC BY-SA 4.0",
        author="",
        email="",
        url="",
        performance={},
    )
    licence = LICENCE.read_bytes()
    shutil.rmtree(out, ignore_errors=True)
    trained.to_disk(out)
    # Every word of the training texts is in there, people's handles too; features are hashes and need none.
    strings = StringStore([*spacy.blank("en").vocab.strings, *trained.pipe_labels["ner"]])
    strings.to_disk(out / "vocab" / "strings.json")
    (out / LICENCE.name).write_bytes(licence)


def measure(data: Path, pipeline_folder: Path) -> None:
    pipeline = spacy.load(pipeline_folder)
    documents = read_ewt(data, split="dev")
    texts = [one for document in documents for one in document]
    found = [_spans(doc) for doc in pipeline.pipe(one.text for one in texts)]
    pairs = ((set(one.spans), spans) for one, spans in zip(texts, found, strict=True))
    for score in score_spans(pairs, labels=SCORED):
        log.info(_row(score))
    _measure_speed(pipeline, [" ".join(one.text for one in document) for document in documents])
    size = sum(file.stat().st_size for file in pipeline_folder.rglob("*") if file.is_file())
    log.info("%.1f MB", size / 1e6)


def _spans(doc: Doc) -> set[Span]:
    return {(span.start_char, span.end_char, span.label_) for span in doc.ents}


def _row(score: LabelScore) -> str:
    return (
        f"{score.label}: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}"
        f" ({score.marked} marked)"
    )


def _measure_speed(pipeline: Language, texts: Sequence[str]) -> None:
    """Log words a second of processor time, so that a busy machine counts less."""
    began = time.process_time()
    for _ in pipeline.pipe(texts):
        pass
    seconds = time.process_time() - began
    log.info("%.0f words/s", sum(len(text.split()) for text in texts) / seconds)


if __name__ == "__main__":
    main()
