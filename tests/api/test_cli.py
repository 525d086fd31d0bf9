import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import app

HEAVY = (
    "torch",
    "spacy",
    "chromadb",
    "onnxruntime",
    "sqlalchemy",
    "fastapi",
    "openai",
    "presidio_analyzer",
    "numpy",
)
PROGRAM = """
import sys
from typer.testing import CliRunner
from api.cli import app
result = CliRunner().invoke(app, sys.argv[1:])
assert result.exit_code == 0, result.output
sys.stdout.write(",".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["ask", "--help"], ["serve", "--help"]])
def test_asking_for_help_imports_nothing_heavy(args: list[str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM, *args],
        capture_output=True,
        text=True,
        check=True,
        cwd=__file__.split("/tests/")[0],
    )
    assert set(done.stdout.split(",")) & set(HEAVY) == set()


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "ingest",
        "import-chroma",
        "documents",
        "reindex",
        "ask",
        "search",
        "verify",
        "screen",
        "serve",
        "doctor",
        "audit",
    ],
)
def test_every_command_is_there_and_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_benchmark_is_under_eval() -> None:
    assert CliRunner().invoke(app, ["eval", "bench", "--help"]).exit_code == 0


@pytest.mark.parametrize(
    "args", [["nonsense"], ["ingest"], ["ask", "--nonsense"], ["ask", "--batch", "only-one"]]
)
def test_what_cannot_be_parsed_is_bad_use(args: list[str]) -> None:
    assert CliRunner().invoke(app, args).exit_code == 2
