import shutil
import sqlite3
from pathlib import Path

import pytest

from retrieval.catalog import MIGRATIONS, REINDEXING, Catalog
from retrieval.database import open_database
from retrieval.errors import (
    DataFolderTooNewError,
    DataFolderUnusableError,
    FingerprintMismatchError,
    UnknownCollectionError,
    UnknownDocumentError,
)
from retrieval.version import StagedVersion, VersionState
from tests.retrieval.stored import FINGERPRINT, make_version, publish

OLD = make_version("refunds.md", "Refunds take 30 days.", "Ask by mail.")
NEW = make_version("refunds.md", "Refunds take 14 days.")


def _texts(catalog: Catalog) -> list[str]:
    return [chunk.text for chunk in catalog.collection_chunks("kb")]


def _states(catalog: Catalog, version: StagedVersion) -> dict[str, VersionState]:
    return {found.id: found.state for found in catalog.versions(version.document_id)}


class TestCollections:
    def test_a_new_catalog_has_none(self, catalog: Catalog) -> None:
        assert catalog.collections() == []

    def test_adding_one_twice_keeps_it(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)
        catalog.add_collection("kb", fingerprint=FINGERPRINT)

        assert catalog.collections() == ["kb"]

    def test_an_unknown_one_is_named_with_the_known_ones(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)

        with pytest.raises(UnknownCollectionError, match=r"'other' \(known: kb\)"):
            catalog.check_collection("other", fingerprint=FINGERPRINT)

    def test_another_embedding_model_is_refused(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)

        with pytest.raises(FingerprintMismatchError, match="reindex"):
            catalog.add_collection("kb", fingerprint="another")

        catalog.set_fingerprint("kb", "another")
        catalog.check_collection("kb", fingerprint="another")

    def test_one_that_is_being_rebuilt_is_unfinished(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)
        catalog.add_collection("half", fingerprint=REINDEXING)

        assert catalog.unfinished_collections() == ["half"]

    def test_a_source_remembers_where_it_was_read_last(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)

        assert catalog.find_origin("kb", "docs") is None
        catalog.set_origin("kb", "docs", "/a")
        catalog.set_origin("kb", "docs", "/b")
        assert catalog.find_origin("kb", "docs") == "/b"


class TestVersions:
    def test_a_staged_version_is_not_seen(self, catalog: Catalog) -> None:
        catalog.add_collection("kb", fingerprint=FINGERPRINT)
        catalog.stage([OLD])

        assert catalog.documents("kb") == []
        assert catalog.chunks([chunk.id for chunk in OLD.chunks]) == {}
        assert _states(catalog, OLD) == {OLD.id: VersionState.STAGED}

    def test_a_published_version_is_seen_as_it_was_staged(self, catalog: Catalog) -> None:
        publish(catalog, OLD)

        assert catalog.collection_chunks("kb") == list(OLD.chunks)
        assert catalog.document_chunks(OLD.document_id) == list(OLD.chunks)
        assert catalog.chunks([OLD.chunks[1].id, "no such"]) == {OLD.chunks[1].id: OLD.chunks[1]}
        assert catalog.count_chunks("kb") == 2
        live = catalog.get_document("kb", "refunds.md").live
        assert (live.id, live.findings, live.chunk_count) == (OLD.id, ("looks odd",), 2)

    def test_the_next_version_replaces_it_in_one_step(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        catalog.stage([NEW])
        before = _texts(catalog)
        retired = catalog.publish([NEW])

        assert before == ["Refunds take 30 days.", "Ask by mail."]
        assert _texts(catalog) == ["Refunds take 14 days."]
        assert retired == [OLD.id]
        assert _states(catalog, OLD) == {OLD.id: VersionState.RETIRED, NEW.id: VersionState.LIVE}

    def test_a_reader_during_the_publication_sees_the_old_version_whole(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        catalog.stage([NEW])
        with catalog.engine.connect() as reader:
            reader.exec_driver_sql("BEGIN")
            seen = reader.exec_driver_sql("SELECT live_version FROM documents").scalar()
            catalog.publish([NEW])
            again = reader.exec_driver_sql("SELECT live_version FROM documents").scalar()

        assert seen == again == OLD.id

    def test_a_version_that_comes_back_is_live_again(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        catalog.purge(publish(catalog, NEW))
        catalog.purge(publish(catalog, OLD))

        assert catalog.collection_chunks("kb") == list(OLD.chunks)
        assert _states(catalog, OLD) == {OLD.id: VersionState.LIVE, NEW.id: VersionState.RETIRED}

    def test_a_retired_document_is_gone_at_once_and_its_history_stays(self, catalog: Catalog) -> None:
        publish(catalog, OLD)

        assert catalog.retire_documents([OLD.document_id, "no such"]) == [OLD.id]
        assert catalog.documents("kb") == []
        assert catalog.retire_documents([OLD.document_id]) == []
        assert _states(catalog, OLD) == {OLD.id: VersionState.RETIRED}

    def test_a_version_without_chunks_can_be_live(self, catalog: Catalog) -> None:
        publish(catalog, make_version("blank.md"))

        assert catalog.get_document("kb", "blank.md").live.chunk_count == 0

    def test_live_ones_are_told_from_the_others(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        catalog.stage([NEW])

        assert catalog.live_versions([OLD.id, NEW.id, "no such"]) == {OLD.id}


class TestRecovery:
    def test_staged_and_unpurged_versions_are_unfinished(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        publish(catalog, NEW)
        third = make_version("refunds.md", "Third.")
        catalog.stage([third])

        assert sorted(catalog.unfinished_versions()) == sorted([OLD.id, third.id])
        assert catalog.collection_of([OLD.id, "no such"]) == {OLD.id: "kb"}

    def test_purging_forgets_the_staged_and_keeps_the_history_of_the_retired(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        publish(catalog, NEW)
        third = make_version("refunds.md", "Third.")
        catalog.stage([third])
        catalog.purge(catalog.unfinished_versions())

        assert catalog.unfinished_versions() == []
        assert _states(catalog, OLD) == {OLD.id: VersionState.RETIRED, NEW.id: VersionState.LIVE}
        assert _texts(catalog) == ["Refunds take 14 days."]

    def test_purging_a_live_version_does_nothing(self, catalog: Catalog) -> None:
        publish(catalog, OLD)
        catalog.purge([OLD.id])

        assert catalog.collection_chunks("kb") == list(OLD.chunks)


class TestDocuments:
    def test_they_are_listed_by_source_and_path(self, catalog: Catalog) -> None:
        publish(
            catalog,
            make_version("b.md", "1", source="two"),
            make_version("b.md", "2", source="one"),
            make_version("a.md", "3", source="two"),
            make_version("a.md", "4", collection="other"),
        )

        listed = [(record.source, record.path) for record in catalog.documents("kb")]
        assert listed == [("one", "b.md"), ("two", "a.md"), ("two", "b.md")]
        assert [record.path for record in catalog.documents("kb", source="two")] == ["a.md", "b.md"]
        assert [record.source for record in catalog.find_documents("kb", "b.md")] == ["one", "two"]

    def test_one_that_is_not_there_is_unknown(self, catalog: Catalog) -> None:
        with pytest.raises(UnknownDocumentError, match="there is no document"):
            catalog.get_document("kb", "refunds.md")

    def test_one_of_several_sources_must_be_told_apart(self, catalog: Catalog) -> None:
        publish(catalog, make_version("a.md", "1", source="one"), make_version("a.md", "2", source="two"))

        with pytest.raises(UnknownDocumentError, match=r"several sources \(one, two\)"):
            catalog.get_document("kb", "a.md")
        assert catalog.get_document("kb", "a.md", source="two").source == "two"


def test_more_ids_than_one_statement_takes_are_no_problem(catalog: Catalog) -> None:
    many = [f"id-{number}" for number in range(40_000)]
    publish(catalog, OLD)

    assert list(catalog.chunks([*many, OLD.chunks[0].id])) == [OLD.chunks[0].id]
    assert catalog.live_versions([*many, OLD.id]) == {OLD.id}
    assert catalog.collection_of([*many, OLD.id]) == {OLD.id: "kb"}
    assert catalog.retire_documents([*many, OLD.document_id]) == [OLD.id]
    catalog.purge([*many, OLD.id])
    assert catalog.unfinished_versions() == []


class TestOpening:
    def test_what_was_stored_is_there_again(self, tmp_path: Path) -> None:
        first = Catalog.open(tmp_path / "c.db")
        publish(first, OLD)
        first.close()
        second = Catalog.open(tmp_path / "c.db")

        assert second.collection_chunks("kb") == list(OLD.chunks)
        second.close()

    def test_a_newer_schema_is_refused(self, tmp_path: Path) -> None:
        Catalog.open(tmp_path / "c.db").close()
        with sqlite3.connect(tmp_path / "c.db") as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()

        with pytest.raises(DataFolderTooNewError, match="9999"):
            Catalog.open(tmp_path / "c.db")

    def test_a_file_that_is_no_database_is_refused_and_kept(self, tmp_path: Path) -> None:
        (tmp_path / "c.db").write_bytes(b"my thesis\n" * 1000)

        with pytest.raises(DataFolderUnusableError, match="not a database"):
            Catalog.open(tmp_path / "c.db")
        assert (tmp_path / "c.db").read_bytes() == b"my thesis\n" * 1000

    def test_a_database_damaged_while_open_is_our_error(self, catalog: Catalog) -> None:
        with catalog.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE keywords")
            connection.exec_driver_sql("DROP TABLE documents")

        with pytest.raises(DataFolderUnusableError, match="no such table"):
            catalog.documents("kb")


def test_a_catalog_from_before_metadata_keeps_its_documents(tmp_path: Path) -> None:
    first = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, first, ignore=shutil.ignore_patterns("0002_*"))
    open_database(tmp_path / "catalog.db", migrations=first, head="0001").dispose()
    with sqlite3.connect(tmp_path / "catalog.db") as old:
        old.execute("INSERT INTO collections VALUES ('kb', 'made-up', '2026-01-01')")
        old.execute("INSERT INTO documents VALUES ('d', 'kb', 'docs', 'refunds.md', 'v')")
        old.execute(
            "INSERT INTO versions VALUES ('v', 'd', 'hash', 'Refunds', '[]', '[]', '2026-01-01', 1, 'live')"
        )
        old.execute("INSERT INTO chunks VALUES (1, 'c', 'v', 0, 'Refunds take 30 days.', 0, 21, '', NULL)")

    catalog = Catalog.open(tmp_path / "catalog.db")
    (chunk,) = catalog.collection_chunks("kb")
    (record,) = catalog.documents("kb")
    catalog.close()
    assert (chunk.text, chunk.rows, chunk.metadata) == ("Refunds take 30 days.", None, {})
    assert record.live.metadata == {}
