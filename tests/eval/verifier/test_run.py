from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.verifier.detectors import DETECTORS
from eval.verifier.report import VerifierReport
from eval.verifier.rows import Fold, Models, Selection
from eval.verifier.run import make_report, run_verifier
from eval.verifier.signals import JudgedAnswer
from tests.eval.verifier.judged import (
    SOUND,
    WRONG,
    make_answers,
    make_labelled,
    make_row,
    open_fake_judge,
    write_rows,
)

ALL = Selection(Fold.ALL, Models.ALL)


def measure(answers: list[JudgedAnswer]) -> VerifierReport:
    rows = [judged.labelled for judged in answers]
    return make_report(answers, data=Path("rows.jsonl"), selection=ALL, rows=rows)


def run(file: Path, on_step: Callable[[str, int, int], None] = lambda *_: None) -> VerifierReport:
    return run_verifier(file, ALL, judge=open_fake_judge(), on_step=on_step).report


def write_three(folder: Path) -> Path:
    rows = [
        make_row("a1"),
        make_row("a2", source="s2", answer=WRONG, spans=[(22, 26)]),
        make_row("a3", answer="The kiln", change=lambda row: row.update(quality="truncated")),
    ]
    return write_rows(folder / "rows.jsonl", rows)


class TestRunVerifier:
    def test_a_wrong_year_is_told_from_a_right_one(self, tmp_path: Path) -> None:
        report = run(write_three(tmp_path))
        shipped = report.answers.detectors[-1]
        assert (report.answers.sample, report.answers.positives) == (2, 1)
        assert shipped.auroc is not None
        assert shipped.auroc.value == 1
        assert (shipped.shipped_precision, shipped.shipped_recall) == (1, 1)

    def test_truncated_answers_are_counted_and_not_judged(self, tmp_path: Path) -> None:
        report = run(write_three(tmp_path))
        assert [(group.quality, group.sample, group.measured) for group in report.qualities] == [
            ("good", 2, True),
            ("truncated", 1, False),
        ]

    def test_two_runs_differ_in_their_times_alone(self, tmp_path: Path) -> None:
        file = write_three(tmp_path)
        first, second = run(file), run(file)
        assert replace(first, latency_ms=second.latency_ms) == second

    def test_progress_counts_the_answers(self, tmp_path: Path) -> None:
        steps: list[tuple[str, int, int]] = []
        run(write_three(tmp_path), lambda *step: steps.append(step))
        assert steps == [
            ("judge answers", 0, 2),
            ("judge answers", 1, 2),
            ("judge answers", 2, 2),
            ("measure", 0, 1),
            ("measure", 1, 1),
        ]

    def test_refusals_alone_are_nothing_to_judge(self, tmp_path: Path) -> None:
        row = make_row(change=lambda row: row.update(quality="incorrect_refusal"))
        with pytest.raises(DatasetError, match="none to judge"):
            run(write_rows(tmp_path / "rows.jsonl", [row]))


class TestMakeReport:
    def test_both_levels_have_every_detector(self) -> None:
        report = measure(make_answers())
        names = [each.name for each in DETECTORS]
        assert report.claims is not None
        assert [each.name for each in report.answers.detectors] == names
        assert [each.name for each in report.claims.detectors] == names

    def test_it_counts_answers_sources_and_groups(self) -> None:
        report = measure(make_answers())
        assert (report.answers.sample, report.answers.positives, report.sources) == (6, 2, 3)
        assert [(group.name, group.sample, group.positives) for group in report.tasks] == [("QA", 6, 2)]
        assert [group.name for group in report.generators] == ["mistral-7B-instruct"]
        assert (report.latency_ms.p50, report.latency_ms.p95) == (12.0, 12.0)

    def test_a_mark_without_a_span_is_counted(self) -> None:
        answers = make_answers()
        contrary = replace(answers[1], labelled=replace(answers[1].labelled, hallucinated=True))
        assert measure([*answers, contrary]).contrary == 1

    def test_answers_without_claims_have_no_claim_level(self) -> None:
        judged = replace(make_answers()[1], labelled=make_labelled(answer=SOUND), claims=())
        report = measure([judged])
        assert report.claims is None
        assert report.answers.detectors[-1].auroc is None
