from pathlib import Path

import pytest

from ingest.report import SyncReport
from ingest.sync import SyncRequest
from tests.ingest.archive_files import PAGE, encrypted, pages, write, zipped
from tests.ingest.crashing import Store
from tests.ingest.syncing import counts, indexed, run_sync


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write(tmp_path / "docs" / "b.md", PAGE)
    write(tmp_path / "docs" / "kb.zip", zipped(("in/a.md", PAGE), ("c.txt", b"A text about invoices.")))
    return tmp_path / "docs"


def _sync(store: Store, *paths: Path, sync: bool = True) -> SyncReport:
    return run_sync(store, SyncRequest(paths, "kb", delete_missing=sync))


def test_the_documents_of_an_archive_are_indexed_by_their_names_in_it(store: Store, docs: Path) -> None:
    assert counts(_sync(store, docs)) == {"added": 3}
    assert indexed(store) == ["b.md", "kb.zip/c.txt", "kb.zip/in/a.md"]


def test_an_unchanged_archive_is_neither_extracted_nor_embedded_again(store: Store, docs: Path) -> None:
    _sync(store, docs)
    embedded, before = len(store.embedder.embedded), store.seen()

    assert counts(_sync(store, docs)) == {"unchanged": 3}
    assert (len(store.embedder.embedded), store.seen()) == (embedded, before)


def test_packing_the_same_documents_anew_changes_nothing(store: Store, docs: Path) -> None:
    _sync(store, docs)
    write(docs / "kb.zip", zipped(("c.txt", b"A text about invoices."), ("in/a.md", PAGE), method=0))

    assert counts(_sync(store, docs)) == {"unchanged": 3}


def test_members_that_changed_and_members_that_are_gone(store: Store, docs: Path) -> None:
    _sync(store, docs)
    write(docs / "kb.zip", zipped(("in/a.md", PAGE + b"\nMore.\n"), ("new.md", PAGE)))

    assert counts(_sync(store, docs)) == {"added": 1, "replaced": 1, "deleted": 1, "unchanged": 1}
    assert indexed(store) == ["b.md", "kb.zip/in/a.md", "kb.zip/new.md"]


def test_an_archive_that_is_gone_takes_its_documents_along(store: Store, docs: Path) -> None:
    _sync(store, docs)
    (docs / "kb.zip").unlink()

    assert counts(_sync(store, docs)) == {"deleted": 2, "unchanged": 1}


@pytest.mark.parametrize("data", [b"half an upload", zipped(("a.md", b"\0" * 20_000_000))])
def test_an_archive_that_cannot_be_opened_now_deletes_nothing(store: Store, docs: Path, data: bytes) -> None:
    _sync(store, docs)
    write(docs / "kb.zip", data)
    report = _sync(store, docs)

    assert (list(report.quarantined), counts(report)) == (["kb.zip"], {"unchanged": 1})
    assert len(indexed(store)) == 3


def test_an_archive_inside_that_cannot_be_opened_now_deletes_nothing(store: Store, docs: Path) -> None:
    write(docs / "kb.zip", zipped(("in.zip", pages("a.md")), ("z.md", PAGE)))
    _sync(store, docs)
    write(docs / "kb.zip", zipped(("in.zip", b"damaged")))
    report = _sync(store, docs)

    assert (list(report.quarantined), counts(report)) == (["kb.zip/in.zip"], {"deleted": 1, "unchanged": 1})
    assert indexed(store) == ["b.md", "kb.zip/in.zip/a.md"]


def test_an_archive_named_itself_deletes_what_is_gone_from_it_and_nothing_else(
    store: Store, docs: Path
) -> None:
    _sync(store, docs)
    write(docs / "kb.zip", pages("in/a.md"))

    assert counts(_sync(store, docs / "kb.zip")) == {"deleted": 1, "unchanged": 1}
    assert indexed(store) == ["b.md", "kb.zip/in/a.md"]


def test_a_member_that_cannot_be_read_stops_no_other_and_keeps_its_last_version(
    store: Store, docs: Path
) -> None:
    _sync(store, docs)
    write(docs / "kb.zip", encrypted(zipped(("in/a.md", PAGE), ("c.txt", b"A text about invoices."))))
    report = _sync(store, docs)

    assert report.quarantined == {"kb.zip/in/a.md": "encrypted inside the archive"}
    assert (counts(report), len(indexed(store))) == ({"unchanged": 2}, 3)


def test_an_archive_and_the_folder_around_it_may_both_be_named(store: Store, docs: Path) -> None:
    assert counts(_sync(store, docs / "kb.zip", docs)) == {"added": 3}


def test_a_member_above_the_limit_is_quarantined(store: Store, docs: Path) -> None:
    report = run_sync(store, SyncRequest((docs / "kb.zip",), "kb"), max_file_bytes=25)

    assert counts(report) == {"added": 1}
    assert "larger than 25 bytes" in report.quarantined["kb.zip/in/a.md"]
