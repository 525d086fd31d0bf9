"""Writes cases as rows that `read_own` reads back: to keep a selection, or to label it by hand."""

import gzip
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from pydantic_core import to_json

from eval.case import Case
from eval.datasets.own import KEYS
from eval.errors import DatasetError


def write_cases(cases: Iterable[Case], file: Path) -> None:
    """Write one JSON line per case, gzipped if the name says so.

    Raises:
        DatasetError: a label has the name of a key, or the file cannot be written.
    """
    try:
        with gzip.open(file, "wb") if file.suffix == ".gz" else file.open("wb") as stream:
            for case in cases:
                stream.write(to_json(_to_row(case)) + b"\n")
    except OSError as exc:
        raise DatasetError(f"{file} cannot be written: {exc}") from exc


def _to_row(case: Case) -> dict[str, object]:
    for name in sorted(KEYS & case.labels.keys()):
        raise DatasetError(f"case {case.id!r}: the label {name!r} has the name of a key")
    row: dict[str, object] = asdict(case)
    del row["labels"], row["recorded"]
    if case.recorded is not None:
        recorded = asdict(case.recorded)
        row |= {"answer": recorded.pop("text"), **recorded}
    return row | dict(case.labels)
