from pathlib import Path

import pytest

from eval.quality_run import Bench
from eval.retrieval.ingest_child import MemoryRow
from eval.retrieval.large_collection import measure_large_collection, memory_figures
from eval.workspace import RoomSettings

WORDS = ["the", "of", "plan", "seat", "refund", "month", "year", "team"]


def ignore(_step: str, _done: int, _total: int) -> None:
    return None


class TestMemoryFigures:
    def test_growth_is_counted_from_the_first_quarter_on(self) -> None:
        rows = [MemoryRow(done=done, total=8, peak_mb=100 + 10 * done) for done in range(9)]
        values = [figure.whole.value for figure in memory_figures(rows) if figure.whole]
        assert values == [120, 140, 160, 180, 60]

    def test_a_process_that_stopped_half_way_measured_nothing(self) -> None:
        (figure,) = memory_figures([MemoryRow(done=3, total=8, peak_mb=100)])
        assert figure.whole is None
        assert memory_figures([])[0].whole is None


@pytest.mark.integration
def test_a_collection_is_filled_apart_run_again_and_thinned_out(tmp_path: Path, graphs: Path) -> None:
    (tmp_path / "graphs").symlink_to(graphs)
    bench = Bench(tmp_path, RoomSettings(), ignore)
    figures, notes = measure_large_collection(bench, WORDS, documents=4, deleted=2)
    samples = {figure.name: figure.whole.sample for figure in figures if figure.whole}
    assert notes == []
    assert samples["memory while ingesting, at most"] == 4
    assert samples["second run, nothing changed"] == 4
    assert samples["delete 2 documents"] == 2
