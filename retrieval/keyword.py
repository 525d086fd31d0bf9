"""The keyword half of the search: BM25 over SQLite FTS5, in the catalog's own database and transactions."""

import re
from collections.abc import Sequence

from sqlalchemy import Engine, bindparam, text

from retrieval.chunk import Filter

WORD = re.compile(r"\w+", re.UNICODE)
# A question of thousands of words would become as many index look-ups.
MAX_TERMS = 64
# The words of title and headings say what a chunk is about: they count double (measured by `make bench`).
CONTEXT_WEIGHT, TEXT_WEIGHT = 2.0, 1.0

SEARCH = f"""
SELECT chunks.id FROM keywords
JOIN chunks ON chunks.number = keywords.rowid
JOIN versions ON versions.id = chunks.version_id
JOIN documents ON documents.live_version = versions.id
WHERE keywords MATCH :match AND documents.collection = :collection
  AND (versions.audiences = '[]' OR EXISTS (
        SELECT 1 FROM json_each(versions.audiences) WHERE json_each.value IN :audiences))
  AND (:any_document OR documents.path IN :documents)
  AND (:any_source OR documents.source IN :sources)
ORDER BY bm25(keywords, {CONTEXT_WEIGHT}, {TEXT_WEIGHT}), chunks.id LIMIT :limit
"""  # noqa: S608  # two constant weights, nothing of the caller's


class KeywordIndex:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._search = text(SEARCH).bindparams(
            *(bindparam(name, expanding=True) for name in ("audiences", "documents", "sources"))
        )

    def search(self, query: str, *, collection: str, limit: int, only: Filter) -> list[str]:
        """Return the ids of the best live chunks that share a term with the query, best first."""
        terms = list(dict.fromkeys(WORD.findall(query.lower())))[:MAX_TERMS]
        if not terms:
            return []
        parameters = {
            "match": " OR ".join(f'"{term}"' for term in terms),
            "collection": collection,
            "limit": limit,
            "audiences": list(only.audiences),
            "documents": list(only.documents),
            "any_document": not only.documents,
            "sources": list(only.sources),
            "any_source": not only.sources,
        }
        with self._engine.connect() as connection:
            return list(connection.scalars(self._search, parameters))

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return how many live chunks hold each index term (as the index stems it); absent ones are left out."""
        statement = text("SELECT term, doc FROM keyword_terms WHERE term IN :terms").bindparams(
            bindparam("terms", expanding=True)
        )
        with self._engine.connect() as connection:
            return {row.term: row.doc for row in connection.execute(statement, {"terms": list(terms)})}
