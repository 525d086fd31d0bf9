"""Finds the file of a data set and reads it by its format: one table, one line per format."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from eval.case import Case
from eval.datasets.answers import AnswersOptions, read_answers_given
from eval.datasets.conversations import read_mtrag
from eval.datasets.dataset import Dataset, SourceText, select_cases
from eval.datasets.financebench import FILINGS, read_financebench
from eval.datasets.own import read_own
from eval.datasets.pooling import pool_contexts
from eval.datasets.public_sets import PublicSet, read_clapnq, read_squad2
from eval.datasets.ragtruth import RagtruthOptions, read_ragtruth
from eval.datasets.rows import check_row
from eval.datasets.samples import locate_samples, read_samples
from eval.datasets.wice import read_wice
from eval.errors import DatasetError
from eval.runs.suite import DatasetFormat, DatasetSpec


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a reader found: cases as a stream, and documents as texts or as files."""

    cases: Iterable[Case]
    documents: Iterable[SourceText] = ()
    folder: Path | None = None


Options = TypeVar("Options", bound=BaseModel)
Load = Callable[[Path, Mapping[str, Any]], Loaded]


def load_dataset(spec: DatasetSpec, *, beside: Path, data: Path | None) -> Dataset:
    """Read the cases that a suite asks for.

    Raises:
        DatasetError: a file is missing or cannot be used, or there is no such option.
    """
    load = LOADERS[spec.format]
    loaded = load(_locate(spec, beside=beside, data=data), spec.options)
    cases = select_cases(loaded.cases, limit=spec.limit, name=spec.path or spec.format)
    if spec.format in POOLED:
        return Dataset(*pool_contexts(cases))
    return Dataset(cases, tuple(loaded.documents), loaded.folder)


def _locate(spec: DatasetSpec, *, beside: Path, data: Path | None) -> Path:
    if spec.format is DatasetFormat.SAMPLES:
        return locate_samples()
    if spec.path is None:
        raise DatasetError(f"dataset: {spec.format} needs a path")
    places = [beside / spec.path, *([data / spec.path] if data else [])]
    for place in places:
        if place.exists():
            return place
    advice = "" if data else ", and PLUMBLINE_BENCH_DATA, where public sets are looked for, is not set"
    raise DatasetError(f"there is no {' or '.join(map(str, places))}{advice}")


def _without_options(read: Callable[[Path], Loaded]) -> Load:
    def load(path: Path, options: Mapping[str, Any]) -> Loaded:
        for name in options:
            raise DatasetError(f"dataset.options.{name}: this format has no options")
        return read(path)

    return load


def _load_samples(folder: Path) -> Loaded:
    cases = read_samples(folder / "questions.jsonl", collection="samples")
    return Loaded(cases, folder=folder / "documents")


def _with_options(shape: type[Options], read: Callable[[Path, Options], Iterable[Case]]) -> Load:
    def load(path: Path, options: Mapping[str, Any]) -> Loaded:
        return Loaded(read(path, check_row(options, shape, place="dataset.options")))

    return load


def _load_public(read: Callable[[Path], PublicSet]) -> Callable[[Path], Loaded]:
    def load(folder: Path) -> Loaded:
        public = read(folder)
        return Loaded(public.cases, public.documents)

    return load


# Formats whose corpus are the contexts of their cases.
POOLED = frozenset({DatasetFormat.RAGTRUTH})
LOADERS: dict[DatasetFormat, Load] = {
    DatasetFormat.SAMPLES: _without_options(_load_samples),
    DatasetFormat.RAGTRUTH: _with_options(RagtruthOptions, read_ragtruth),
    DatasetFormat.SQUAD2: _without_options(_load_public(read_squad2)),
    DatasetFormat.CLAPNQ: _without_options(_load_public(read_clapnq)),
    DatasetFormat.MTRAG: _without_options(lambda file: Loaded(*read_mtrag(file))),
    DatasetFormat.WICE: _without_options(lambda file: Loaded(read_wice(file))),
    DatasetFormat.FINANCEBENCH: _without_options(
        lambda file: Loaded(read_financebench(file), folder=file.parent / FILINGS)
    ),
    DatasetFormat.CASES: _without_options(lambda file: Loaded(read_own(file))),
    DatasetFormat.ANSWERS: _with_options(AnswersOptions, read_answers_given),
}
