import gzip
import json
from pathlib import Path

import pytest

from answer.request import Role, Turn
from eval.case import CaseKind, LabelledSpan, RecordedAnswer
from eval.datasets.own import read_own
from eval.errors import DatasetError

ROW = {
    "id": "r1",
    "question": "And monthly?",
    "conversation": [{"role": "user", "text": "Do you refund?"}],
    "contexts": ["Monthly plans are not refunded."],
    "answer": "Yes, within 30 days.",
    "chat_model": "gpt",
    "spans": [{"start": 0, "end": 3, "type": "made up"}],
    "team": "billing",
}


def write(folder: Path, text: str, name: str = "cases.jsonl") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_row_of_json_lines_becomes_a_case(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(ROW).encode()))
    (case,) = read_own(file)

    assert (case.id, case.kind, case.question) == ("r1", CaseKind.OPEN, "And monthly?")
    assert case.conversation == (Turn(Role.USER, "Do you refund?"),)
    assert case.contexts == ("Monthly plans are not refunded.",)
    assert case.recorded == RecordedAnswer(
        "Yes, within 30 days.", "gpt", True, (LabelledSpan(0, 3, "made up"),)
    )
    assert case.labels == {"team": "billing"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_needs_a_question_and_takes_what_else_there_is(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["question", "gold_documents", "reference", "team"],
        ["How long do refunds take?", "refunds.md", "14 days", "billing"],
        ["Which?", '["a.md", "b.md"]', "", ""],
        ["Who founded it?", "", "", ""],
    ]
    text = "\n".join(
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows
    )
    first, second, third = read_own(write(tmp_path, "\ufeff" + text, "cases.csv"))

    assert (first.id, first.kind, first.gold_documents) == ("2", CaseKind.ANSWERABLE, ("refunds.md",))
    assert (first.reference, first.labels) == ("14 days", {"team": "billing"})
    assert second.gold_documents == ("a.md", "b.md")
    assert (third.kind, third.gold_documents, third.reference) == (CaseKind.OPEN, (), None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": ""}, "line 1: question: it is empty"),
        ({"question": None}, "line 1: question: "),
        ({"kind": "nonsense"}, "line 1: kind: "),
        ({"contexts": 7}, "line 1: contexts: "),
        ({"answer": " "}, "line 1: answer: it is empty"),
        (
            {"answer": None, "spans": [], "hallucinated": True},
            "hallucinated is given, but there is no answer",
        ),
        ({"spans": [{"start": 5, "end": 99}]}, "spans.0: 5..99 is no part of the answer"),
        ({"spans": [{"start": "x", "end": 2}]}, "line 1: spans.0.start: "),
        ({"hallucinated": False}, "hallucinated is false, but there are spans"),
        ({"conversation": [{"role": "robot", "text": "?"}]}, "line 1: conversation.0.role: "),
        ({"kind": "answerable", "contexts": [], "answer": None, "spans": []}, "needs a gold document"),
        ({f"column {number}": "x" for number in range(30)}, "more than 20 columns"),
    ],
)
def test_what_cannot_be_used_is_named_by_line_and_key(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    file = write(tmp_path, json.dumps({**ROW, **changes}))
    with pytest.raises(DatasetError) as caught:
        list(read_own(file))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_column_is_not_there_where_it_is_null(tmp_path: Path) -> None:
    nothing = dict.fromkeys(["id", "contexts", "answer", "chat_model", "hallucinated", "spans", "team"])
    (case,) = read_own(write(tmp_path, json.dumps({"question": "Which?", **nothing})))
    assert (case.id, case.kind, case.recorded, case.labels) == ("1", CaseKind.OPEN, None, {})


def test_one_right_document_may_be_named_as_in_the_samples(tmp_path: Path) -> None:
    row = {"question": "Which?", "gold_document": "a.md", "collection": "support"}
    (case,) = read_own(write(tmp_path, json.dumps(row)))
    assert (case.gold_documents, case.collection, case.labels) == (("a.md",), "support", {})


def test_labels_are_text_whatever_they_were(tmp_path: Path) -> None:
    (case,) = read_own(write(tmp_path, json.dumps({"question": "?", "a": True, "b": 2, "c": ["x"]})))
    assert case.labels == {"a": "true", "b": "2", "c": '["x"]'}


def test_a_sheet_may_be_gzipped(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv.gz"
    file.write_bytes(gzip.compress(b"question,team\nWhich?,billing\n"))
    (case,) = read_own(file)
    assert (case.question, case.labels) == ("Which?", {"team": "billing"})


@pytest.mark.parametrize("cell", ["[1st] of the month", "[" * 100_000])
def test_what_only_looks_like_a_list_is_one_text(tmp_path: Path, cell: str) -> None:
    (case,) = read_own(write(tmp_path, f"question,contexts\nWhen?,{cell}\n", "cases.csv"))
    assert case.contexts == (cell,)


def test_a_sheet_in_another_encoding_is_one_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes("question\nWas kostet das für Schüler?\n".encode("latin-1"))
    with pytest.raises(DatasetError, match=r"cases\.csv cannot be read: .*utf-8"):
        list(read_own(file))
