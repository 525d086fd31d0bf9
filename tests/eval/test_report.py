import json
from pathlib import Path

import pytest

from eval.errors import ReportFileError
from eval.report import (
    Direction,
    Figure,
    Measure,
    Report,
    Section,
    Target,
    Unit,
    measure_share,
    write_report,
)

AT_LEAST = Target(Direction.AT_LEAST, 0.85)
AT_MOST = Target(Direction.AT_MOST, 0.02)


class TestFigure:
    @pytest.mark.parametrize(
        ("value", "target", "met"),
        [
            (0.85, AT_LEAST, True),
            (0.8499, AT_LEAST, False),
            (0.02, AT_MOST, True),
            (0.03, AT_MOST, False),
            (0.5, None, None),
        ],
    )
    def test_a_bound_itself_is_met(self, value: float, target: Target | None, met: bool | None) -> None:
        assert Figure("rate", Unit.SHARE, Measure(value, 10), target=target).met is met

    def test_what_was_not_measured_is_neither_met_nor_missed(self) -> None:
        assert Figure("rate", Unit.SHARE, None, target=AT_LEAST).met is None

    def test_the_whole_decides_not_the_held_out_half(self) -> None:
        figure = Figure("rate", Unit.SHARE, Measure(0.9, 10), held_out=Measure(0.1, 5), target=AT_LEAST)
        assert figure.met is True


def test_a_share_has_its_sample_and_interval() -> None:
    share = measure_share([True, False] * 5)
    assert share is not None
    assert (share.value, share.sample) == (0.5, 10)
    assert (share.low, share.high) == pytest.approx((0.2365931, 0.7634069))


def test_no_cases_are_no_share() -> None:
    assert measure_share([]) is None


def make_report() -> Report:
    return Report(
        (
            Section(
                "Samples",
                (
                    Figure("answered", Unit.SHARE, Measure(0.5, 4, 0.1, 0.9), target=AT_LEAST),
                    Figure("blocked", Unit.SHARE, Measure(0.0, 4, 0.0, 0.4), target=AT_MOST),
                    Figure("recall", Unit.SHARE, Measure(0.0, 4)),
                ),
            ),
            Section("Public", notes=("not measured",)),
        )
    )


def test_only_figures_with_a_target_can_miss() -> None:
    assert [figure.name for figure in make_report().misses] == ["answered"]


def test_the_file_holds_every_number_and_note(tmp_path: Path) -> None:
    write_report(make_report(), tmp_path / "bench.json")
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    samples, public = written["sections"]
    assert samples["figures"][0] == {
        "name": "answered",
        "unit": "share",
        "whole": {"value": 0.5, "sample": 4, "low": 0.1, "high": 0.9},
        "held_out": None,
        "target": {"direction": "at least", "bound": 0.85},
        "met": False,
    }
    assert public == {"title": "Public", "figures": [], "notes": ["not measured"]}


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match=r"cannot write .*bench\.json: No such file"):
        write_report(make_report(), tmp_path / "gone" / "bench.json")
