import json
import sqlite3

import pytest
from typer.testing import CliRunner, Result

from answer.ports import AnswerRecord
from answer.request import AnswerRequest
from api.cli import app
from api.settings import Settings
from tests.api.fakes import make_answer
from tests.api.folders import FAKE_TOOLS, open_fake_local


def _run(*args: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", *args], obj=FAKE_TOOLS)


def _record_one() -> None:
    with open_fake_local(Settings()) as backend:
        backend.audit.record(AnswerRecord(AnswerRequest("q", "default"), make_answer(), (), "2"))


def test_an_untouched_log_is_intact() -> None:
    _record_one()
    assert json.loads(_run("--json").stdout)["intact"] is True
    result = _run()
    assert (result.exit_code, result.stdout) == (0, "the audit log is intact: 1 rows\n")


@pytest.mark.parametrize("args", [(), ("--json",)])
def test_a_changed_row_fails_the_command(args: tuple[str, ...]) -> None:
    _record_one()
    connection = sqlite3.connect(Settings().data_dir / "audit.db")
    with connection:
        connection.execute("UPDATE answers SET status = 'blocked'")
    connection.close()
    result = _run(*args)
    assert result.exit_code == 1
    assert "row 1 was changed" in result.stdout
