"""Brings the tagger the evidence for each claim: all of it where it fits, else what shares its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from retrieval.embedder import Embedder, TokenVectors
from verify.grounding.evidence import Evidence
from verify.grounding.similarity import CANDIDATES_PER_CLAIM, EMBEDDED_SENTENCES
from verify.grounding.statement import Statement
from verify.grounding.tagging.tagger import Tagger, Tags

# Evidence up to this many word pieces is read whole and once; of more, each claim gets its own selection.
WHOLE_EVIDENCE = 1024
SELECTED_EVIDENCE = 256


@dataclass(frozen=True, slots=True)
class ClaimToTag:
    """A claim; one that is not `wanted` is read only where a later one is read after it."""

    statement: Statement
    wanted: bool


def tag_claims(
    tagger: Tagger, embedder: Embedder, question: str, claims: Sequence[ClaimToTag], evidence: Evidence
) -> list[Tags | None]:
    """Return the tags of each wanted claim, None where there is nothing to read or it was not wanted."""
    last = max((number for number, claim in enumerate(claims) if claim.wanted), default=-1)
    if last < 0:
        return [None] * len(claims)
    whole = _read_whole(embedder, evidence)
    chosen = [claim for claim in claims[: last + 1] if claim.wanted or whole is not None]
    asked, *read = embedder.embed_tokens([question, *(claim.statement.text for claim in chosen)])
    if whole is not None:
        found = tagger.tag(asked, read, tagger.read(whole))
        wanted = (tags for claim, tags in zip(chosen, found, strict=True) if claim.wanted)
    else:
        wanted = (
            tagger.tag(asked, [text], tagger.read(_select(embedder, claim.statement, evidence), keep=False))[
                0
            ]
            for claim, text in zip(chosen, read, strict=True)
        )
    return [next(wanted) if claim.wanted else None for claim in claims]


def _read_whole(embedder: Embedder, evidence: Evidence) -> list[TokenVectors] | None:
    """Return all sentences of the evidence, or None when they are too many."""
    if len(evidence.sentences) > EMBEDDED_SENTENCES:
        return None
    found = embedder.embed_tokens([sentence.statement.text for sentence in evidence.sentences])
    return found if sum(len(text.pieces) for text in found) <= WHOLE_EVIDENCE else None


def _select(embedder: Embedder, claim: Statement, evidence: Evidence) -> list[TokenVectors]:
    """Return the sentences that share most words with the claim, the best first, while they fit."""
    ranked = evidence.rank(claim.stems)[:CANDIDATES_PER_CLAIM] if claim.stems else []
    texts = embedder.embed_tokens([evidence.sentences[number].statement.text for number, _ in ranked])
    lengths = accumulate(len(text.pieces) for text in texts)
    return [text for text, length in zip(texts, lengths, strict=True) if length <= SELECTED_EVIDENCE]
