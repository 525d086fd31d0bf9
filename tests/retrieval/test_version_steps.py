from retrieval.catalog import Catalog
from retrieval.version_steps import publish_version, purge_versions, retire_documents, stage_version
from tests.retrieval.stored import FINGERPRINT, make_version

VERSION = make_version("refunds.md", "Refunds take 30 days.")


def _count(catalog: Catalog, table: str) -> int:
    with catalog.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)  # noqa: S608


def test_what_fails_midway_leaves_nothing_behind(catalog: Catalog) -> None:
    catalog.add_collection("kb", fingerprint=FINGERPRINT)
    with catalog.engine.connect() as connection:
        stage_version(connection, VERSION, created_at="2026-01-01")
        publish_version(connection, VERSION)
        connection.rollback()

    assert [_count(catalog, table) for table in ("documents", "versions", "chunks", "keywords")] == [0] * 4


def test_the_keyword_index_holds_exactly_what_is_live(catalog: Catalog) -> None:
    catalog.add_collection("kb", fingerprint=FINGERPRINT)
    counts = []
    with catalog.engine.begin() as connection:
        stage_version(connection, VERSION, created_at="2026-01-01")
    counts.append(_count(catalog, "keywords"))
    with catalog.engine.begin() as connection:
        publish_version(connection, VERSION)
    counts.append(_count(catalog, "keywords"))
    with catalog.engine.begin() as connection:
        retired = retire_documents(connection, [VERSION.document_id])
        purge_versions(connection, retired)
    counts.append(_count(catalog, "keywords"))

    assert counts == [0, 1, 0]
    assert _count(catalog, "chunks") == 0
    assert _count(catalog, "versions") == 1


def test_staging_the_same_version_again_replaces_its_rows(catalog: Catalog) -> None:
    catalog.add_collection("kb", fingerprint=FINGERPRINT)
    with catalog.engine.begin() as connection:
        stage_version(connection, VERSION, created_at="2026-01-01")
        stage_version(connection, VERSION, created_at="2026-01-02")

    assert (_count(catalog, "versions"), _count(catalog, "chunks")) == (1, 1)
