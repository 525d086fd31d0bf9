import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.api.folders import FAKE_TOOLS, open_fake_service
from tests.ingest.archive_files import PAGE, zipped

pytestmark = pytest.mark.integration
Ingest = Callable[..., Result]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "refunds.md").write_text("# Refunds\n\nRefunds take up to 14 days.\n")
    (folder / "plans.md").write_text("# Plans\n\nThe Team plan costs $30 a month.\n")
    return folder


def _ingest(*args: str) -> Result:
    return CliRunner().invoke(app, ["ingest", *args], obj=FAKE_TOOLS)


def _report(*args: str) -> dict[str, object]:
    report: dict[str, object] = json.loads(_ingest(*args, "--json").stdout)
    return report


def test_the_report_has_exactly_the_agreed_keys_and_its_counts_add_up(docs: Path) -> None:
    (docs / "broken.pdf").write_bytes(b"%PDF-broken")
    report = _report(str(docs))
    assert set(report) == {
        "files", "added", "replaced", "deleted", "unchanged", "quarantined", "chunks", "seconds", "findings",
        "changes",
    }  # fmt: skip
    assert (report["files"], report["added"], report["chunks"]) == (3, 2, 2)
    assert list(report["quarantined"]) == ["broken.pdf"]  # type: ignore[call-overload]  # a JSON object


def test_a_second_run_changes_nothing_and_sync_deletes_what_is_gone(docs: Path) -> None:
    _ingest(str(docs))
    assert _report(str(docs))["unchanged"] == 2
    (docs / "plans.md").unlink()
    assert _report(str(docs))["deleted"] == 0
    assert _report(str(docs), "--sync")["deleted"] == 1


def test_a_dry_run_stores_nothing(docs: Path) -> None:
    assert _report(str(docs), "--dry-run")["added"] == 2
    assert _report(str(docs))["added"] == 2


def test_a_dry_run_names_what_would_change(docs: Path) -> None:
    _ingest(str(docs))
    (docs / "plans.md").unlink()
    (docs / "refunds.md").write_text("# Refunds\n\nRefunds take up to 30 days.\n")
    (docs / "new.md").write_text("# New\n\nA new page.\n")
    changes = {"added": ["new.md"], "replaced": ["refunds.md"], "deleted": ["plans.md"]}

    assert _report(str(docs), "--sync", "--dry-run")["changes"] == changes
    assert "would be deleted plans.md\n" in _ingest(str(docs), "--sync", "--dry-run").stdout
    assert _report(str(docs), "--sync")["changes"] is None


def test_patterns_choose_files_and_what_they_leave_out_now_is_gone_for_a_sync(docs: Path) -> None:
    _ingest(str(docs))
    assert _report(str(docs), "--include", "*.md", "--exclude", "plans.*")["files"] == 1
    assert _report(str(docs), "--exclude", "plans.*", "--sync")["deleted"] == 1


def test_patterns_that_leave_nothing_over_or_cannot_be_read_are_told_apart(docs: Path) -> None:
    nothing, unreadable = _ingest(str(docs), "--include", "*.pdf"), _ingest(str(docs), "--exclude", "!a")
    assert (nothing.exit_code, "that --include and --exclude leave over" in nothing.stderr) == (1, True)
    assert (unreadable.exit_code, "! has no meaning here" in unreadable.stderr) == (2, True)


@pytest.mark.parametrize(("options", "exit_code"), [([], 0), (["--strict"], 1)])
def test_a_quarantined_file_fails_only_a_strict_run(options: list[str], exit_code: int, docs: Path) -> None:
    (docs / "broken.pdf").write_bytes(b"%PDF-broken")
    assert _ingest(str(docs), *options).exit_code == exit_code


def test_nothing_indexed_is_a_failed_run(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-broken")
    assert _ingest(str(tmp_path / "broken.pdf")).exit_code == 1


def test_a_path_that_does_not_exist_is_bad_use() -> None:
    result = _ingest("missing")
    assert (result.exit_code, result.stderr) == (2, "error: there is no file or folder missing\n")


def test_a_person_reads_the_counts(docs: Path) -> None:
    assert "2 files: 2 added, 0 replaced" in _ingest(str(docs)).stdout


class TestStandardInput:
    def _pipe(self, data: bytes, *args: str) -> Result:
        return CliRunner().invoke(app, ["ingest", *args], obj=FAKE_TOOLS, input=data)

    def test_one_document_goes_by_the_name_it_is_given(self) -> None:
        assert self._pipe(PAGE, "-", "--name", "notes/a.md").exit_code == 0
        listed = CliRunner().invoke(app, ["documents", "list", "--source", "stdin", "--json"], obj=FAKE_TOOLS)
        assert '"path":"notes/a.md"' in listed.stdout.replace(" ", "")

    @pytest.mark.parametrize(
        ("data", "args", "problem"),
        [
            (b" \n", ["-", "--name", "a.md"], "there is nothing on standard input"),
            (PAGE, ["-"], "needs a name"),
            (PAGE, ["-", "--name", "../a.md"], "it holds .."),
            (PAGE, ["-", "docs", "--name", "a.md"], "comes alone"),
            (PAGE, ["docs", "--name", "a.md"], "--name is for a document on standard input"),
            (PAGE, ["-", "--name", "a.md", "--watch"], "are for files and folders"),
            (PAGE, [], "name files or folders"),
            (PAGE, ["docs", "--manifest", "-"], "comes alone"),
            (PAGE, ["docs", "--fetch"], "--fetch is for a --manifest"),
            (PAGE, ["--manifest", "gone.jsonl"], "cannot use gone.jsonl"),
        ],
    )
    def test_what_does_not_fit_together_is_bad_use(self, data: bytes, args: list[str], problem: str) -> None:
        result = self._pipe(data, *args)
        assert (result.exit_code, problem in result.stderr) == (2, True)

    def test_more_than_a_file_may_hold_is_bad_use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLUMBLINE_INGEST__MAX_FILE_BYTES", "10")
        assert "longer than 10 bytes" in self._pipe(PAGE, "-", "--name", "a.md").stderr

    def test_a_manifest_may_come_from_there_too(self) -> None:
        rows = b'{"path": "a", "text": "Refunds take 30 days."}\n{"path": "b"}\n'
        report = json.loads(self._pipe(rows, "--manifest", "-", "--json").stdout)
        assert (report["added"], list(report["quarantined"])) == (1, ["b"])


def test_a_manifest_on_disk_names_its_source(tmp_path: Path, docs: Path) -> None:
    rows = '{"path": "r", "file": "docs/refunds.md", "audiences": ["staff"]}\n'
    (tmp_path / "handbook.jsonl").write_text(rows)
    assert _report("--manifest", str(tmp_path / "handbook.jsonl"), "--audience", "hr")["added"] == 1
    shown = CliRunner().invoke(app, ["documents", "list", "--source", "handbook", "--json"], obj=FAKE_TOOLS)
    assert '["hr","staff"]' in shown.stdout.replace(" ", "")


@pytest.mark.parametrize(("options", "added"), [([], 1), (["--fetch"], 2)])
def test_addresses_are_fetched_only_when_asked(
    options: list[str], added: int, tmp_path: Path, docs: Path
) -> None:
    rows = [{"path": "a", "text": "Some text."}, {"path": "r", "url": (docs / "refunds.md").as_uri()}]
    (tmp_path / "kb.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert _report("--manifest", str(tmp_path / "kb.jsonl"), *options)["added"] == added


class TestThroughAService:
    @pytest.fixture
    def tools(self, tmp_path: Path) -> Iterator[Toolbox]:
        with open_fake_service(Settings(data_dir=tmp_path / "served")) as opened:
            yield opened

    def _ingest(self, tools: Toolbox, *args: str) -> Result:
        args = ("ingest", *args, "--url", "http://service", "--json")
        return CliRunner().invoke(app, args, obj=tools)

    def test_the_report_is_that_of_a_local_run(self, docs: Path, tools: Toolbox) -> None:
        (docs / "broken.pdf").write_bytes(b"%PDF-broken")
        here, there = _report(str(docs)), json.loads(self._ingest(tools, str(docs)).stdout)
        assert there | {"seconds": 0} == here | {"seconds": 0}

    def test_archives_and_patterns_give_the_same_report_too(self, docs: Path, tools: Toolbox) -> None:
        (docs / "kb.zip").write_bytes(zipped(("a.md", PAGE), ("in/b.md", PAGE), ("c.txt", PAGE)))
        (docs / "broken.zip").write_bytes(b"half an upload")
        options = (str(docs), "--include", "*.md")
        here, there = _report(*options), json.loads(self._ingest(tools, *options).stdout)
        assert there | {"seconds": 0} == here | {"seconds": 0}
        assert (here["added"], list(there["quarantined"])) == (4, ["broken.zip"])

    def test_a_second_run_replaces_what_changed_and_sync_deletes_what_is_gone(
        self, docs: Path, tools: Toolbox
    ) -> None:
        self._ingest(tools, str(docs), "--source", "hr")
        (docs / "plans.md").unlink()
        (docs / "refunds.md").write_text("# Refunds\n\nRefunds take up to 30 days.\n")
        report = json.loads(self._ingest(tools, str(docs), "--source", "hr", "--sync").stdout)
        assert (report["replaced"], report["deleted"], report["unchanged"]) == (1, 1, 0)

    @pytest.mark.parametrize(("options", "exit_code"), [([], 0), (["--strict"], 1)])
    def test_exit_codes_are_those_of_a_local_run(
        self, options: list[str], exit_code: int, docs: Path, tools: Toolbox
    ) -> None:
        (docs / "broken.pdf").write_bytes(b"%PDF-broken")
        assert self._ingest(tools, str(docs), *options).exit_code == exit_code

    def test_standard_input_is_sent_like_a_file(self, tools: Toolbox) -> None:
        args = ["ingest", "-", "--name", "a.md", "--url", "http://service", "--json"]
        assert json.loads(CliRunner().invoke(app, args, obj=tools, input=PAGE).stdout)["added"] == 1

    def test_a_manifest_is_not(self, tools: Toolbox) -> None:
        assert "not through a service" in self._ingest(tools, "--manifest", "a.jsonl").stderr

    @pytest.mark.parametrize("option", ["--watch", "--dry-run"])
    def test_what_only_the_data_folder_can_do_is_bad_use(
        self, option: str, docs: Path, tools: Toolbox
    ) -> None:
        result = self._ingest(tools, str(docs), option)
        assert (result.exit_code, "not through a service" in result.stderr) == (2, True)
