"""The stored unit of text and what is known of where it comes from; every room above speaks of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Title and headings are embedded before the text: long ones must not push the text out of the model's window.
MAX_TITLE, MAX_HEADING = 100, 120


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one document version.

    `start` and `end` are half-open character offsets into the version's extracted text, and `text` is exactly
    that slice. `context` (title › headings, shortened) is embedded with the text but never quoted as
    evidence. `rows` are the first and last row of a spreadsheet in it. `metadata` is its document's.
    """

    id: str
    collection: str
    source: str
    document: str
    version: str
    ordinal: int
    text: str
    start: int
    end: int
    title: str
    heading: str = ""
    page: int | None = None
    rows: tuple[int, int] | None = None
    audiences: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)
    # How many characters of the stored chunk are left off before `text`; only a neighbour is ever cut.
    skipped: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"chunk offsets {self.start}..{self.end} are not a span")
        if self.end - self.start != len(self.text):
            raise ValueError("a chunk's text must be as long as its span")

    @property
    def context(self) -> str:
        parts = (self.title[:MAX_TITLE], self.heading[-MAX_HEADING:])
        return " › ".join(part for part in parts if part)

    @property
    def embedded_text(self) -> str:
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class RetrievedChunk:
    """A chunk with the reasons it was found: `score` orders the list, `similarity` is a cosine in [-1, 1].

    `relevance` is the probability that it holds what was asked for. A neighbour was not found itself: it
    stands beside a chunk that was, and has no score.
    """

    chunk: Chunk
    score: float
    similarity: float
    relevance: float
    is_neighbour: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What a caller may see and wants to see: applied before ranking, in both halves of the search.

    `audiences` are the caller's; a chunk without audiences is for everyone. `documents` and `sources` keep
    only the named ones, and each key of `metadata` must have one of its values; empty means no restriction.
    """

    audiences: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    metadata: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search: the text, where to look, and how many chunks are wanted.

    `neighbours` is how many chunks before and after each of these are wanted with it, and `relevance_floor`
    the probability of being relevant below which a chunk is not wanted at all.
    """

    text: str
    collection: str
    top_k: int
    filter: Filter = field(default_factory=Filter)
    neighbours: int = 0
    relevance_floor: float = 0.0
