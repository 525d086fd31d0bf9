"""`plumbline eval run` and what follows, as a user types it: a real data folder and the real model."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.eval.ragas_adapter.judge_server import running_judge, settings_for

pytestmark = pytest.mark.integration

Eval = Callable[..., Result]
PASSAGE = "Refunds are paid within 14 days of the request."
PIGEON = "They are sent by pigeon from Antwerp."
CASES: list[dict[str, object]] = [
    {"id": "c1", "question": "How long do refunds take?", "contexts": [PASSAGE], "answer": PASSAGE},
    {
        "id": "c2",
        "question": "How long do refunds take?",
        "contexts": [PASSAGE],
        "answer": f"{PASSAGE} {PIGEON}",
        "spans": [{"start": len(PASSAGE) + 1, "end": len(PASSAGE) + 1 + len(PIGEON)}],
    },
]
SUITE = """\
name: refunds
dataset: {format: cases, path: cases.jsonl}
evidence: given
chat_model: recorded
gates:
  - {metric: error_rate, at_most: 0}
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    labelled = [{"hallucinated": False, **CASES[0]}, CASES[1]]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in labelled))
    file = tmp_path / "refunds.yaml"
    file.write_text(SUITE)
    return file


@pytest.fixture
def run(tmp_path: Path, graphs: Path) -> Eval:
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(graphs, target_is_directory=True)
    tools = Toolbox(load_settings=lambda: Settings(data_dir=data))

    def invoke(*args: object) -> Result:
        return CliRunner().invoke(app, ["eval", *map(str, args)], obj=tools, env={"COLUMNS": "100"})

    return invoke


def figures_of(result: Result) -> dict[str, float]:
    found = json.loads(result.stdout)["figures"]
    return {one["metric"]: one["measure"]["value"] for one in found if one["metric"] != "latency_p50"}


def test_a_suite_is_run_stored_reported_and_gated(run: Eval, suite: Path, tmp_path: Path) -> None:
    first = run("run", suite, "--json", "--html", tmp_path / "r.html", "--junit", tmp_path / "r.xml")
    assert first.exit_code == 0, first.output
    figures = figures_of(first)
    assert (figures["unverified_hallucination_rate"], figures["leak_rate"]) == (0.5, 0.0)
    assert figures["over_refusal_rate"] == 0.0
    assert "pigeon" in (tmp_path / "r.html").read_text()
    assert "<testsuites" in (tmp_path / "r.xml").read_text()

    again = run("run", suite, "--json", "--baseline", "refunds")
    assert again.exit_code == 0, again.output
    assert figures_of(again) == figures
    assert "index" not in again.stderr

    listed = run("list")
    assert listed.stdout.count(json.loads(first.stdout)["run"]) == 1
    assert "ragtruth" in listed.stdout
    assert "leak_rate at balanced: 0.0% → 0.0%" in run("trend", "refunds").stdout
    assert "gate passed" in run("gate", "refunds").stdout
    assert "leak_rate" in run("compare", json.loads(first.stdout)["run"], "refunds").stdout
    report = run("report", "refunds", "--markdown", tmp_path / "r.md")
    assert "2 cases" in report.stdout
    assert (tmp_path / "r.md").read_text().startswith("### Plumbline: `refunds` ✅ passed")


def test_a_gate_that_fails_is_exit_code_1(run: Eval, suite: Path) -> None:
    suite.write_text(SUITE + "  - {metric: repaired_rate, at_most: 0.1}\n")
    result = run("run", suite)
    assert result.exit_code == 1
    assert "repaired_rate must be at most 0.1; it is 50.0%" in result.stdout
    assert "gate failed" in result.stdout


def test_documents_are_indexed_once_and_searched(run: Eval, suite: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "refunds.md").write_text(f"# Refunds\n\n{PASSAGE}\n")
    question = {"question": "How long do refunds take?", "gold_documents": "refunds.md"}
    (tmp_path / "cases.jsonl").write_text(json.dumps(question) + "\n")
    suite.write_text("name: searched\ndataset: {format: cases, path: cases.jsonl}\ndocuments: docs\n")

    figures = figures_of(run("run", suite, "--json"))
    assert (figures["citation_recall"], figures["recall_at_1"]) == (1.0, 1.0)

    (tmp_path / "docs" / "refunds.md").write_text("# Refunds\n\nNothing is said here any more.\n")
    assert figures_of(run("run", suite, "--json"))["citation_recall"] == 0.0
    mismatch = run("run", suite, "--baseline", "searched", "--json")
    assert mismatch.exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("run", "nothing"), "there is no suite 'nothing'"),
        (("run", "none.yaml"), "none.yaml cannot be read"),
        (("report", "nothing"), "there is no run 'nothing'"),
        (("gate", "nothing"), "there is no run 'nothing'"),
        (("compare", "a", "b"), "there is no run 'a'"),
        (("report", "nothing", "--html", "/no/such/folder/x.html"), "there is no folder"),
    ],
)
def test_what_is_not_there_is_one_line_and_exit_code_2(run: Eval, args: tuple[str, ...], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", " ")


def test_a_paid_run_is_asked_about_first(run: Eval, suite: Path, tmp_path: Path, graphs: Path) -> None:
    settings = Settings(data_dir=tmp_path / "paid")
    answer = settings.answer.model_copy(
        update={"chat_model": "gpt-x", "base_url": "http://127.0.0.1:9", "input_cost_per_million": 2.0}
    )
    tools = Toolbox(load_settings=lambda: settings.model_copy(update={"answer": answer}))
    suite.write_text(SUITE.replace("chat_model: recorded", "chat_model: configured"))
    result = CliRunner().invoke(app, ["eval", "run", str(suite)], obj=tools, input="n\n")

    assert result.exit_code == 1
    assert "2 calls of the chat model" in result.stderr
    assert "the price is $0.00 at most" in result.stderr


RAGAS = "ragas: {metrics: [context_recall, rouge_score], repeats: 2}\n"


def test_a_suite_asks_ragas_and_its_judge_once(suite: Path, tmp_path: Path, graphs: Path) -> None:
    rows = [{"hallucinated": False, "reference": PASSAGE, **row} for row in CASES[:1]]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    suite.write_text(f"{SUITE}  - {{metric: context_recall, at_least: 0.9}}\n{RAGAS}")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(graphs, target_is_directory=True)
    with running_judge() as server:
        settings = Settings(data_dir=tmp_path / "data", answer=settings_for(server))
        tools = Toolbox(load_settings=lambda: settings)

        def run(*args: object, answer: str | None = None) -> Result:
            typed = ["eval", *map(str, args)]
            return CliRunner().invoke(app, typed, obj=tools, env={"COLUMNS": "200"}, input=answer)

        refused = run("run", suite, answer="n\n")
        assert refused.exit_code == 1
        assert "2 calls of the chat model as the judge of ragas" in refused.stderr
        assert server.requests == []

        first = run("run", suite, "--yes", "--json")
        assert first.exit_code == 0, first.output
        figures = figures_of(first)
        assert (figures["context_recall"], figures["context_recall_spread"], figures["rouge_score"]) == (
            1,
            0,
            1,
        )
        again = run("run", suite)
        assert "calls of the chat model" not in again.stderr
        assert "✓ balanced: context_recall must be at least 0.9; it is 1 [" in again.stdout
        assert len(server.requests) == 2

    frame = tmp_path / "frame.csv"
    assert run("report", "refunds", "--frame", frame).exit_code == 0
    assert "context_recall_spread" in frame.read_text().splitlines()[0]
    assert run("report", "refunds", "--frame", tmp_path / "frame.xls").exit_code == 2


def test_a_judge_that_is_not_set_is_one_line_that_names_the_key(run: Eval, suite: Path) -> None:
    suite.write_text(SUITE + RAGAS)
    result = run("run", suite)
    assert result.exit_code == 2
    assert "suite refunds: ragas.metrics: context_recall needs a judge" in result.stderr.replace("\n", " ")
