import gzip
import json
from pathlib import Path

import pytest

from answer.request import Role, Turn
from eval.datasets.conversations import read_conversations
from eval.errors import DatasetError


def write_rows(file: Path, *rows: dict[str, object]) -> Path:
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return file


def make_row(key: str, turns: list[str], *texts: str) -> dict[str, object]:
    speakers = ["user", "agent"] * len(turns)
    spoken = [{"speaker": who, "text": text} for who, text in zip(speakers, turns, strict=False)]
    contexts = [{"document_id": f"{key}-{text}", "text": text} for text in texts]
    return {"task_id": key, "input": spoken, "contexts": contexts, "answerability": ["ANSWERABLE"]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(
        tmp_path / "rows.jsonl.gz",
        make_row("first", ["What is rain?"], "Rain is water."),
        make_row("second", ["What is rain?", "Water.", "And snow?"], "Snow is ice.", "Rain is water."),
        make_row("open", ["What is rain?", "Water.", "Who likes it?"]),
    )


def test_passages_of_all_questions_are_pooled_once_each(file: Path) -> None:
    documents = read_conversations(file).documents
    assert [(one.path, one.text) for one in documents] == [
        ("passage 1.txt", "Rain is water."),
        ("passage 2.txt", "Snow is ice."),
    ]


def test_only_a_later_question_with_passages_is_a_follow_up(file: Path) -> None:
    (follow_up,) = read_conversations(file).follow_ups
    assert (follow_up.id, follow_up.question) == ("second", "And snow?")
    assert follow_up.conversation == (Turn(Role.USER, "What is rain?"), Turn(Role.ASSISTANT, "Water."))
    assert follow_up.gold == {"passage 2.txt", "passage 1.txt"}


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl.gz", {"task_id": "x", "contexts": [], "input": []})
    with pytest.raises(DatasetError, match=r"rows\.jsonl\.gz, line 1: input"):
        read_conversations(file)
