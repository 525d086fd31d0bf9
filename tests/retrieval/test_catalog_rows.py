from retrieval.catalog import Catalog
from retrieval.catalog_rows import chunk_row, select_live_chunks, select_live_documents, staged_row, to_chunk
from retrieval.version import VersionState
from tests.retrieval.stored import make_version, publish

VERSION = make_version("prices.md", "It costs $30.", audiences=("staff", "partner"))


def test_a_row_becomes_the_chunk_it_was_made_of(catalog: Catalog) -> None:
    publish(catalog, VERSION)
    with catalog.engine.connect() as connection:
        rows = connection.execute(select_live_chunks()).all()

    assert [to_chunk(row) for row in rows] == list(VERSION.chunks)


def test_what_the_document_knows_is_not_stored_with_each_chunk() -> None:
    row = chunk_row(VERSION.chunks[0])

    assert row["text"] == "It costs $30."
    assert not {"title", "audiences", "source", "path"} & set(row)


def test_a_new_row_is_staged_and_lists_are_json() -> None:
    row = staged_row(VERSION, created_at="2026-01-01T00:00:00")

    assert row["state"] is VersionState.STAGED
    assert (row["audiences"], row["findings"]) == ('["staff", "partner"]', '["looks odd"]')
    assert row["chunk_count"] == 1


def test_the_selects_see_live_versions_only(catalog: Catalog) -> None:
    publish(catalog, VERSION)
    catalog.retire_documents([VERSION.document_id])
    with catalog.engine.connect() as connection:
        assert connection.execute(select_live_chunks()).all() == []
        assert connection.execute(select_live_documents()).all() == []
