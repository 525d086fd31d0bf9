from pathlib import Path

import pytest

from eval.bench import BenchPart, run_bench
from eval.errors import DatasetError
from eval.workspace import RoomSettings


def ignore(_step: str, _done: int, _total: int) -> None:
    return None


def test_only_what_is_wanted_is_measured() -> None:
    report = run_bench([BenchPart.PUBLIC], settings=RoomSettings(), data=None, on_step=ignore)
    assert [section.title for section in report.sections] == ["Public sets"]
    assert report.misses == []


def test_nothing_wanted_is_an_empty_report() -> None:
    assert run_bench([], settings=RoomSettings(), data=None, on_step=ignore).sections == ()


def test_data_that_cannot_be_read_is_an_error_not_a_figure(tmp_path: Path) -> None:
    (tmp_path / "squad2").mkdir()
    for name in ("article_00", "distractors"):
        (tmp_path / "squad2" / f"{name}.jsonl.gz").write_bytes(b"no archive")
    with pytest.raises(DatasetError, match="article_00"):
        run_bench([BenchPart.PUBLIC], settings=RoomSettings(), data=tmp_path, on_step=ignore)
