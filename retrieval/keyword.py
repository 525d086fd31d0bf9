"""The keyword half of the search: BM25 over SQLite FTS5, in the catalog's own database and transactions."""

import math
import re
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, text

from retrieval.chunk import Filter
from retrieval.stop_words import STOP_WORDS
from retrieval.visible import ALL_VISIBLE, VisibleChunks

WORD = re.compile(r"\w+", re.UNICODE)
# A question of thousands of words would become as many index look-ups.
MAX_TERMS = 64
# The words of title and headings say what a chunk is about: they count double (measured by `make bench`).
CONTEXT_WEIGHT, TEXT_WEIGHT = 2.0, 1.0

# Ranked at once, times the limit, before it is known what the filter lets through.
OVERSAMPLING = 4
# Ranking costs a microsecond or two for each chunk that is looked at: once rarer words of a query bring this
# many, the most frequent ones bring in no chunks of their own. They still count in the score.
AFFORDABLE = 3000

_SCORE = f"bm25(keywords, {CONTEXT_WEIGHT}, {TEXT_WEIGHT})"
COUNT_AT_MOST = text(
    "SELECT count(*) FROM (SELECT rowid FROM keywords WHERE keywords MATCH :match LIMIT :limit)"
)
BEST = text(
    f"SELECT rowid FROM keywords WHERE keywords MATCH :match "  # noqa: S608  # constants of ours
    f"ORDER BY {_SCORE}, rowid LIMIT :limit"
)
# The plus keeps SQLite from running the whole query anew for each number.
BEST_VISIBLE = text(
    f"SELECT chunks.id FROM keywords JOIN chunks ON chunks.number = keywords.rowid "  # noqa: S608  # as above
    f"WHERE keywords MATCH :match AND +keywords.rowid IN ({ALL_VISIBLE}) "
    f"ORDER BY {_SCORE}, keywords.rowid LIMIT :limit"
)

COLLECTIONS = text("SELECT count(*) FROM collections")
COUNT = text(
    "SELECT sum(versions.chunk_count) FROM documents JOIN versions ON versions.id = documents.live_version "
    "WHERE documents.collection = :collection"
)
COUNT_ALL_MATCHES = text("SELECT count(*) FROM keywords WHERE keywords MATCH :match")
COUNT_MATCHES = text(
    "SELECT count(*) FROM keywords JOIN chunks ON chunks.number = keywords.rowid "
    "JOIN versions ON versions.id = chunks.version_id "
    "JOIN documents ON documents.id = versions.document_id "
    "WHERE keywords MATCH :match AND documents.collection = :collection"
)


class KeywordIndex:
    def __init__(self, engine: Engine, *, affordable: int = AFFORDABLE) -> None:
        self._engine = engine
        self._affordable = affordable

    def search(self, query: str, *, collection: str, limit: int, only: Filter) -> list[str]:
        """Return the ids of the best live chunks that share a term with the query, best first."""
        terms = find_terms(query)
        if not terms:
            return []
        visible = VisibleChunks(self._engine, collection, only)
        wide = OVERSAMPLING * limit
        with self._engine.connect() as connection:
            rare = self._choose_terms(connection, terms, least=wide)
            match = _rank_by_all(terms, rare)
            ranked = list(connection.scalars(BEST, {"match": match, "limit": wide}))
        ids = visible.among_numbers(ranked)
        seen_all = len(ranked) < wide and len(rare) == len(terms)
        if len(ids) < limit and not seen_all:
            return self._search_visible(terms, visible, limit=limit)
        return [ids[number] for number in ranked if number in ids][:limit]

    def _search_visible(self, terms: Sequence[str], visible: VisibleChunks, *, limit: int) -> list[str]:
        """Rank only what is visible: slower, but complete however little that is."""
        parameters = visible.parameters | {"match": _any_of(terms), "limit": limit}
        with self._engine.connect() as connection:
            return list(connection.scalars(BEST_VISIBLE, parameters))

    def _choose_terms(self, connection: Connection, terms: Sequence[str], *, least: int) -> Sequence[str]:
        """Return the rarest terms, as many as can be ranked quickly, but enough to find `least` chunks."""
        limit = self._affordable + 1
        if _count_at_most(connection, _any_of(terms), limit=limit) <= self._affordable:
            return terms
        counts = {term: _count_at_most(connection, _phrase(term), limit=limit) for term in terms}
        kept: list[str] = []
        total = 0
        for term in sorted(terms, key=lambda term: counts[term]):
            if total >= least and total + counts[term] > self._affordable:
                break
            kept.append(term)
            total += counts[term]
        return kept

    def rarity(self, words: Sequence[str], *, collection: str) -> dict[str, float]:
        """Return how rare each word is among the collection's live chunks: 0 in all of them, 1 in none."""
        with self._engine.connect() as connection:
            total = connection.scalar(COUNT, {"collection": collection}) or 0
            # Who shares the database with no other collection need not look up whose chunk each is.
            alone = connection.scalar(COLLECTIONS) == 1
            statement, whose = (
                (COUNT_ALL_MATCHES, {}) if alone else (COUNT_MATCHES, {"collection": collection})
            )
            counts = {
                word: connection.scalar(statement, {"match": _phrase(word)} | whose) or 0
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


def _count_at_most(connection: Connection, match: str, *, limit: int) -> int:
    return connection.scalar(COUNT_AT_MOST, {"match": match, "limit": limit}) or 0


def _rank_by_all(terms: Sequence[str], rare: Sequence[str]) -> str:
    """Match what has a rare term, scored by all: each stands there twice, which keeps the proportions."""
    frequent = [term for term in terms if term not in rare]
    if not frequent:
        return _any_of(rare)
    return f"({_any_of(rare)}) AND ({_any_of([*rare, *frequent, *frequent])})"


def _any_of(terms: Sequence[str]) -> str:
    return " OR ".join(_phrase(term) for term in terms)


def _phrase(word: str) -> str:
    """Quote a word for FTS5, whose query syntax must not be reached from outside."""
    return f'"{" ".join(WORD.findall(word))}"'
