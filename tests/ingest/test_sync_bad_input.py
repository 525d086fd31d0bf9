import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.report import SyncReport
from ingest.settings import IngestSettings
from ingest.sync import Progress, Synchroniser, SyncRequest
from retrieval.catalog import Catalog
from retrieval.errors import DataFolderFullError
from retrieval.version import StagedVersion
from tests.ingest.archive_files import PAGE, write
from tests.ingest.crashing import Store
from tests.ingest.syncing import counts, indexed, run_sync
from tests.unprivileged import unprivileged_folder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md", "sub/c.md"):
        write(tmp_path / "docs" / name, PAGE)
    return tmp_path / "docs"


def _sync(store: Store, *paths: Path) -> SyncReport:
    return run_sync(store, SyncRequest(paths, "kb", delete_missing=True))


def test_loops_of_links_are_not_followed(store: Store, docs: Path) -> None:
    (docs / "sub" / "up").symlink_to(docs)
    (docs / "self.md").symlink_to(docs / "self.md")
    (docs / "one.md").symlink_to(docs / "two.md")
    (docs / "two.md").symlink_to(docs / "one.md")
    report = _sync(store, docs)

    assert (counts(report), sorted(report.quarantined)) == ({"added": 3}, ["one.md", "self.md", "two.md"])


def test_a_file_of_many_gigabytes_is_refused_unread(store: Store, docs: Path) -> None:
    with (docs / "huge.txt").open("wb") as stream:
        stream.truncate(2**42)

    assert "PLUMBLINE_INGEST__MAX_FILE_BYTES" in _sync(store, docs).quarantined["huge.txt"]


def test_pipes_and_devices_are_left_out_also_behind_links(store: Store, docs: Path) -> None:
    os.mkfifo(docs / "pipe.md")
    (docs / "endless.md").symlink_to("/dev/zero")
    (docs / "endless.zip").symlink_to("/dev/zero")
    report = _sync(store, docs)

    assert report.quarantined == dict.fromkeys(
        ["endless.md", "endless.zip"], "not a regular file, or a link that leads nowhere"
    )


def test_names_with_newlines_and_broken_utf8_are_indexed_reported_and_deleted(
    store: Store, docs: Path
) -> None:
    good, bad = (
        Path(os.fsdecode(os.fsencode(docs) + name)) for name in (b"/two\nlines\xff.md", b"/\xe9.pdf")
    )
    good.write_bytes(PAGE)
    bad.write_bytes(b"no PDF")
    report = _sync(store, docs)

    assert (counts(report), list(report.quarantined)) == ({"added": 4}, ["\\udce9.pdf"])
    good.unlink()
    assert counts(_sync(store, docs)) == {"deleted": 1, "unchanged": 3}


def test_a_file_that_vanishes_between_listing_and_reading_keeps_its_document(
    store: Store, docs: Path
) -> None:
    _sync(store, docs)

    def vanish(step: Progress) -> None:
        if step.path == "b.md":
            (docs / "b.md").unlink()

    synchroniser = Synchroniser(store.indexer, store.embedder, IngestSettings())
    report = synchroniser.run(SyncRequest((docs,), "kb", delete_missing=True), on_progress=vanish)

    assert report.quarantined == {"b.md": "vanished before it could be read"}
    assert (report.deleted, indexed(store)) == (0, ["a.md", "b.md", "sub/c.md"])
    assert counts(_sync(store, docs)) == {"deleted": 1, "unchanged": 2}


def test_a_folder_that_vanishes_between_listing_and_reading_keeps_its_documents(
    store: Store, docs: Path
) -> None:
    _sync(store, docs)

    def vanish(step: Progress) -> None:
        if step.done == 0:
            (docs / "sub").rename(docs.parent / "elsewhere")

    synchroniser = Synchroniser(store.indexer, store.embedder, IngestSettings())
    report = synchroniser.run(SyncRequest((docs,), "kb", delete_missing=True), on_progress=vanish)

    assert (list(report.quarantined), report.deleted, len(indexed(store))) == (["sub/c.md"], 0, 3)


def test_a_file_that_changes_after_it_was_read_is_replaced_by_the_next_run(store: Store, docs: Path) -> None:
    def change(step: Progress) -> None:
        if step.path == "b.md":
            write(docs / "a.md", PAGE + b"\nMore.\n")

    synchroniser = Synchroniser(store.indexer, store.embedder, IngestSettings())
    synchroniser.run(SyncRequest((docs,), "kb"), on_progress=change)

    assert counts(_sync(store, docs)) == {"replaced": 1, "unchanged": 2}


def test_a_folder_that_becomes_unreadable_is_reported_and_its_documents_stay() -> None:
    with unprivileged_folder() as folder:
        for name in ("docs/a.md", "docs/sub/c.md"):
            write(folder / name, PAGE)
        store = Store(Catalog.open(folder / "catalog.db"))
        _sync(store, folder / "docs")
        (folder / "docs" / "sub").chmod(0o400)
        report = _sync(store, folder / "docs")
        (folder / "docs" / "sub").chmod(0o700)

        assert (report.deleted, list(report.quarantined), len(indexed(store))) == (0, ["sub/c.md"], 2)
        store.catalog.close()


class _FullCatalog(Catalog):
    """A catalog whose disk fills up when the first version is to be stored."""

    def stage(self, versions: Sequence[StagedVersion]) -> None:
        raise DataFolderFullError(os.strerror(errno.ENOSPC))


def test_a_full_disk_stops_the_run_and_what_was_found_before_stays(tmp_path: Path, docs: Path) -> None:
    catalog = Catalog.open(tmp_path / "kb.db")
    store = Store(catalog)
    _sync(store, docs)
    before = store.seen()
    full = Store(_FullCatalog.open(tmp_path / "kb.db"))
    write(docs / "new.md", PAGE)
    (docs / "a.md").unlink()
    with pytest.raises(DataFolderFullError):
        _sync(full, docs)

    assert store.seen() == before
    catalog.close()
    full.catalog.close()
