from pathlib import Path

import pytest

from eval.retrieval.ingest_child import MemoryRow, read_peak_mb, tell
from ingest.sync import Progress


def test_the_most_memory_is_read_in_megabytes(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmHWM:\t  500000 kB\nVmRSS:\t  100 kB\n", encoding="utf-8")
    assert read_peak_mb(status) == 512


def test_a_system_that_does_not_tell_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "status").write_text("Name:\tpython\n", encoding="utf-8")
    with pytest.raises(OSError, match="does not tell"):
        read_peak_mb(tmp_path / "status")


def test_each_hundredth_and_the_end_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(401):
        tell(Progress(done, 400, "a.md"))
    rows = [MemoryRow.model_validate_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.done for row in rows] == list(range(0, 401, 4))
    assert all(row.peak_mb > 0 for row in rows)
