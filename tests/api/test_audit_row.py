import hashlib
import json

from answer.ports import AnswerRecord
from answer.request import AnswerRequest
from answer.settings import AnswerSettings
from api import audit_tables as tables
from api.audit_row import Value, chat_parameters, row_values
from retrieval.chunk import Chunk
from tests.api.fakes import make_answer, make_repaired_answer

CHUNK = Chunk("c1", "default", "handbook", "refunds.md", "v1", 0, "Refunds.", 0, 8, "Refunds")


def _hashed(purpose: str, text: str) -> str:
    return f"{purpose}#{len(text)}"


def _row(*, keep_text: bool = False, user: str | None = None) -> dict[str, Value]:
    request = AnswerRequest("How long?", "hr", user=user)
    record = AnswerRecord(request, make_repaired_answer(), (CHUNK,), "2")
    return row_values(record, hashed=_hashed, parameters={"top_p": 0.9}, keep_text=keep_text)


def test_the_row_fills_every_column_but_those_of_the_chain() -> None:
    chain = {"number", "time", "previous_hash", "hash"}
    assert set(_row()) == {column.name for column in tables.answers.columns} - chain


def test_the_row_says_what_was_decided_and_from_what() -> None:
    row = _row(user="ada")
    assert (row["status"], row["reason"]) == ("repaired", "unsupported_claims")
    assert (row["user_hash"], row["question_hash"], row["answer_hash"]) == (
        "user#3",
        "question#9",
        "answer#27",
    )
    assert json.loads(str(row["chunks"])) == [
        {"chunk": "c1", "sha256": hashlib.sha256(b"Refunds.").hexdigest()}
    ]
    assert json.loads(str(row["verdicts"])) == [{"verdict": "contradicted", "text_hash": "ab" * 32}]
    assert json.loads(str(row["findings"])) == [["evidence", "role_play"]]
    assert (row["input_tokens"], row["output_tokens"], row["cost_usd"]) == (12, 7, 0.001)


def test_without_permission_no_text_is_in_the_row() -> None:
    row = _row()
    assert (row["question"], row["answer"]) == (None, None)
    assert "the sources say" not in str(row)


def test_with_permission_the_text_is() -> None:
    assert _row(keep_text=True)["question"] == "How long?"


def test_released_claims_are_recorded_with_their_score() -> None:
    record = AnswerRecord(AnswerRequest("q", "hr"), make_answer(), (), "2")
    row = row_values(record, hashed=_hashed, parameters={}, keep_text=False)
    assert json.loads(str(row["verdicts"])) == [{"score": 0.98, "verdict": "supported"}]
    assert (row["user_hash"], row["key_hash"], row["reason"]) == (None, None, None)


def test_the_parameters_hold_no_secret() -> None:
    assert "api_key" not in chat_parameters(AnswerSettings())
    assert chat_parameters(AnswerSettings())["temperature"] == 0.3
