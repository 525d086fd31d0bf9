import json
from pathlib import Path

import pytest

from api.schemas import AskRow
from retrieval.errors import DataFolderLockedError
from tests.api.commands.conftest import Run
from tests.api.fakes import FakeBackend


def test_a_person_reads_the_answer_its_decision_and_every_citation(run: Run) -> None:
    result = run("ask", "How long do refunds take?")
    assert result.exit_code == 0
    assert "Refunds take up to 14 days." in result.stdout
    assert "answered" in result.stdout
    assert "✓ Refunds take up to 14 days." in result.stdout
    citation = " ".join(result.stdout.split())
    assert "policies/refunds.md, p. 2 › Annual plans: “Refunds take up to 14 days.”" in citation


def test_a_machine_reads_one_json_object(run: Run) -> None:
    answer = json.loads(run("ask", "How long?", "--json").stdout)
    assert (answer["question"], answer["decision"]["status"]) == ("How long?", "answered")


def test_options_reach_the_question(run: Run, backend: FakeBackend) -> None:
    run("ask", "How long?", "--collection", "hr", "--audience", "staff", "--audience", "sales")
    assert backend.asked == [AskRow(question="How long?", collection="hr", audiences=["staff", "sales"])]


@pytest.mark.parametrize("args", [[], ["question", "--batch", "in", "out"]])
def test_a_question_or_a_batch_is_needed_not_both(args: list[str], run: Run) -> None:
    result = run("ask", *args)
    assert (result.exit_code, result.stderr) == (2, "error: give either a QUESTION, or --batch IN OUT\n")


def test_a_question_of_broken_bytes_is_a_clear_error(run: Run, backend: FakeBackend) -> None:
    result = run("ask", "How\udce9?")
    assert (result.exit_code, result.stderr) == (2, "error: the question is not valid UTF-8 text\n")
    assert backend.asked == []


def test_an_empty_question_is_bad_use(run: Run) -> None:
    result = run("ask", " ")
    assert (result.exit_code, result.stderr) == (2, "error: the question is empty\n")


def test_a_locked_folder_is_one_line(run: Run, backend: FakeBackend) -> None:
    backend.error = DataFolderLockedError("another process is using it: ask it with --url")
    result = run("ask", "How long?")
    assert (result.exit_code, result.stderr) == (1, "error: another process is using it: ask it with --url\n")


class TestBatch:
    def test_every_row_has_its_answer_in_order(self, run: Run) -> None:
        Path("in.jsonl").write_text('{"id":1,"question":"a?"}\n{"id":2,"question":"b?"}\n')
        assert run("ask", "--batch", "in.jsonl", "out.jsonl").exit_code == 0
        rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
        assert [(row["id"], row["question"]) for row in rows] == [(1, "a?"), (2, "b?")]

    def test_a_bad_row_fails_the_command_at_the_end(self, run: Run) -> None:
        Path("in.jsonl").write_text('{"id":1}\n{"id":2,"question":"b?"}\n')
        result = run("ask", "--batch", "in.jsonl", "out.jsonl")
        assert (result.exit_code, result.stderr) == (1, "error: 1 row could not be used\n")
        assert len(Path("out.jsonl").read_text().splitlines()) == 2

    def test_standard_input_and_output_work_as_files(self, run: Run) -> None:
        result = run("ask", "--batch", "-", "-", stdin='{"id":"é","question":"a?"}\n'.encode())
        assert json.loads(result.stdout)["id"] == "é"

    def test_options_apply_where_a_row_says_nothing(self, run: Run, backend: FakeBackend) -> None:
        rows = b'{"id":1,"question":"a?"}\n{"id":2,"question":"b?","collection":"own","audiences":["x"]}\n'
        run("ask", "--batch", "-", "-", "--collection", "hr", "--audience", "staff", stdin=rows)
        assert [(row.collection, row.audiences) for row in backend.asked if isinstance(row, AskRow)] == [
            ("hr", ["staff"]),
            ("own", ["x"]),
        ]

    def test_a_batch_never_overwrites_its_own_input(self, run: Run) -> None:
        Path("same.jsonl").write_text('{"id":1,"question":"a?"}\n')
        result = run("ask", "--batch", "same.jsonl", "./same.jsonl")
        assert result.exit_code == 2
        assert Path("same.jsonl").read_text() == '{"id":1,"question":"a?"}\n'

    @pytest.mark.parametrize(
        "files", [("missing.jsonl", "out.jsonl"), (".", "out.jsonl"), ("in.jsonl", "no/out")]
    )
    def test_a_file_that_cannot_be_used_is_bad_use(self, files: tuple[str, str], run: Run) -> None:
        Path("in.jsonl").write_text("")
        result = run("ask", "--batch", *files)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: cannot use ")
