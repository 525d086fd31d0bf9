import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.api.folders import FAKE_TOOLS, open_fake_service

pytestmark = pytest.mark.integration


def _run(*args: str, tools: Toolbox = FAKE_TOOLS) -> Result:
    return CliRunner().invoke(app, args, obj=tools)


@pytest.fixture(autouse=True)
def _indexed(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "refunds.md").write_text("# Refunds\n\nRefunds take up to 14 days.\n")
    (folder / "plans.md").write_text("# Plans\n\nThe Team plan costs $30 a month.\n")
    assert _run("ingest", str(folder), "--audience", "staff").exit_code == 0


def _paths(result: Result) -> list[str]:
    return [record["path"] for record in json.loads(result.stdout)["documents"]]


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


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        (["--limit", "1"], ["plans.md"]),
        (["--limit", "5", "--offset", "1"], ["refunds.md"]),
        (["--path", "re*.md"], ["refunds.md"]),
        (["--audience", "staff"], ["plans.md", "refunds.md"]),
        (["--audience", "legal"], []),
        (["--findings"], []),
    ],
)
def test_a_list_can_be_narrowed_and_paged(options: list[str], paths: list[str]) -> None:
    assert _paths(_run("documents", "list", "--json", *options)) == paths


def test_several_documents_are_deleted_in_one_call() -> None:
    assert _run("documents", "delete", "refunds.md", "plans.md").stdout == "deleted 2 documents\n"
    assert _paths(_run("documents", "list", "--json")) == []


def test_with_one_name_mistyped_nothing_is_deleted() -> None:
    assert _run("documents", "delete", "refunds.md", "plan.md").exit_code == 2
    assert len(_paths(_run("documents", "list", "--json"))) == 2


def test_documents_are_deleted_by_a_pattern() -> None:
    assert json.loads(_run("documents", "delete", "--path", "pl*", "--json").stdout) == {"deleted": 1}
    assert _paths(_run("documents", "list", "--json")) == ["refunds.md"]


@pytest.mark.parametrize("args", [[], ["refunds.md", "--path", "*"]])
def test_a_deletion_must_say_what(args: list[str]) -> None:
    result = _run("documents", "delete", *args)
    assert (result.exit_code, "either by name, or with --path" in result.stderr) == (2, True)


@pytest.mark.parametrize("args", [["list", "--path", "*a" * 9], ["delete", "--path", "x" * 501]])
def test_a_pattern_that_cannot_be_used_is_bad_use(args: list[str]) -> None:
    assert _run("documents", *args).exit_code == 2


@pytest.fixture
def through_service() -> Iterator[Toolbox]:
    with open_fake_service(Settings()) as tools:
        yield tools


def test_every_command_works_through_a_service(through_service: Toolbox) -> None:
    url = ("--url", "http://service")
    listed = _run("documents", "list", "--path", "re*", "--json", *url, tools=through_service)
    assert _paths(listed) == ["refunds.md"]
    for command in ("show", "versions", "chunks"):
        result = _run("documents", command, "refunds.md", *url, tools=through_service)
        assert (result.exit_code, result.stderr) == (0, "")
    deleted = _run("documents", "delete", "refunds.md", "plans.md", *url, tools=through_service)
    assert deleted.stdout == "deleted 2 documents\n"
    unknown = _run("documents", "show", "refunds.md", *url, tools=through_service)
    assert (unknown.exit_code, "there is no document" in unknown.stderr) == (2, True)


def test_an_unknown_collection_names_the_known_ones() -> None:
    result = _run("documents", "list", "--collection", "hr")
    assert (result.exit_code, result.stderr) == (2, "error: there is no collection 'hr' (known: default)\n")


def test_reindex_rebuilds_every_chunk() -> None:
    assert json.loads(_run("reindex", "--json").stdout) == {"collections": {"default": 2}}
    assert _run("reindex").stdout == "default: 2 chunks\n"
    assert _run("reindex", "--collection", "hr").exit_code == 2
