import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from typer.testing import CliRunner, Result

from answer.settings import AnswerSettings
from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from eval.datasets.own import read_own
from eval.settings import EvalSettings
from tests.answer.openai_server import ReceivedRequest, Reply, completion, status
from tests.eval.ragas_adapter.judge_server import running_judge, schema_of, settings_for
from tests.fakes import FakeEmbedder
from tests.retrieval.stored import make_version

if TYPE_CHECKING:
    from answer.bootstrap import Parts

pytestmark = pytest.mark.integration

PAUSE = "A paused workspace costs £12 per month, and all of its data is kept. " * 6
CHUNKS = make_version("pause.md", PAUSE).chunks
OTHERS = make_version("stop.md", PAUSE.replace("paused", "stopped")).chunks


def run(*args: str, answer: AnswerSettings, stdin: str = "", concurrency: int = 2) -> Result:
    asked: list[str] = []

    @contextmanager
    def open_fake_folder(_: Settings) -> Iterator["Parts"]:
        catalog = SimpleNamespace(
            check_collection=lambda name, fingerprint: asked.append(name),  # noqa: ARG005  # a keyword
            collection_chunks=lambda name: CHUNKS if name == "kb" else (*CHUNKS, *OTHERS),
        )
        yield cast("Parts", SimpleNamespace(catalog=catalog, embedder=FakeEmbedder()))

    settings = Settings(answer=answer, eval=EvalSettings(concurrency=concurrency))
    toolbox = Toolbox(load_settings=lambda: settings, open_folder=open_fake_folder)
    return CliRunner().invoke(app, ["eval", "generate", *args], obj=toolbox, input=stdin)


def write(request: ReceivedRequest) -> Reply:
    if "entities" in schema_of(request)["properties"]:
        return completion(json.dumps({"entities": ["workspace"]}))
    return completion(json.dumps({"query": "What does a pause cost?", "answer": "£12 per month."}))


def test_cases_about_a_collection_are_written_as_a_suite_reads_them(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    with running_judge(write) as server:
        result = run("--out", str(out), "--collection", "kb", "--yes", answer=settings_for(server))

    assert result.exit_code == 0, result.output
    assert "2 calls of the chat model" in result.output
    assert f"1 cases are in {out}" in result.output.replace("\n", "")
    (case,) = read_own(out)
    assert (case.question, case.reference, case.gold_documents) == (
        "What does a pause cost?",
        "£12 per month.",
        ("pause.md",),
    )


def test_it_asks_before_it_costs_anything(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    with running_judge(write) as server:
        result = run("--out", str(out), "--collection", "kb", answer=settings_for(server), stdin="n\n")

        assert (result.exit_code, server.requests, out.exists()) == (1, [], False)


def test_without_a_case_it_fails_and_says_why(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    with running_judge(lambda _: status(500)) as server:
        result = run("--out", str(out), "--collection", "kb", "--yes", answer=settings_for(server))

    assert result.exit_code == 1
    assert "no case was made; failed: 1 judge_unavailable" in result.output.replace("\n", "")
    assert not out.exists()


def test_what_was_made_before_the_key_was_refused_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    asked: list[ReceivedRequest] = []

    def write_one(request: ReceivedRequest) -> Reply:
        asked.append(request)
        return write(request) if len(asked) <= 2 else status(401)

    with running_judge(write_one) as server:
        result = run(
            "--out", str(out), "--collection", "two", "--yes", answer=settings_for(server), concurrency=1
        )

    assert result.exit_code != 0
    assert [case.question for case in read_own(out)] == ["What does a pause cost?"]


def test_without_a_chat_model_nothing_is_opened(tmp_path: Path) -> None:
    result = run("--out", str(tmp_path / "cases.jsonl"), answer=AnswerSettings())

    assert result.exit_code == 2
    assert "PLUMBLINE_ANSWER__CHAT_MODEL" in result.output
