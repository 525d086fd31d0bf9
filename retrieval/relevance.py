"""How likely a chunk is to hold what a query asks for, whatever else was found beside it."""

import math
from collections.abc import Sequence

from retrieval.chunk import Chunk, RetrievedChunk
from retrieval.keyword import WORD, find_terms

# A logistic regression on what search returns, for the default embedding model (decision 0023).
# Fitted by `python -m eval.training.relevance`.
SIMILARITY_WEIGHT, WORDS_WEIGHT, INTERCEPT = 7.62, 4.38, -7.91


def estimate_relevance(query: str, chunk: Chunk, *, similarity: float) -> float:
    """Return the probability, in (0, 1), that the chunk holds what the query asks for.

    It follows from the cosine and from how many of the query's words stand in the chunk or its headings, so
    the same chunk gets the same number whatever the filter is and however many chunks are wanted.
    """
    weighed = SIMILARITY_WEIGHT * similarity + WORDS_WEIGHT * share_of_words(query, chunk)
    return 1 / (1 + math.exp(-(weighed + INTERCEPT)))


def share_of_words(query: str, chunk: Chunk) -> float:
    """Return the share of the query's words, function words aside, that the chunk has too."""
    terms = find_terms(query)
    words = set(WORD.findall(chunk.embedded_text.lower()))
    return sum(term in words for term in terms) / max(len(terms), 1)


def keep_relevant(found: Sequence[RetrievedChunk], *, floor: float) -> list[RetrievedChunk]:
    """Leave out what is less likely than `floor` to be relevant; neighbours go with what they stand beside.

    A neighbour is judged by the chunks of its document that were found: it is there to complete them.
    """
    kept = {hit.chunk.version for hit in found if not hit.is_neighbour and hit.relevance >= floor}
    return [
        hit for hit in found if (hit.chunk.version in kept if hit.is_neighbour else hit.relevance >= floor)
    ]
