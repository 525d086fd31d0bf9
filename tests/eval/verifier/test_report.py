import json
from pathlib import Path

import pytest

from eval.errors import ReportFileError
from eval.verifier.report import require_folder, to_json, write_file
from tests.eval.verifier.judged import make_answers
from tests.eval.verifier.test_run import measure


def test_the_json_holds_every_figure_with_its_interval() -> None:
    written = json.loads(to_json(measure(make_answers())))
    shipped = written["answers"]["detectors"][-1]
    assert shipped["name"] == "all, as shipped"
    assert set(shipped["auroc"]) == {"value", "sample", "low", "high"}
    assert [rates["base_rate"] for rates in shipped["base_rates"]] == [0.25, 0.1]
    assert written["coverage"]["labelled_spans"] == 2
    assert written["latency_ms"] == {"p50": 12.0, "p95": 12.0}


def test_what_is_not_defined_is_null() -> None:
    written = json.loads(to_json(measure(make_answers()[1:3])))
    assert written["answers"]["detectors"][-1]["auroc"] is None


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    write_file("café\n", tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == "café\n".encode()


class TestFilesThatCannotBeWritten:
    def test_are_known_before_anything_is_measured(self, tmp_path: Path) -> None:
        with pytest.raises(ReportFileError, match=r"cannot write .*x\.json: there is no folder"):
            require_folder(tmp_path / "gone" / "x.json")
        with pytest.raises(ReportFileError, match="it is a folder"):
            require_folder(tmp_path)

    def test_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(ReportFileError, match=r"cannot write .*x\.json: No such file"):
            write_file("", tmp_path / "gone" / "x.json")
