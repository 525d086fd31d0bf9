"""Brings the tagger the evidence for each claim: all of it where it fits, else what shares its words."""

from collections.abc import Iterator, Sequence

from retrieval.embedder import Embedder, TokenVectors
from verify.grounding.evidence import Evidence
from verify.grounding.similarity import EMBEDDED_SENTENCES
from verify.grounding.statement import Statement
from verify.grounding.tagging.tagger import Tagger, Tags

# Evidence up to this many word pieces is read whole and once; of more, each claim gets its own selection.
WHOLE_EVIDENCE = 1024
SELECTED_EVIDENCE = 256


def tag_claims(
    tagger: Tagger, embedder: Embedder, question: str, claims: Sequence[Statement], evidence: Evidence
) -> list[Tags | None]:
    """Return the tags of each claim, None where there is nothing to read."""
    asked, *read = embedder.embed_tokens([question, *(claim.text for claim in claims)])
    whole = _read_whole(embedder, evidence)
    if whole is not None:
        return tagger.tag(asked, read, tagger.read(whole))
    return [
        tagger.tag(asked, [text], tagger.read(list(_select(embedder, claim, evidence))))[0]
        for claim, text in zip(claims, read, strict=True)
    ]


def _read_whole(embedder: Embedder, evidence: Evidence) -> list[TokenVectors] | None:
    """Return all sentences of the evidence, or None when they are too many."""
    if len(evidence.sentences) > EMBEDDED_SENTENCES:
        return None
    found = embedder.embed_tokens([sentence.statement.text for sentence in evidence.sentences])
    return found if sum(len(text.pieces) for text in found) <= WHOLE_EVIDENCE else None


def _select(embedder: Embedder, claim: Statement, evidence: Evidence) -> Iterator[TokenVectors]:
    """Yield the sentences that share most words with the claim, the best first, while they fit."""
    left = SELECTED_EVIDENCE
    for number, _ in evidence.rank(claim.stems) if claim.stems else []:
        (text,) = embedder.embed_tokens([evidence.sentences[number].statement.text])
        left -= len(text.pieces)
        if left < 0:
            return
        yield text
