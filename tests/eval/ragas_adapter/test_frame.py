import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from answer.decision import Status
from eval.errors import RagasMissingError, ReportFileError
from eval.ragas_adapter.frame import check_frame_file, to_frame, write_frame
from eval.runs.score import Failure, RagasScore
from tests.eval.ragas_adapter.outcomes import ANSWER, CONTEXTS, make_outcome
from verify.grounding.verdict import OperatingPoint

BALANCED = OperatingPoint.BALANCED
OUTCOMES = [make_outcome("a"), make_outcome("b", Status.ABSTAINED), make_outcome("c", None, error="broken")]
SCORES = [
    RagasScore("faithfulness", "a", BALANCED, (0.5, 1.0), (Failure.JUDGE_TIMEOUT,)),
    RagasScore("faithfulness", "b", BALANCED, (), (Failure.NO_ANSWER,)),
    RagasScore("rouge_score", "a", BALANCED, (0.25,)),
]


def test_a_row_holds_a_case_and_all_its_scores() -> None:
    row = to_frame(OUTCOMES, SCORES).iloc[0].dropna().to_dict()
    spread = row.pop("faithfulness_spread")

    assert spread == pytest.approx(0.3535534)
    assert row == {
        "id": "a",
        "operating_point": "balanced",
        "question": "What does a pause cost?",
        "status": "answered",
        "response": ANSWER,
        "contexts": list(CONTEXTS),
        "faithfulness": 0.75,
        "faithfulness_failure": "judge_timeout",
        "rouge_score": 0.25,
    }


def test_what_is_missing_is_marked_as_missing_beside_its_failure() -> None:
    frame = to_frame(OUTCOMES, SCORES)
    assert frame["faithfulness"].isna().tolist() == [False, True, True]
    assert frame["faithfulness_failure"].fillna("").tolist() == ["judge_timeout", "no_answer", ""]
    assert frame["status"].fillna("").tolist() == ["answered", "abstained", ""]
    assert frame["faithfulness"].mean() == 0.75
    assert str(frame["rouge_score"].dtype) == "Float64"


def test_without_scores_the_outcomes_remain() -> None:
    assert len(to_frame(OUTCOMES, [])) == 3
    assert to_frame([], []).empty


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(RagasMissingError, match=r"pip install 'plumbline\[ragas\]'"):
        to_frame(OUTCOMES, SCORES)


SCORED = [
    replace(outcome, scores=tuple(score for score in SCORES if score.case_id == outcome.case.id))
    for outcome in OUTCOMES
]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_file_holds_a_row_per_outcome_with_its_own_scores(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"frame{ending}"
    check_frame_file(file)
    write_frame(SCORED, file)
    frame = pd.read_csv(file) if ending == ".csv" else pd.read_parquet(file)
    assert frame["id"].tolist() == ["a", "b", "c"]
    assert frame["faithfulness"].isna().tolist() == [False, True, True]
    contexts = frame["contexts"][0]
    assert list(json.loads(contexts) if ending == ".csv" else contexts) == list(CONTEXTS)


def test_a_file_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match=r"written as .csv or .parquet, not as x.xls"):
        check_frame_file(tmp_path / "x.xls")
    with pytest.raises(ReportFileError, match="there is no folder"):
        check_frame_file(tmp_path / "none" / "x.csv")
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(ReportFileError, match="cannot write"):
        write_frame(SCORED, tmp_path / "x.csv")
