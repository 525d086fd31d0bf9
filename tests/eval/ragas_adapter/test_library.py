"""What holds of the process as a whole, so each test has one of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Reports every attempt to reach anything, and refuses it.
WATCH = """
import socket, sys
def refuse(*args, **kwargs):
    print("reached out", flush=True)
    raise OSError("refused by the test")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
"""
# All that ragas would report: an evaluation, an LLM, an end of the program.
USE = """
from ragas._analytics import LLMUsageEvent, track
from ragas import EvaluationDataset, SingleTurnSample, evaluate
from ragas.llms import llm_factory
from ragas.metrics import ExactMatch
import openai
llm_factory("gpt-x", client=openai.OpenAI(api_key="k"))
track(LLMUsageEvent(provider="openai", llm_type="factory"))
sample = SingleTurnSample(user_input="q", response="a", reference="a")
evaluate(EvaluationDataset(samples=[sample]), metrics=[ExactMatch()], show_progress=False)
"""
OURS = """
from eval.ragas_adapter.catalogue import RagasSetup
from eval.ragas_adapter.scoring import score_with_ragas
from tests.eval.ragas_adapter.outcomes import make_outcome
found = score_with_ragas([make_outcome()], ["exact_match"], setup=RagasSetup())
print([score.value for score in found.scores])
"""
WITHOUT_RAGAS = """
import sys
sys.modules["ragas"] = None
"""


def run(program: str, *, home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own interpreter with a program of ours
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        env={"HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.integration
class TestTelemetry:
    def test_ragas_left_alone_reports_its_use(self, tmp_path: Path) -> None:
        # Otherwise the next test would prove nothing.
        found = run(WATCH + USE, home=tmp_path)
        assert "reached out" in found.stdout, found.stderr
        assert list(tmp_path.rglob("uuid.json"))

    def test_through_us_nothing_is_reported_and_no_id_is_kept(self, tmp_path: Path) -> None:
        found = run(WATCH + OURS + USE, home=tmp_path)
        assert (found.returncode, found.stdout) == (0, "[0.0]\n"), found.stderr
        assert list(tmp_path.rglob("*")) == []


@pytest.mark.integration
class TestWithoutRagas:
    def test_the_modules_for_commands_can_be_imported(self, tmp_path: Path) -> None:
        program = "import eval.ragas_adapter.suites, eval.ragas_adapter.frame"
        found = run(WITHOUT_RAGAS + program, home=tmp_path)
        assert (found.returncode, found.stderr) == (0, "")

    @pytest.mark.parametrize("use", [OURS, "import eval.ragas_adapter.samples"])
    def test_using_it_is_one_clear_error(self, tmp_path: Path, use: str) -> None:
        found = run(WITHOUT_RAGAS + use, home=tmp_path)
        assert found.stderr.splitlines()[-1] == (
            "eval.errors.RagasMissingError: this needs ragas: pip install 'plumbline[ragas]'"
        )

    def test_importing_the_modules_for_commands_imports_no_ragas_where_it_is(self, tmp_path: Path) -> None:
        program = "import sys, json, eval.ragas_adapter.suites; print(json.dumps('ragas' in sys.modules))"
        assert json.loads(run(program, home=tmp_path).stdout) is False
