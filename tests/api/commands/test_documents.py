import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from tests.api.folders import FAKE_TOOLS

pytestmark = pytest.mark.integration


def _run(*args: str) -> Result:
    return CliRunner().invoke(app, args, obj=FAKE_TOOLS)


@pytest.fixture(autouse=True)
def _indexed(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "refunds.md").write_text("# Refunds\n\nRefunds take up to 14 days.\n")
    (folder / "plans.md").write_text("# Plans\n\nThe Team plan costs $30 a month.\n")
    assert _run("ingest", str(folder), "--audience", "staff").exit_code == 0


def test_list_names_every_document() -> None:
    found = json.loads(_run("documents", "list", "--json").stdout)["documents"]
    assert [(record["source"], record["path"]) for record in found] == [
        ("docs", "plans.md"),
        ("docs", "refunds.md"),
    ]
    assert "2 documents" in _run("documents", "list").stdout


def test_show_tells_who_may_see_a_document() -> None:
    record = json.loads(_run("documents", "show", "refunds.md", "--json").stdout)
    assert record["live"]["audiences"] == ["staff"]
    assert "staff" in _run("documents", "show", "refunds.md").stdout


def test_versions_and_chunks_of_a_document_are_listed() -> None:
    (version,) = json.loads(_run("documents", "versions", "refunds.md", "--json").stdout)["versions"]
    assert version["state"] == "live"
    (chunk,) = json.loads(_run("documents", "chunks", "refunds.md", "--json").stdout)["chunks"]
    assert "14 days" in chunk["text"]
    assert "14 days" in _run("documents", "chunks", "refunds.md").stdout
    assert "live" in _run("documents", "versions", "refunds.md").stdout


def test_a_deleted_document_is_gone() -> None:
    assert _run("documents", "delete", "refunds.md").exit_code == 0
    result = _run("documents", "show", "refunds.md")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: there is no document 'refunds.md' in the default collection\n",
    )


def test_an_unknown_collection_names_the_known_ones() -> None:
    result = _run("documents", "list", "--collection", "hr")
    assert (result.exit_code, result.stderr) == (2, "error: there is no collection 'hr' (known: default)\n")


def test_reindex_rebuilds_every_chunk() -> None:
    assert json.loads(_run("reindex", "--json").stdout) == {"collections": {"default": 2}}
    assert _run("reindex").stdout == "default: 2 chunks\n"
    assert _run("reindex", "--collection", "hr").exit_code == 2
