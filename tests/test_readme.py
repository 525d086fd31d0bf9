"""The README's commands are run, and its answer is the one a reader gets."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
SHOWN = json.loads(re.findall(r"```json\n(.*?)```", README, flags=re.DOTALL)[0])


@pytest.fixture(scope="module")
def environment(graphs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with a data folder of its own, where the embedding model is exported already."""
    data = tmp_path_factory.mktemp("readme")
    for folder in (data, data / "demo"):
        folder.mkdir(exist_ok=True)
        (folder / "models").symlink_to(graphs, target_is_directory=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}  # noqa: TID251  # a child process needs one
    return inherited | {"PLUMBLINE_DATA_DIR": str(data), "COLUMNS": "100"}


def run(command: str, environment: dict[str, str]) -> str:
    program, *arguments = shlex.split(command)
    done = subprocess.run(  # noqa: S603  # the README's own commands
        [BIN / Path(program).name, *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def plumbline_commands() -> list[str]:
    return [command for command in COMMANDS if command.startswith(".venv/bin/plumbline")]


def test_the_first_command_stands_on_the_first_screen() -> None:
    assert README.splitlines().index("make demo") < 25


def test_every_make_verb_is_a_target() -> None:
    verbs = [command.split()[1] for command in COMMANDS if command.startswith("make ")]
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(verbs) <= set(targets)


@pytest.mark.integration
def test_the_commands_run_in_order_and_the_answer_is_the_shown_one(environment: dict[str, str]) -> None:
    output = {command: run(command, environment) for command in plumbline_commands()}
    asked = [text for command, text in output.items() if " ask " in command and "--json" in command]
    answers = [json.loads(text) for text in asked]
    assert [stable(answer) for answer in answers] == [stable(SHOWN)]


@pytest.mark.integration
def test_the_demo_answers_abstains_and_blocks(environment: dict[str, str]) -> None:
    text = run(".venv/bin/plumbline demo", environment)
    decisions = ("answered", "abstained: not answered", "blocked: injection suspected")
    positions = [text.index(decision) for decision in decisions]
    assert positions == sorted(positions)


def stable(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out what differs between two runs: ids of the request, times, and the last digits of scores."""
    kept = {key: value for key, value in answer.items() if key not in ("request_id", "timings_ms")}
    kept["grounding"] = {**answer["grounding"], "score": round(answer["grounding"]["score"], 1)}
    kept["claims"] = [{**claim, "score": round(claim["score"], 1)} for claim in answer["claims"]]
    return kept
