"""Suites against a real service on loopback, over a data folder with the real model."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from api.backend import ServingBackend
from api.cli import app
from api.commands.toolbox import Toolbox
from api.local import open_local_backend
from api.settings import Settings
from api.testing import run_suite
from eval.runs.store import FILE, RunStore
from eval.workspace import RoomSettings, open_workspace
from tests.api.serving import serve

pytestmark = pytest.mark.integration

Eval = Callable[..., Result]
PASSAGE = "Refunds are paid within 14 days of the request."
PIGEON = "They are sent by pigeon from Antwerp."
CASES: list[dict[str, object]] = [
    {
        "id": "c1",
        "kind": "answerable",
        "question": "How long do refunds take?",
        "gold_documents": "refunds.md",
        "contexts": [PASSAGE],
        "answer": PASSAGE,
        "hallucinated": False,
    },
    {
        "id": "c2",
        "kind": "unanswerable",
        "question": "Who founded the company?",
        "contexts": [PASSAGE],
        "answer": f"{PASSAGE} {PIGEON}",
        "spans": [{"start": len(PASSAGE) + 1, "end": len(PASSAGE) + 1 + len(PIGEON)}],
    },
]
SEARCHED = "name: searched\ndataset: {format: cases, path: cases.jsonl}\ncollection: kb\n"
CHECKED = """\
name: checked
dataset: {format: cases, path: cases.jsonl}
evidence: given
chat_model: recorded
gates: [{metric: leak_rate, at_most: 0}]
"""


@pytest.fixture(scope="module")
def url(graphs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a collection `kb` that holds one document."""
    data, documents = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("documents")
    (documents / "refunds.md").write_text(f"# Refunds\n\n{PASSAGE}\n")
    with open_workspace(data, RoomSettings(), graphs=graphs) as workspace:
        workspace.index(documents, collection="kb", on_progress=lambda _: None)

    def opened() -> AbstractContextManager[ServingBackend]:
        return open_local_backend(Settings(data_dir=data))

    with serve(opened) as address:
        yield address


@pytest.fixture(autouse=True)
def _cases(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in CASES))


@pytest.fixture
def run(tmp_path: Path) -> Eval:
    tools = Toolbox(load_settings=lambda: Settings(data_dir=tmp_path / "mine"))

    def invoke(suite: str, *args: str) -> Result:
        file = tmp_path / "suite.yaml"
        file.write_text(suite)
        command = ["eval", "run", str(file), *args]
        return CliRunner().invoke(app, command, obj=tools, env={"COLUMNS": "100"})

    return invoke


def figures_of(result: Result) -> dict[str, float]:
    return {one["metric"]: one["measure"]["value"] for one in json.loads(result.stdout)["figures"]}


def test_questions_are_answered_by_the_service_and_every_run_asks_anew(
    run: Eval, url: str, tmp_path: Path
) -> None:
    first, second = (run(SEARCHED, "--url", url, "--json") for _ in range(2))
    assert first.exit_code == 0, first.output
    figures = figures_of(first)
    assert (figures["citation_recall"], figures["recall_at_1"], figures["abstention_recall"]) == (
        1.0,
        1.0,
        1.0,
    )
    # What needs the drafts that a service keeps to itself has no value, rather than a wrong one.
    assert figures.keys().isdisjoint({"withheld_rate", "chat_model_refusal_rate", "answer_similarity"})
    told = json.loads(first.stdout)["fingerprints"]
    assert told["configuration"] == f"service {url}"
    assert told["code"].startswith("plumbline 0.")

    store = RunStore.open(tmp_path / "mine" / FILE)
    old, new = (store.get(json.loads(one.stdout)["run"]) for one in (first, second))
    store.close()
    assert old.fingerprints == new.fingerprints
    assert [one.text for one in old.outcomes] == [one.text for one in new.outcomes]
    assert [one.milliseconds for one in old.outcomes] != [one.milliseconds for one in new.outcomes]


def test_recorded_answers_are_checked_by_the_service_as_they_are_here(run: Eval, url: str) -> None:
    there, here = figures_of(run(CHECKED, "--url", url, "--json")), figures_of(run(CHECKED, "--json"))
    same = ("leak_rate", "over_refusal_rate", "withheld_rate", "claim_auroc", "claim_hallucination_rate")
    assert [there[name] for name in same] == [here[name] for name in same]
    assert there["answered_rate"] == here["answered_rate"] == 0.5


def test_a_test_asks_the_service_of_the_environment(
    run: Eval, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.yaml").write_text(SEARCHED)
    monkeypatch.setenv("PLUMBLINE_URL", url)
    found = run_suite(str(tmp_path / "own.yaml"))
    assert found.run.fingerprints.configuration == f"service {url}"
    assert [outcome.cited for outcome in found.run.outcomes] == [("refunds.md",), ()]
    # Nothing but the store of runs: no documents, no models.
    assert sorted(file.name for file in (tmp_path / ".plumbline").iterdir()) == [FILE]


def test_a_folder_of_a_suite_may_lie_in_a_collection_of_the_service(run: Eval, url: str) -> None:
    suite = SEARCHED.replace("collection: kb", "documents: handbook")
    result = run(suite, "--url", url, "--collection", "kb", "--json")
    assert figures_of(result)["citation_recall"] == 1.0


@pytest.mark.parametrize(
    ("suite", "args", "said"),
    [
        (SEARCHED, ("--collection", "hr"), "there is no collection 'hr' (known: kb)"),
        (SEARCHED.replace("collection: kb", "documents: x"), (), "collection: a service indexes nothing"),
        (SEARCHED + "settings: {retrieval: {top_k: 3}}\n", (), "settings: a service has its own"),
        (SEARCHED + "chat_model: recorded\n", (), "recorded answers only over given evidence"),
        (
            SEARCHED + "ragas: {metrics: [exact_match]}\n",
            (),
            "ragas: the answers of a service are not scored",
        ),
        (CHECKED.replace("recorded", "extractive"), (), "they must be recorded ones"),
        (CHECKED, ("--collection", "kb"), "leave out --collection"),
        (SEARCHED.replace("cases.jsonl", "none.jsonl"), (), "none.jsonl"),
    ],
)
def test_what_a_service_cannot_be_asked_is_one_line(
    run: Eval, url: str, suite: str, args: tuple[str, ...], said: str
) -> None:
    result = run(suite, "--url", url, *args)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert said in line


def want_a_key(request: httpx.Request) -> httpx.Response:
    """Let everybody read how it is used, and nobody use it."""
    if request.url.path == "/openapi.json":
        return httpx.Response(200, json={"info": {"version": "0.1.0"}})
    problem = {"status": 401, "title": "Unauthorized", "detail": "this needs a key", "code": "unauthorized"}
    return httpx.Response(401, json=problem)


@pytest.mark.parametrize("suite", [SEARCHED, CHECKED])
def test_a_service_that_is_not_there_or_wants_a_key_is_one_line_and_no_run(
    run: Eval, suite: str, tmp_path: Path
) -> None:
    down = run(suite, "--url", "http://ada:hunter2@127.0.0.1:9")
    assert down.exit_code == 1
    assert down.stderr == "error: no service answers at http://127.0.0.1:9: [Errno 111] Connection refused\n"

    transport = httpx.MockTransport(want_a_key)
    refused = CliRunner().invoke(
        app,
        ["eval", "run", str(tmp_path / "suite.yaml"), "--url", "http://127.0.0.1:9"],
        obj=Toolbox(
            load_settings=lambda: Settings(data_dir=tmp_path / "mine"),
            connect=lambda address, _: httpx.Client(base_url=address, transport=transport),
        ),
    )
    assert (refused.exit_code, refused.stderr) == (2, "error: this needs a key\n")

    store = RunStore.open(tmp_path / "mine" / FILE)
    assert store.runs() == []
    store.close()


def test_an_error_of_a_single_case_ends_nothing(run: Eval, url: str, tmp_path: Path) -> None:
    rows = [{"id": "long", "question": "why " * 10_000}, CASES[0]]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    figures = figures_of(run(SEARCHED, "--url", url, "--json"))
    assert (figures["error_rate"], figures["answered_rate"]) == (0.5, 0.5)


def test_a_collection_without_a_service_is_a_mistake(run: Eval) -> None:
    result = run(SEARCHED, "--collection", "kb")
    assert result.exit_code == 2
    assert "--collection is one of a service" in result.stderr
