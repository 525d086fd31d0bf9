"""Runs on a terminal of 80 columns."""

import io
from collections.abc import Iterable
from dataclasses import replace

from rich.console import Console, RenderableType

from eval.runs.comparison import compare
from eval.runs.metrics import measure
from eval.runs.table import render_comparison, render_run
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run
from verify.grounding.verdict import OperatingPoint

OUTCOMES = [
    replace(one, operating_point=point)
    for point in OperatingPoint
    for number in range(300)
    for one in [make_outcome(f"h{number}", hallucinated=True, claims=(make_claim(marked=number % 3 == 0),))]
]
LONG_NAME = "unverified_hallucination_rate"


def show(parts: Iterable[RenderableType]) -> list[str]:
    console = Console(width=80, file=io.StringIO())
    console.print(*parts, sep="\n")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def first_column(lines: list[str]) -> str:
    return "".join(line[1:].split("  ")[0].strip() for line in lines)


def test_three_operating_points_fit_and_no_name_is_cut_off() -> None:
    run = make_run(OUTCOMES)
    lines = show(render_run(run, measure(run.outcomes)))
    assert max(map(len, lines)) <= 80
    assert LONG_NAME in first_column(lines)
    assert "…" not in "".join(lines)


def test_a_comparison_fits_and_no_name_is_cut_off() -> None:
    lines = show(render_comparison(compare(make_run(OUTCOMES), make_run(OUTCOMES))))
    assert max(map(len, lines)) <= 80
    assert LONG_NAME in first_column(lines)
    assert "…" not in "".join(lines)
