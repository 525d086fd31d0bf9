import json
from pathlib import Path

import pytest

from answer.errors import ChatModelConfigurationError
from answer.settings import AnswerSettings
from eval.errors import SuiteError
from eval.runs.opening import Surroundings, open_suite
from eval.runs.suite import Suite
from eval.workspace import RoomSettings

ROW = {"question": "How long?", "gold_documents": ["refunds.md"], "contexts": ["14 days."]}


@pytest.mark.parametrize(("evidence", "gold"), [("given", ()), ("search", ("refunds.md",))])
def test_documents_are_to_be_found_and_cited_only_where_something_is_searched(
    tmp_path: Path, evidence: str, gold: tuple[str, ...]
) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps(ROW))
    (tmp_path / "handbook").mkdir()
    suite = Suite.model_validate(
        {
            "name": "refunds",
            "dataset": {"format": "cases", "path": "cases.jsonl"},
            "evidence": evidence,
            "documents": "handbook" if evidence == "search" else None,
        }
    )
    around = Surroundings(tmp_path / "data", None, RoomSettings(), lambda _name, _done, _total: None)
    with open_suite(suite, beside=tmp_path, around=around) as opened:
        assert [case.gold_documents for case in opened.plan.cases] == [gold]


def open_judged(folder: Path, answer: AnswerSettings, *, chat_model: str = "extractive") -> str:
    """Return who judges."""
    (folder / "cases.jsonl").write_text(json.dumps(ROW))
    suite = Suite.model_validate(
        {
            "name": "refunds",
            "dataset": {"format": "cases", "path": "cases.jsonl"},
            "evidence": "given",
            "chat_model": chat_model,
            "ragas": {"metrics": ["rouge_score", "faithfulness"]},
        }
    )
    settings = RoomSettings(answer=answer)
    around = Surroundings(folder / "data", None, settings, lambda _name, _done, _total: None)
    with open_suite(suite, beside=folder, around=around) as opened:
        assert opened.judge
        assert opened.plan.made_with.judge == opened.judge.chat_model
        return opened.judge.chat_model


@pytest.mark.parametrize("chat_model", ["extractive", "configured"])
def test_the_configured_chat_model_judges_whoever_answers(tmp_path: Path, chat_model: str) -> None:
    answer = AnswerSettings(chat_model="gpt-x", base_url="http://127.0.0.1:9")
    assert open_judged(tmp_path, answer, chat_model=chat_model) == "gpt-x"


def test_a_metric_that_lacks_its_judge_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(
        SuiteError, match=r"suite refunds: ragas.metrics: faithfulness needs a judge: set PLUM"
    ):
        open_judged(tmp_path, AnswerSettings())
    with pytest.raises(ChatModelConfigurationError, match="needs a key"):
        open_judged(tmp_path, AnswerSettings(chat_model="gpt-x"))
