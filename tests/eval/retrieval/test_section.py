from pathlib import Path

import pytest

from eval.quality_run import Bench
from eval.retrieval.section import Sizes, Sources, measure_retrieval
from eval.workspace import RoomSettings
from tests.eval.folders import write_samples
from tests.fakes import FakeEmbedder


def test_the_sizes_are_those_that_the_targets_are_about() -> None:
    assert Sizes() == Sizes(documents=10_000, deleted=1_000, chunks=(20_000, 100_000), queries=200)


@pytest.mark.integration
def test_without_public_data_only_generated_texts_are_measured(tmp_path: Path, graphs: Path) -> None:
    # The process apart cannot be given a fake model.
    (tmp_path / "graphs").symlink_to(graphs)
    bench = Bench(tmp_path, RoomSettings(), lambda _step, _done, _total: None)
    samples = write_samples(tmp_path / "samples")
    sizes = Sizes(documents=2, deleted=1, chunks=(10,), queries=2)
    sections = measure_retrieval(bench, Sources(samples, None, FakeEmbedder), sizes=sizes)
    assert [section.title for section in sections] == [
        "Ingest and recall",
        "Ingest of 2 generated documents",
        "Search in a large collection",
    ]
    assert sections[0].notes == ("not measured: set PLUMBLINE_BENCH_DATA",)
