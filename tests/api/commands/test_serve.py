import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.api.folders import FAKE_TOOLS

ROOT = Path(__file__).parents[3]
# The real command, but for the embedding model.
PROGRAM = """
from api.cli import app
from tests.api.folders import FAKE_TOOLS
app(["serve", "--port", "0"], obj=FAKE_TOOLS)
"""


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org"])  # noqa: S104  # what must be refused
def test_without_keys_only_this_machine_may_be_served(host: str) -> None:
    result = CliRunner().invoke(app, ["serve", "--host", host], obj=FAKE_TOOLS)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: cannot serve on {host}")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stdout is not None
    url = process.stdout.readline().rsplit(" ", 1)[-1].strip()
    yield process, url
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.integration
def test_a_service_answers_holds_the_folder_and_stops_cleanly(
    service: tuple["subprocess.Popen[str]", str],
) -> None:
    process, url = service
    assert httpx.get(f"{url}/readyz").json()["ready"] is True
    through = CliRunner().invoke(app, ["screen", "hello", "--json", "--url", url])
    assert through.exit_code == 0
    locked = CliRunner().invoke(app, ["search", "refunds"], obj=FAKE_TOOLS)
    assert (locked.exit_code, "--url" in locked.stderr) == (1, True)
    unknown = CliRunner().invoke(app, ["search", "refunds", "--collection", "hr", "--url", url])
    assert (unknown.exit_code, unknown.stderr) == (
        2,
        "error: there is no collection 'hr' (known: none yet)\n",
    )
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
