from dataclasses import replace

import pytest

from eval.verifier.grids import Cell, Grid, make_grids, make_notes, summarise
from tests.eval.verifier.judged import make_answers
from tests.eval.verifier.test_run import measure

REPORT = measure(make_answers())


def find_row(grid: Grid, name: str) -> dict[str, Cell]:
    row = next(row for row in grid.rows if row[0].value == name)
    return dict(zip(grid.columns, row, strict=True))


def test_every_table_has_a_cell_for_every_column() -> None:
    grids = make_grids(REPORT)
    assert [grid.title for grid in grids] == [
        "Answers: n=6, 33.3% hallucinated",
        "Answers at other base rates",
        "Claims: n=6, 33.3% unsupported",
        "Claims at other base rates",
        "Characters: marked against labelled",
        "By task, as shipped",
        "By generating model, as shipped",
    ]
    assert all(len(row) == len(grid.columns) for grid in grids for row in grid.rows)


def test_a_figure_stands_over_its_interval_and_what_is_not_defined_is_a_dash() -> None:
    answers = make_grids(REPORT)[0]
    assert find_row(answers, "all, as shipped")["AUROC"] == Cell("1.000", "1.00–1.00")
    assert find_row(answers, "lexical overlap")["F1"] == Cell("–")
    assert find_row(answers, "flag everything")["F1"].value == "0.500"


def test_other_base_rates_need_both_kinds() -> None:
    titles = [grid.title for grid in make_grids(measure(make_answers()[1:3]))]
    assert not [title for title in titles if "base rates" in title]


def test_the_summary_says_what_was_measured() -> None:
    assert summarise(REPORT) == (
        "rows.jsonl, fold all, models all: 6 answers to 3 sources, 33.3% hallucinated; "
        "6 claims, 33.3% unsupported"
    )


class TestNotes:
    def test_what_no_table_holds(self) -> None:
        assert make_notes(REPORT) == [
            "labelled spans on a claim: 100.0% of 2 (target ≥ 97%, met); "
            "labelled characters on claims: 100.0%",
            "not a claim, so not judged: 0.0% of all characters, 0 pieces",
            "time per answer, evidence read before: p50 12 ms, p95 12 ms",
            "quality good: n=6, 33.3% hallucinated, measured above",
        ]

    @pytest.mark.parametrize(("share", "word"), [(0.97, "met"), (0.9699, "missed")])
    def test_the_target_for_spans_on_claims(self, share: float, word: str) -> None:
        report = replace(REPORT, coverage=replace(REPORT.coverage, spans_on_claims=share))
        assert f"(target ≥ 97%, {word})" in make_notes(report)[0]

    def test_rows_whose_mark_and_spans_disagree(self) -> None:
        notes = make_notes(replace(REPORT, contrary=3))
        assert notes[-1] == "marked hallucinated without a span, or the other way round: n=3"
