import io
import json
from pathlib import Path

import pytest

from ingest import manifest as module
from ingest.contents import GivenContent
from ingest.errors import NothingToIngestError, UnreadableDocumentError
from ingest.listing import Listing, SourceFile
from ingest.manifest import Manifest, list_manifest
from ingest.report import SyncReport
from ingest.sync import SyncRequest
from tests.ingest.crashing import Store
from tests.ingest.syncing import counts, indexed, run_sync

TEXT = "Refunds take 30 days."
Row = dict[str, object]


def _lines(*rows: Row | bytes) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def _list(folder: Path, data: bytes) -> Listing:
    (folder / "kb.jsonl").write_bytes(data)
    with (folder / "kb.jsonl").open("rb") as stream:
        return list_manifest(Manifest(stream, "kb", folder / "kb.jsonl"))


def _read(file: SourceFile) -> str:
    assert file.content is not None
    try:
        return file.content.read(max_bytes=1000).decode()
    except UnreadableDocumentError as exc:
        return f"refused: {exc}"


def _contents(listing: Listing) -> dict[str, str]:
    return {file.path: _read(file) for file in listing.files}


class TestContent:
    def test_text_and_files_beside_the_manifest(self, tmp_path: Path) -> None:
        (tmp_path / "exports").mkdir()
        (tmp_path / "exports" / "b.md").write_text("# B")
        rows = _lines({"path": "a.md", "text": TEXT}, {"path": "b", "file": "exports/b.md"})

        assert _contents(_list(tmp_path, rows)) == {"a.md": TEXT, "b": "# B"}

    def test_lines_are_read_again_when_their_turn_comes(self, tmp_path: Path) -> None:
        rows: list[Row] = [{"path": f"{number}.md", "text": f"Ünïcode {number}"} for number in range(9)]
        listing = _list(tmp_path, b"\xef\xbb\xbf" + _lines(rows[0], b"", *rows[1:]).rstrip(b"\n"))

        assert _contents(listing) == {row["path"]: row["text"] for row in rows}

    def test_a_manifest_that_changes_meanwhile_gives_no_wrong_text(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, _lines({"path": "a.md", "text": TEXT}, {"path": "b.md", "text": TEXT}))
        for change in (_lines({"path": "x.md", "text": "!"}), b"short", _lines({"path": "b.md", "url": "u"})):
            (tmp_path / "kb.jsonl").write_bytes(change)
            assert "the manifest changed" in _read(listing.files[0])
        (tmp_path / "kb.jsonl").unlink()
        assert "the manifest cannot be read" in _read(listing.files[0])

    def test_standard_input_is_kept(self) -> None:
        listing = list_manifest(Manifest(io.BytesIO(_lines({"path": "a.md", "text": TEXT})), "stdin"))

        assert _contents(listing) == {"a.md": TEXT}
        assert listing.origin == "standard input"

    def test_addresses_are_left_alone_unless_somebody_fetches(self, tmp_path: Path) -> None:
        rows = _lines({"path": "a", "url": "https://example.com/a"})
        assert "--fetch reads it" in _contents(_list(tmp_path, rows))["a"]

        def fetch(url: str, /, *, base: Path) -> GivenContent:
            return GivenContent(f"{url} {base}".encode())

        assert _contents(list_manifest(Manifest(io.BytesIO(rows), "kb", fetch=fetch))) == {
            "a": "https://example.com/a ."
        }


class TestBadLines:
    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (b'{"path": ', "Invalid JSON"),
            (b"[1]", "Input should be an object"),
            (b'{"path": "\xff"}', "Invalid JSON"),
            ({"text": "x"}, "path: Field required"),
            ({"path": 7, "text": "x"}, "path: Input should be a valid string"),
            ({"path": "../x.md", "text": "x"}, "path: the name cannot be used: it holds .."),
            ({"path": "", "text": "x"}, "path: the name cannot be used: it is empty"),
        ],
    )
    def test_one_that_names_no_document_is_quarantined_and_nothing_counts_as_gone(
        self, tmp_path: Path, row: Row | bytes, reason: str
    ) -> None:
        listing = _list(tmp_path, _lines({"path": "a.md", "text": TEXT}, row, {"path": "b.md", "text": TEXT}))
        found = _contents(listing)

        assert list(found) == ["a.md", "line 2", "b.md"]
        assert found["line 2"].startswith(f"refused: {reason}")
        assert not listing.covers("c.md")

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({}, "one of text, file and url must be given"),
            ({"text": "x", "file": "y"}, "text and file are both given"),
            ({"text": 7}, "text: Input should be a valid string"),
            ({"text": "x", "audience": ["hr"]}, "audience: Extra inputs are not permitted"),
            ({"text": "x", "audiences": "hr"}, "audiences: Input should be a valid array"),
            ({"text": "x", "content_type": "pdf"}, "content_type: Input should be"),
            ({"text": "x", "modified": "yesterday"}, "modified cannot be read: 'yesterday'"),
            ({"text": "x", "metadata": {"a": [1]}}, "metadata.a"),
            ({"file": "gone.md"}, "there is no file gone.md"),
            ({"file": "."}, "there is no file ."),
        ],
    )
    def test_one_that_names_its_document_is_quarantined_under_that_name(
        self, tmp_path: Path, fields: Row, reason: str
    ) -> None:
        listing = _list(tmp_path, _lines({"path": "bad.md", **fields}, {"path": "a.md", "text": TEXT}))
        found = _contents(listing)

        assert found["a.md"] == TEXT
        assert found["bad.md"].startswith(f"refused: line 1: {reason}")
        assert listing.covers("c.md")

    def test_of_two_lines_for_one_document_the_first_counts(self, tmp_path: Path) -> None:
        rows = _lines({"path": "a.md", "text": TEXT}, {"path": "./a.md", "text": "Another."})

        assert _contents(_list(tmp_path, rows)) == {
            "a.md": TEXT,
            "line 2": "refused: 'a.md' stands in line 1 already",
        }

    def test_one_that_is_too_long_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MAX_FILE_BYTES", 60)
        rows = _lines({"path": "a.md", "text": "x" * 500}, {"path": "b.md", "text": TEXT})

        found = _contents(_list(tmp_path, rows))
        assert found == {"line 1": "refused: longer than 60 bytes", "b.md": TEXT}

    def test_a_manifest_without_lines_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(NothingToIngestError, match="no line in the manifest"):
            _list(tmp_path, b"\n \n")


class TestSync:
    def _sync(self, store: Store, folder: Path, *rows: Row | bytes) -> SyncReport:
        request = SyncRequest((), "kb", delete_missing=True, given=_list(folder, _lines(*rows)))
        return run_sync(store, request)

    def test_a_second_run_changes_nothing_and_lines_that_are_gone_are_deleted(
        self, store: Store, tmp_path: Path
    ) -> None:
        rows: list[Row] = [{"path": f"{name}.md", "text": TEXT} for name in "abc"]
        assert counts(self._sync(store, tmp_path, *rows)) == {"added": 3}
        assert counts(self._sync(store, tmp_path, *rows)) == {"unchanged": 3}
        assert counts(self._sync(store, tmp_path, *rows[1:])) == {"deleted": 1, "unchanged": 2}

    def test_a_line_that_cannot_be_read_deletes_nothing(self, store: Store, tmp_path: Path) -> None:
        self._sync(store, tmp_path, {"path": "a.md", "text": TEXT}, {"path": "b.md", "text": TEXT})

        assert counts(self._sync(store, tmp_path, {"path": "a.md", "text": TEXT}, b"{")) == {"unchanged": 1}
        assert counts(self._sync(store, tmp_path, {"path": "a.md", "text": 7})) == {"deleted": 1}
        assert indexed(store) == ["a.md"]

    @pytest.mark.parametrize(
        "said",
        [
            {"title": "Returns"},
            {"audiences": ["hr"]},
            {"metadata": {"team": "billing"}},
            {"language": "en"},
            {"modified": "2026-03-14"},
            {"url": "https://example.com/a"},
            {"content_type": "text"},
        ],
    )
    def test_what_is_said_beside_the_same_text_makes_a_new_version(
        self, store: Store, tmp_path: Path, said: Row
    ) -> None:
        row: Row = {"path": "a.md", "text": TEXT}
        self._sync(store, tmp_path, row)

        assert counts(self._sync(store, tmp_path, row | said)) == {"replaced": 1}
        assert counts(self._sync(store, tmp_path, row | said)) == {"unchanged": 1}
