import gzip
import tracemalloc
from pathlib import Path

import pytest
from pydantic import BaseModel

from eval.datasets.rows import read_rows
from eval.errors import DatasetError


class Point(BaseModel):
    x: int


def test_rows_come_with_their_line_number_and_blank_lines_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "points.jsonl"
    file.write_text('{"x": 1}\n\n{"x": 2, "unknown": true}\n', encoding="utf-8")
    assert [(number, row.x) for number, row in read_rows(file, Point)] == [(1, 1), (3, 2)]


def test_gzipped_files_are_read_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "points.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"x": 7}\n'))
    assert [row.x for _, row in read_rows(file, Point)] == [7]


class TestReadRowsNamesThePlaceOfAProblem:
    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            (b'{"y": 1}', "line 2: x: Field required"),
            (b'{"x": "one"}', "line 2: x: Input should be a valid integer"),
            (b'{"x": 1', "line 2: Invalid JSON"),
            (b'{"x": "\xff"}', "line 2: Invalid JSON"),
            (b"[]", "line 2: Input should be an object"),
        ],
    )
    def test_of_a_bad_line(self, tmp_path: Path, line: bytes, problem: str) -> None:
        file = tmp_path / "points.jsonl"
        file.write_bytes(b'{"x": 1}\n' + line + b"\n")
        with pytest.raises(DatasetError, match=problem) as caught:
            list(read_rows(file, Point))
        assert str(file) in str(caught.value)

    def test_of_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match=r"gone\.jsonl cannot be read"):
            list(read_rows(tmp_path / "gone.jsonl", Point))

    @pytest.mark.parametrize("data", [b"plain text", gzip.compress(b'{"x": 1}\n' * 50)[:-9]])
    def test_of_a_damaged_archive(self, tmp_path: Path, data: bytes) -> None:
        file = tmp_path / "points.jsonl.gz"
        file.write_bytes(data)
        with pytest.raises(DatasetError, match="cannot be read"):
            list(read_rows(file, Point))


def test_a_line_longer_than_a_row_can_be_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"x": 1}\n')
        for _ in range(8):
            stream.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError, match="line 2: it has more than 1,000 bytes"):
            list(read_rows(file, Point, longest=1_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
