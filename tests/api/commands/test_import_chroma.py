import json
import sqlite3
from pathlib import Path

import pytest
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_text_splitters import RecursiveCharacterTextSplitter
from typer.testing import CliRunner, Result

from api.cli import app
from tests.api.folders import FAKE_TOOLS
from tests.retrieval.chroma_folders import write_chroma

pytestmark = pytest.mark.integration
RULES = "\n\n".join(
    f"Rule {number}: refunds of plan {number} take up to {number} days." for number in range(9)
)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Return a folder filled the way a LangChain application fills it: loaded, split, embedded, stored."""
    pages = [
        Document(RULES, metadata={"source": "handbook/refunds.md"}),
        Document("The Team plan costs $30.", metadata={"source": "plans.pdf", "page": 0, "total_pages": 1}),
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=150, chunk_overlap=60, add_start_index=True)
    embeddings = DeterministicFakeEmbedding(size=8)
    store = Chroma("manual", embeddings, persist_directory=str(tmp_path / "theirs"))
    store.add_documents(splitter.split_documents(pages))
    store._client.close()
    return tmp_path / "theirs"


def _run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], obj=FAKE_TOOLS)


def _import(*args: object) -> dict[str, object]:
    report: dict[str, object] = json.loads(_run("import-chroma", *args, "--json").stdout)
    return {key: value for key, value in report.items() if value and key not in ("seconds", "chunks")}


def test_an_import_reports_like_an_ingest_and_a_second_one_changes_nothing(theirs: Path) -> None:
    assert _import(theirs) == {"files": 2, "added": 2}
    assert _import(theirs) == {"files": 2, "unchanged": 2}


def test_the_pieces_are_whole_documents_again(theirs: Path) -> None:
    _import(theirs, "--source", "kb")
    listed = json.loads(_run("documents", "list", "--json").stdout)["documents"]
    assert [(one["source"], one["path"]) for one in listed] == [
        ("kb", "handbook/refunds.md"),
        ("kb", "plans.pdf"),
    ]
    (chunk,) = json.loads(_run("documents", "chunks", "handbook/refunds.md", "--json").stdout)["chunks"]
    assert chunk["text"] == RULES
    (hit,) = json.loads(_run("search", "Team plan costs", "--top-k", 1, "--json").stdout)["hits"]
    assert (hit["document"], hit["metadata"]["page"]) == ("plans.pdf", 1)


def test_a_dry_run_names_what_it_would_add_and_stores_nothing(theirs: Path) -> None:
    named = {"added": ["handbook/refunds.md", "plans.pdf"]}
    assert _import(theirs, "--dry-run") == {"files": 2, "added": 2, "changes": named}
    assert _import(theirs) == {"files": 2, "added": 2}


def test_sync_deletes_what_chroma_has_no_longer(theirs: Path) -> None:
    _import(theirs)
    store = Chroma("manual", persist_directory=str(theirs))
    store.delete(where={"source": "plans.pdf"})
    store._client.close()
    assert _import(theirs) == {"files": 1, "unchanged": 1}
    assert _import(theirs, "--sync") == {"files": 1, "unchanged": 1, "deleted": 1}


def test_text_and_names_may_lie_under_other_keys(tmp_path: Path) -> None:
    metadata: list[dict[str, object] | None] = [
        {"body": "Ask by mail.", "file": "help"},
        {"body": "Or by chat.", "file": "help"},
        {"file": 7},
    ]
    write_chroma(tmp_path / "c", "odd", ["a", "b", "c"], metadatas=metadata)
    options = (tmp_path / "c", "--text-key", "body", "--path-key", "file")
    assert _import(*options) == {"files": 2, "added": 1, "quarantined": {"7": "its pieces hold no text"}}
    assert _run("import-chroma", *options, "--strict").exit_code == 1


def test_a_person_reads_documents_not_files(theirs: Path) -> None:
    assert "2 documents: 2 added, 0 replaced" in _run("import-chroma", theirs).stdout


class TestOneClearLine:
    def _error(self, *args: object) -> tuple[int, str]:
        result = _run("import-chroma", *args)
        assert result.stderr.count("\n") == 1
        return result.exit_code, result.stderr

    def test_for_no_folder(self) -> None:
        assert self._error("missing") == (
            2,
            "error: missing is no Chroma folder: there is no chroma.sqlite3 in it\n",
        )

    def test_for_an_unknown_collection(self, theirs: Path) -> None:
        code, line = self._error(theirs, "--chroma-collection", "manuals")
        assert (code, "no collection 'manuals'" in line, "(known: manual)" in line) == (2, True, True)

    def test_for_a_collection_without_documents(self, tmp_path: Path) -> None:
        write_chroma(tmp_path / "c", "bare", ["a", "b"], metadatas=[{"source": "x"}, {"source": "y"}])
        code, line = self._error(tmp_path / "c")
        assert (code, "no text is stored in" in line, "--text-key" in line) == (1, True, True)

    def test_for_an_empty_collection(self, tmp_path: Path) -> None:
        write_chroma(tmp_path / "c", "bare", [])
        code, line = self._error(tmp_path / "c")
        assert (code, "there is nothing in Chroma collection bare" in line) == (1, True)

    def test_for_a_folder_that_is_damaged(self, theirs: Path) -> None:
        (theirs / "chroma.sqlite3").write_bytes(b"no database" * 500)
        assert self._error(theirs)[0] == 2

    def test_for_a_folder_of_an_unknown_version(self, theirs: Path) -> None:
        with sqlite3.connect(theirs / "chroma.sqlite3") as database:
            database.execute("UPDATE migrations SET hash = 'of another schema' WHERE version = 3")
        database.close()
        code, line = self._error(theirs)
        assert (code, "newer Chroma" in line) == (2, True)

    def test_for_our_own_folder_which_stores_no_texts_in_chroma(self, theirs: Path) -> None:
        _import(theirs)
        code, line = self._error(Path(".plumbline") / "chroma", "--collection", "copy")
        assert (code, "no text is stored in" in line) == (1, True)
