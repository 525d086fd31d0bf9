"""Step 12: from each claim's evidence to citations, every one checked before it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from answer.answer import AnswerClaim, Citation
from retrieval.chunk import Chunk
from verify.grounding.verdict import ClaimVerdict, EvidenceSpan


@dataclass(frozen=True, slots=True)
class Cited:
    claims: tuple[AnswerClaim, ...]
    citations: tuple[Citation, ...]


def cite(claims: Sequence[ClaimVerdict], evidence: Sequence[Chunk]) -> Cited:
    """Return the claims with their citations; the same passage is listed once."""
    citations: list[Citation] = []
    cited: list[AnswerClaim] = []
    for claim in claims:
        numbers: list[int] = []
        for span in claim.evidence:
            citation = _citation(span, evidence)
            if citation not in citations:
                citations.append(citation)
            numbers.append(citations.index(citation))
        cited.append(
            AnswerClaim(
                start=claim.start,
                end=claim.end,
                text=claim.text,
                verdict=claim.verdict,
                score=claim.score,
                reasons=claim.reasons,
                citations=tuple(dict.fromkeys(numbers)),
            )
        )
    return Cited(tuple(cited), tuple(citations))


def _citation(span: EvidenceSpan, evidence: Sequence[Chunk]) -> Citation:
    """Raise ValueError for a span that lies outside its chunk: such a citation must never be shown."""
    if not 0 <= span.context < len(evidence):
        raise ValueError(f"a claim cites evidence {span.context} of {len(evidence)}")
    chunk = evidence[span.context]
    if not 0 <= span.start < span.end <= len(chunk.text):
        raise ValueError(f"a claim cites {span.start}..{span.end} of a chunk of {len(chunk.text)} characters")
    return Citation(
        source=chunk.source,
        document=chunk.document,
        title=chunk.title,
        chunk=chunk.id,
        version=chunk.version,
        page=chunk.page,
        heading=chunk.heading,
        start=chunk.start + span.start,
        end=chunk.start + span.end,
        chunk_start=chunk.skipped + span.start,
        chunk_end=chunk.skipped + span.end,
        quote=chunk.text[span.start : span.end],
        rows=chunk.rows,
    )
