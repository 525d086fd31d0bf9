import json

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.settings import Settings
from retrieval.data_folder import DataFolder
from tests.api.folders import FAKE_TOOLS

pytestmark = pytest.mark.integration


def _run(*args: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *args], obj=FAKE_TOOLS)


def test_every_part_is_tried_and_fallbacks_are_named() -> None:
    result = _run("--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {part["part"]: part["state"] for part in found["parts"]} == {
        "data folder": "ready",
        "catalog": "ready",
        "embedding model": "ready",
        "vector index": "ready",
        "reranker": "off",
        "verifier": "fallback",
        "chat model": "fallback",
        "moderation": "off",
        "audit log": "ready",
    }


def test_a_person_reads_one_line_for_each_part() -> None:
    assert "✓ catalog" in _run().stdout


def test_a_chat_model_without_a_key_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_ANSWER__CHAT_MODEL", "gpt-test")
    result = _run()
    assert result.exit_code == 1
    assert "OPENAI_API_KEY" in " ".join(result.stdout.split())


def test_a_locked_folder_is_a_failed_part_and_not_a_crash() -> None:
    folder = DataFolder(Settings().data_dir)
    result = _run()
    folder.close()
    assert result.exit_code == 1
    assert "--url" in result.stdout
