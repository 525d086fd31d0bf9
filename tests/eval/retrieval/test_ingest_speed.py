from pathlib import Path

import pytest

from eval.retrieval.ingest_speed import copy_text_files, measure_ingest
from tests.eval.folders import make_bench, write_samples
from tests.fakes import FakeEmbedder


def test_only_text_files_are_copied_where_they_were(tmp_path: Path) -> None:
    documents = write_samples(tmp_path) / "documents"
    (documents / "LICENSE").write_text("no document", encoding="utf-8")
    copy_text_files(documents, tmp_path / "copy")
    copied = sorted(
        file.relative_to(tmp_path / "copy").as_posix() for file in (tmp_path / "copy").rglob("*.*")
    )
    assert copied == ["billing/pause.md", "billing/refund.txt"]


@pytest.mark.integration
def test_both_sides_of_both_ratios_are_there(tmp_path: Path) -> None:
    documents = write_samples(tmp_path / "samples") / "documents"
    figures = measure_ingest(make_bench(tmp_path), documents, open_plain=FakeEmbedder)
    measures = {figure.name: figure.whole for figure in figures}
    assert all(measure and measure.sample == 2 and measure.value > 0 for measure in measures.values())
    assert [figure.name for figure in figures if figure.target] == [
        "ingest, ratio to 1000/200",
        "ingest, ratio to 4000/200",
    ]
    ours, plain = measures["ingest, Plumbline"], measures["ingest, plain pipeline, 1000/200"]
    ratio = measures["ingest, ratio to 1000/200"]
    assert ours is not None
    assert plain is not None
    assert ratio is not None
    assert ratio.value == pytest.approx(ours.value / plain.value)
