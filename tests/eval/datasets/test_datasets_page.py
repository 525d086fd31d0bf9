"""Holds docs/datasets.md against the readers: its examples are loaded as they stand."""

import re
from pathlib import Path

import pytest

from eval.datasets.own import KEYS
from eval.datasets.registry import load_dataset
from eval.runs.suite import DatasetFormat, DatasetSpec

PAGE = (Path(__file__).parents[3] / "docs" / "datasets.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = [
    (DatasetFormat(name), ending, rows)
    for name, text in SECTIONS.items()
    for ending, rows in re.findall(r"^```(csv|jsonl)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
]
OPTIONS = {DatasetFormat.RAGTRUTH: {"fold": "all"}}


@pytest.mark.parametrize(("format_", "ending", "rows"), EXAMPLES)
def test_each_example_is_a_data_set(tmp_path: Path, format_: DatasetFormat, ending: str, rows: str) -> None:
    (tmp_path / f"rows.{ending}").write_text(rows)
    spec = DatasetSpec(format=format_, path=f"rows.{ending}", options=OPTIONS.get(format_, {}))
    cases = load_dataset(spec, beside=tmp_path, data=None).cases
    assert len(cases) == len(rows.splitlines()) - (ending == "csv")
    for case in cases:
        marked = (
            [case.recorded.text[span.start : span.end] for span in case.recorded.spans]
            if case.recorded
            else []
        )
        assert set(marked) <= {"monthly", "14", "days"}


def test_every_format_is_described_and_every_key_of_a_case() -> None:
    headings = " ".join(re.findall(r"^## (.*)$", PAGE, re.MULTILINE))
    assert [name for name in DatasetFormat if f"`{name}`" not in headings] == []
    assert [name for name in KEYS if f"`{name}`" not in SECTIONS["cases"]] == []
