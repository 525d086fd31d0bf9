import json
from pathlib import Path

import pytest

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
