"""Which chunks a caller may see and wants to see: the one place where a filter becomes SQL."""

import json
from collections.abc import Collection

from sqlalchemy import Engine, text

from retrieval.chunk import Filter

# Lists travel as JSON: as bound values a long one would be more than SQLite takes.
CONDITION = """
documents.collection = :collection
AND (versions.audiences = '[]' OR EXISTS (
      SELECT 1 FROM json_each(versions.audiences) AS its
      WHERE its.value IN (SELECT value FROM json_each(:audiences))))
AND (:any_document OR documents.path IN (SELECT value FROM json_each(:documents)))
AND (:any_source OR documents.source IN (SELECT value FROM json_each(:sources)))
AND NOT EXISTS (SELECT 1 FROM json_each(:metadata) AS wanted WHERE NOT EXISTS (
      SELECT 1 FROM json_each(versions.metadata) AS has
      WHERE has.key = wanted.key AND has.value IN (SELECT value FROM json_each(wanted.value))))
"""
# CROSS JOIN keeps SQLite to the order written: from what is few to what belongs to it, by keys.
_OF_CHUNKS = f"""
CROSS JOIN versions ON versions.id = chunks.version_id
CROSS JOIN documents ON documents.id = versions.document_id AND documents.live_version = versions.id
WHERE {CONDITION}
"""
# The numbers of all that is visible, for a query around it.
ALL_VISIBLE = f"""
SELECT chunks.number FROM documents
CROSS JOIN versions ON versions.id = documents.live_version
CROSS JOIN chunks ON chunks.version_id = versions.id
WHERE {CONDITION}
"""  # noqa: S608  # as above

AMONG_IDS = text(f"""
SELECT chunks.id FROM json_each(:wanted) AS wanted
CROSS JOIN chunks ON chunks.id = wanted.value {_OF_CHUNKS}
""")  # noqa: S608  # constants of ours, nothing of the caller's
AMONG_NUMBERS = text(f"""
SELECT chunks.number, chunks.id FROM json_each(:wanted) AS wanted
CROSS JOIN chunks ON chunks.number = wanted.value {_OF_CHUNKS}
""")  # noqa: S608  # as above
FIRST_IDS = text(f"SELECT id FROM chunks WHERE number IN ({ALL_VISIBLE} LIMIT :limit)")  # noqa: S608


class VisibleChunks:
    """The chunks of live versions in one collection that a filter lets through, at the time of each call."""

    def __init__(self, engine: Engine, collection: str, only: Filter) -> None:
        self._engine = engine
        self.parameters: dict[str, object] = {
            "collection": collection,
            "audiences": json.dumps(only.audiences),
            "documents": json.dumps(only.documents),
            "any_document": not only.documents,
            "sources": json.dumps(only.sources),
            "any_source": not only.sources,
            "metadata": json.dumps(dict(only.metadata)),
        }

    def among(self, ids: Collection[str]) -> set[str]:
        """Return those of the chunks that are visible."""
        with self._engine.connect() as connection:
            wanted = {"wanted": json.dumps(list(ids))}
            return set(connection.scalars(AMONG_IDS, self.parameters | wanted))

    def among_numbers(self, numbers: Collection[int]) -> dict[int, str]:
        """Return the ids of those of the chunks that are visible, by their numbers in the catalog."""
        with self._engine.connect() as connection:
            wanted = {"wanted": json.dumps(list(numbers))}
            rows = connection.execute(AMONG_NUMBERS, self.parameters | wanted)
            return {row.number: row.id for row in rows}

    def find_few(self, limit: int) -> list[str] | None:
        """Return all that are visible, or None when they are more than the limit."""
        with self._engine.connect() as connection:
            found = list(connection.scalars(FIRST_IDS, self.parameters | {"limit": limit + 1}))
        return found if len(found) <= limit else None
