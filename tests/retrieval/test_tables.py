from sqlalchemy import inspect

from retrieval.catalog import Catalog
from retrieval.tables import metadata


def test_the_migrations_create_the_tables_as_they_are_declared(catalog: Catalog) -> None:
    inspector = inspect(catalog.engine)
    created = {
        table.name: {column["name"] for column in inspector.get_columns(table.name)}
        for table in metadata.sorted_tables
        if table.name != "keywords"
    }

    assert created == {
        table.name: {column.name for column in table.columns}
        for table in metadata.sorted_tables
        if table.name != "keywords"
    }
