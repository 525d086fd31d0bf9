import json
from collections import Counter
from pathlib import Path

import pytest

from answer.request import Role, Turn
from eval.case import CaseKind
from eval.datasets.samples import locate_samples, read_samples
from eval.errors import DatasetError, SamplesMissingError

ROW: dict[str, object] = {
    "id": "fol-1",
    "kind": "follow_up",
    "question": "And on Enterprise?",
    "conversation": [{"role": "user", "text": "How many on Team?"}],
    "gold_document": "api/limits.md",
    "gold_quote": "Enterprise | 900",
}


def write_rows(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_a_row_becomes_a_case_with_its_conversation(tmp_path: Path) -> None:
    (case,) = read_samples(write_rows(tmp_path, ROW), collection="samples")
    assert (case.id, case.kind, case.question) == ("fol-1", CaseKind.FOLLOW_UP, "And on Enterprise?")
    assert case.conversation == (Turn(Role.USER, "How many on Team?"),)
    assert (case.gold_documents, case.gold_quote) == (("api/limits.md",), "Enterprise | 900")
    assert case.collection == "samples"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "odd"}, "line 2: kind: Input should be 'answerable'"),
        ({"conversation": [{"role": "boss", "text": ""}]}, r"line 2: conversation\.0\.role"),
        ({"id": "fol-1"}, "line 2: the id 'fol-1' stands in an earlier line too"),
        (
            {"gold_document": None},
            "line 2: a case of kind follow_up needs a gold document, contexts or a reference",
        ),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, change: dict[str, object], problem: str) -> None:
    file = write_rows(tmp_path, ROW, {**ROW, "id": "fol-2", **change})
    with pytest.raises(DatasetError, match=problem) as caught:
        read_samples(file, collection="samples")
    assert str(file) in str(caught.value)


def test_an_installation_without_the_repository_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SamplesMissingError, match="run this from a clone") as caught:
        locate_samples(tmp_path)
    assert str(tmp_path) in str(caught.value)


class TestTheSamplesOfThisRepository:
    def test_every_gold_document_exists(self) -> None:
        samples = locate_samples()
        cases = read_samples(samples / "questions.jsonl", collection="samples")
        golds = {gold for case in cases for gold in case.gold_documents}
        assert {gold for gold in golds if not (samples / "documents" / gold).is_file()} == set()

    def test_there_are_enough_of_each_kind(self) -> None:
        cases = read_samples(locate_samples() / "questions.jsonl", collection="samples")
        wanted = {"answerable": 60, "unanswerable": 50, "follow_up": 20, "hostile": 30}
        counts = Counter(case.kind.value for case in cases)
        assert {kind: count for kind, count in counts.items() if count < wanted[kind]} == {}
        assert len(cases) >= 160

    def test_follow_ups_have_the_conversation_they_follow(self) -> None:
        cases = read_samples(locate_samples() / "questions.jsonl", collection="samples")
        assert all(case.conversation for case in cases if case.kind is CaseKind.FOLLOW_UP)
