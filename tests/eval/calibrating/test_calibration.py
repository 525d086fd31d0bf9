import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from eval.calibrating import calibration
from eval.calibrating.calibration import Calibrated, Prices, calibrate, require_enough
from eval.calibrating.measuring import Measured
from eval.calibrating.report import describe_origin, find_warnings
from eval.calibrating.table import render_calibration
from eval.errors import DatasetError
from eval.report import Measure
from eval.verifier.rows import Fold, Models, Selection
from tests.eval.calibrating.made import make_measured, write_answers
from tests.fakes import FakeEmbedder
from verify.grounding.tuning_file import read_tuning, render_tuning
from verify.grounding.verifier import GroundingVerifier

ALL = Selection(Fold.ALL, Models.ALL)
EMBEDDER = FakeEmbedder()


def run(data: Path, steps: list[tuple[str, int, int]] | None = None) -> Calibrated:
    def on_step(step: str, done: int, total: int) -> None:
        if steps is not None:
            steps.append((step, done, total))

    verifier = GroundingVerifier(EMBEDDER)
    return calibrate(data, ALL, verifier=verifier, prices=Prices(2.0, 1.0), on_step=on_step)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_answers(tmp_path_factory.mktemp("answers") / "rows.jsonl")


@pytest.fixture(scope="module")
def found(data: Path) -> Calibrated:
    return run(data)


def test_a_verifier_with_the_new_tuning_tells_right_from_wrong(found: Calibrated, data: Path) -> None:
    verifier = GroundingVerifier(EMBEDDER, tuning=found.tuning)
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    right = [
        verifier.verify(row["answer"], row["contexts"], question=row["question"]).grounded
        is not row["hallucinated"]
        for row in rows
    ]
    assert sum(right) >= 0.95 * len(right)


def test_two_runs_give_the_same(found: Calibrated, data: Path) -> None:
    assert run(data) == found


def test_every_step_is_told_to_its_end(data: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    run(data, steps)
    assert {step: (done, total) for step, done, total in steps} == {
        "measure signals": (100, 100),
        "cross-validate": (5, 5),
        "compare": (1, 1),
    }


def test_the_file_says_what_it_was_made_from_and_can_be_used(
    found: Calibrated, data: Path, tmp_path: Path
) -> None:
    made_from = describe_origin(found.report, data=data, selection=ALL, made_on=date(2026, 11, 26))
    file = tmp_path / "calibration.json"
    file.write_text(
        render_tuning(found.tuning, embedding_model=EMBEDDER.fingerprint, made_from=made_from),
        encoding="utf-8",
    )
    used = read_tuning(file, embedding_model=EMBEDDER.fingerprint, with_tagger=False)
    assert used == replace(found.tuning, origin=f"the calibration in {file}")
    held = json.loads(file.read_text(encoding="utf-8"))["made_from"]
    assert (held["data"], held["made_on"], held["fold"]) == ("rows.jsonl", "2026-11-26", "all")
    assert len(held["sha256"]) == 64
    assert (held["counts"]["rows"], held["costs"]["base_rate"]) == (100, 0.5)
    assert {point["point"] for point in held["points"]} == {"strict", "balanced", "lenient"}


@pytest.mark.parametrize("kind", ["supported", "unsupported"])
def test_little_data_is_a_warning(found: Calibrated, kind: str) -> None:
    steady = replace(found.report.counts, supported_claims=200, unsupported_claims=200)
    few = replace(steady, **{f"{kind}_claims": 199})
    report = replace(found.report, counts=few, tagger_penalty=1.0)
    assert [warning for warning in find_warnings(report) if f"only 199 {kind} claims" in warning]
    enough = replace(report, counts=steady)
    assert not [warning for warning in find_warnings(enough) if "claims" in warning]


def test_a_file_without_the_tagger_says_where_it_serves(found: Calibrated) -> None:
    assert any("PLUMBLINE_VERIFY__TAGGER=false" in warning for warning in find_warnings(found.report))


def test_a_calibration_that_is_no_cheaper_says_so(found: Calibrated) -> None:
    def warn(low: float, high: float) -> bool:
        points = tuple(
            replace(
                point,
                figures=tuple(
                    replace(one, difference=Measure((low + high) / 2, 100, low, high))
                    for one in point.figures
                ),
            )
            for point in found.report.points
        )
        warnings = find_warnings(replace(found.report, points=points))
        return any("no reason yet to use it" in warning for warning in warnings)

    assert warn(-0.2, 0.1)
    assert not warn(-0.2, -0.1)


def test_every_figure_is_drawn(found: Calibrated) -> None:
    console = Console(width=80, record=True)
    for part in render_calibration(found.report):
        console.print(part)
    drawn = console.export_text()
    for said in (
        "100 answers to 50 sources, 50 of them ungrounded",
        "claims: AUROC",
        "supported from",
        "strict",
    ):
        assert said in drawn
    assert max(map(len, drawn.splitlines())) <= 80


class TestTooLittleIsRefused:
    def test_with_what_is_there_and_what_is_needed(self, tmp_path: Path) -> None:
        few = write_answers(tmp_path / "few.jsonl", sources=10)
        with pytest.raises(DatasetError, match=r"few\.jsonl has too little .*: 10 sources, 20 are needed"):
            run(few)

    @pytest.mark.parametrize("kind", [True, False])
    def test_of_either_kind_of_answer(self, kind: bool) -> None:
        measured = make_measured()
        same = Measured(tuple(replace(answer, wrong=kind) for answer in measured.answers), ())
        name = "grounded" if kind else "ungrounded"
        with pytest.raises(DatasetError, match=f"0 {name} answers, {calibration.LEAST_ANSWERS} are needed"):
            require_enough(same, Path("rows.jsonl"))

    def test_of_claims_that_are_no_quotes(self) -> None:
        measured = make_measured()
        quotes = Measured(
            tuple(
                replace(answer, claims=tuple(replace(claim, signals=None) for claim in answer.claims))
                for answer in measured.answers
            ),
            (),
        )
        with pytest.raises(DatasetError, match="0 supported claims that are no quotes, 50 are needed"):
            require_enough(quotes, Path("rows.jsonl"))
