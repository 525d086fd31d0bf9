import json
from collections.abc import Callable

import pytest

from answer.errors import InvalidQuestionError, RecorderError
from api.batch import handle_rows, run_batch
from api.jsonl import read_lines
from api.schemas import AskRow, ScreenRow, SearchRow, VerifyRow
from retrieval.errors import UnknownCollectionError
from tests.api.fakes import FakeBackend


def _run(lines: list[bytes], backend: FakeBackend) -> tuple[int, list[dict[str, object]]]:
    written: list[bytes] = []
    bad = run_batch(read_lines(lines), handle_rows(AskRow, backend.answer), written.append)
    return bad, [json.loads(line) for line in written]


def test_every_row_is_answered_in_order_under_its_own_id() -> None:
    bad, rows = _run([b'{"id":"b","question":"one?"}', b'{"id":7,"question":"two?"}'], FakeBackend())
    assert bad == 0
    assert [(row["id"], row["question"]) for row in rows] == [("b", "one?"), (7, "two?")]
    assert rows[0]["text"] == "Refunds take up to 14 days."


def test_unknown_keys_are_ignored() -> None:
    bad, _ = _run([b'{"id":1,"question":"one?","kind":"answerable","gold":[1]}'], FakeBackend())
    assert bad == 0


@pytest.mark.parametrize(
    ("line", "expected_id", "code", "message"),
    [
        (b"{", None, "invalid_json", "line 2 is not valid JSON"),
        (b"[]", None, "invalid_json", "line 2 is not a JSON object"),
        (b'{"question":"no id?"}', None, "invalid_row", "line 2 has no id"),
        (b'{"id":1}', 1, "invalid_row", "question: Field required"),
        (b'{"id":1,"question":5}', 1, "invalid_row", "question: Input should be a valid string"),
        (b'{"id":1,"question":"q","audiences":"staff"}', 1, "invalid_row", "audiences: Input should be"),
        (b'{"id":1,"question":"q","operating_point":"lax"}', 1, "invalid_row", "operating_point: Input"),
        (
            b'{"id":1,"question":"q","conversation":[{"role":"x","text":"t"}]}',
            1,
            "invalid_row",
            "conversation.0.role",
        ),
        (b'{"id":1,"question":"  "}', 1, "invalid_question", "the question is empty"),
        (b'{"id":1,"question":"' + b"x" * 101 + b'"}', 1, "invalid_question", "a question or turn of 101"),
    ],
)
def test_a_bad_row_is_reported_in_its_place_and_the_rest_goes_on(
    line: bytes, expected_id: object, code: str, message: str
) -> None:
    good = b'{"id":"good","question":"one?"}'
    bad, rows = _run([good, line, good], FakeBackend())
    assert bad == 1
    assert [row["id"] for row in rows] == ["good", expected_id, "good"]
    error = rows[1]["error"]
    assert isinstance(error, dict)
    assert error["code"] == code
    assert error["message"].startswith(message)
    assert set(rows[1]) == {"id", "error"}


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (UnknownCollectionError("there is no collection 'x'"), "unknown_collection"),
        (InvalidQuestionError("the question is empty"), "invalid_question"),
        (RecorderError("the disk is full"), "audit_unavailable"),
    ],
)
def test_a_domain_error_is_the_rows_own_and_releases_nothing(raised: Exception, code: str) -> None:
    bad, rows = _run([b'{"id":1,"question":"one?"}'], FakeBackend(error=raised))
    assert bad == 1
    assert rows == [{"id": 1, "error": {"code": code, "message": str(raised)}}]


def test_rows_are_written_as_they_come() -> None:
    seen: list[int] = []
    written: list[bytes] = []

    def lines() -> list[bytes]:
        return [b'{"id":1,"question":"a?"}', b'{"id":2,"question":"b?"}']

    def counted(row: AskRow) -> object:
        seen.append(len(written))
        return FakeBackend().answer(row)

    run_batch(read_lines(lines()), handle_rows(AskRow, counted), written.append)
    assert seen == [0, 1]


@pytest.mark.parametrize(
    ("line", "run", "expected"),
    [
        (
            b'{"id":1,"query":"refunds"}',
            lambda backend: handle_rows(SearchRow, backend.search),
            {"id", "hits"},
        ),
        (
            b'{"id":1,"contexts":["a"],"answer":"b"}',
            lambda backend: handle_rows(VerifyRow, backend.verify),
            {"id", "outcome", "grounded", "score", "claims", "milliseconds"},
        ),
        (
            b'{"id":1,"text":"hi"}',
            lambda backend: handle_rows(ScreenRow, backend.screen),
            {"id", "injection", "injection_score", "findings", "pii", "redacted"},
        ),
    ],
)
def test_every_kind_of_row_has_exactly_the_agreed_keys(
    line: bytes, run: Callable[[FakeBackend], Callable[[object], object]], expected: set[str]
) -> None:
    written: list[bytes] = []
    run_batch(read_lines([line]), run(FakeBackend()), written.append)
    assert set(json.loads(written[0])) == expected
