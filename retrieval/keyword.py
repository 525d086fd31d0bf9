"""The keyword half of the search: BM25 over SQLite FTS5, in the catalog's own database and transactions."""

import json
import math
import re
from collections.abc import Sequence

from sqlalchemy import Engine, text

from retrieval.chunk import Filter
from retrieval.stop_words import STOP_WORDS

WORD = re.compile(r"\w+", re.UNICODE)
# A question of thousands of words would become as many index look-ups.
MAX_TERMS = 64
# The words of title and headings say what a chunk is about: they count double (measured by `make bench`).
CONTEXT_WEIGHT, TEXT_WEIGHT = 2.0, 1.0

# The document is named by its id as well: by `live_version` alone, which has no index, SQLite reads all of a
# collection's documents for each chunk that matches.
# Lists travel as JSON: as bound values a long one would be more than SQLite takes.
SEARCH = text(f"""
SELECT chunks.id FROM keywords
JOIN chunks ON chunks.number = keywords.rowid
JOIN versions ON versions.id = chunks.version_id
JOIN documents ON documents.id = versions.document_id AND documents.live_version = versions.id
WHERE keywords MATCH :match AND documents.collection = :collection
  AND (versions.audiences = '[]' OR EXISTS (
        SELECT value FROM json_each(versions.audiences) INTERSECT SELECT value FROM json_each(:audiences)))
  AND (:any_document OR documents.path IN (SELECT value FROM json_each(:documents)))
  AND (:any_source OR documents.source IN (SELECT value FROM json_each(:sources)))
  AND NOT EXISTS (SELECT 1 FROM json_each(:metadata) AS wanted WHERE NOT EXISTS (
        SELECT 1 FROM json_each(versions.metadata) AS has
        WHERE has.key = wanted.key AND has.value IN (SELECT value FROM json_each(wanted.value))))
ORDER BY bm25(keywords, {CONTEXT_WEIGHT}, {TEXT_WEIGHT}), chunks.id LIMIT :limit
""")  # noqa: S608  # two constant weights, nothing of the caller's

COUNT = text(
    "SELECT sum(versions.chunk_count) FROM documents JOIN versions ON versions.id = documents.live_version "
    "WHERE documents.collection = :collection"
)
COUNT_MATCHES = text(
    "SELECT count(*) FROM keywords JOIN chunks ON chunks.number = keywords.rowid "
    "JOIN versions ON versions.id = chunks.version_id "
    "JOIN documents ON documents.id = versions.document_id AND documents.live_version = versions.id "
    "WHERE keywords MATCH :match AND documents.collection = :collection"
)


class KeywordIndex:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def search(self, query: str, *, collection: str, limit: int, only: Filter) -> list[str]:
        """Return the ids of the best live chunks that share a term with the query, best first."""
        terms = find_terms(query)
        if not terms:
            return []
        parameters = {
            "match": " OR ".join(_phrase(term) for term in terms),
            "collection": collection,
            "limit": limit,
            "audiences": json.dumps(only.audiences),
            "documents": json.dumps(only.documents),
            "any_document": not only.documents,
            "sources": json.dumps(only.sources),
            "any_source": not only.sources,
            "metadata": json.dumps(dict(only.metadata)),
        }
        with self._engine.connect() as connection:
            return list(connection.scalars(SEARCH, parameters))

    def rarity(self, words: Sequence[str], *, collection: str) -> dict[str, float]:
        """Return how rare each word is among the collection's live chunks: 0 in all of them, 1 in none."""
        with self._engine.connect() as connection:
            total = connection.scalar(COUNT, {"collection": collection}) or 0
            counts = {
                word: connection.scalar(COUNT_MATCHES, {"collection": collection, "match": _phrase(word)})
                or 0
                for word in dict.fromkeys(words)
            }
        scale = math.log(total + 1) or math.log(2)
        return {
            word: min(1.0, max(0.0, math.log((total + 1) / (count + 0.5)) / scale))
            for word, count in counts.items()
        }


def find_terms(query: str) -> list[str]:
    """Return the words to look up, each once; a query of stop words only keeps them."""
    words = list(dict.fromkeys(WORD.findall(query.lower())))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MAX_TERMS]


def _phrase(word: str) -> str:
    """Quote a word for FTS5, whose query syntax must not be reached from outside."""
    return f'"{" ".join(WORD.findall(word))}"'
