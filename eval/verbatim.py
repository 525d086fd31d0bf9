"""Whether a released answer says only what its sources say, word for word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from answer.answer import Answer
from ingest.loaders.registry import load_document
from retrieval.chunk import Chunk


@dataclass(slots=True)
class SourceTexts:
    """The extracted texts of the documents below `root`, each read once, by the loader that ingest uses."""

    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def get(self, document: str) -> str:
        if document not in self._texts:
            data = (self.root / document).read_bytes()
            self._texts[document] = load_document(data, name=document).text
        return self._texts[document]


def find_not_verbatim(answer: Answer, chunks: Mapping[str, Chunk], sources: SourceTexts) -> tuple[str, ...]:
    """Return each released piece that does not stand in a cited chunk and in that chunk's document.

    A quote must also be the very slice of the document that its citation names. `chunks` holds the stored
    chunks by id. White space is not compared: a sentence may be wrapped in its source.
    """
    if not answer.decision.releases_text:
        return ()
    pieces = list(_pieces(answer))
    wrong = [
        text for text, cited in pieces if not _is_backed(answer, text, cited, chunks=chunks, sources=sources)
    ]
    misquoted = [
        citation.quote
        for citation in answer.citations
        if sources.get(citation.document)[citation.start : citation.end] != citation.quote
    ]
    return (*wrong, *misquoted)


def _pieces(answer: Answer) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each claim with its citations, and what stands between claims with all of them."""
    everything = tuple(range(len(answer.citations)))
    end = 0
    for claim in sorted(answer.claims, key=lambda claim: claim.start):
        yield answer.text[end : claim.start], everything
        yield claim.text, claim.citations
        end = claim.end
    yield answer.text[end:], everything


def _is_backed(
    answer: Answer,
    text: str,
    cited: tuple[int, ...],
    *,
    chunks: Mapping[str, Chunk],
    sources: SourceTexts,
) -> bool:
    wanted = _flat(text)
    citations = [answer.citations[number] for number in cited]
    return not wanted or any(
        citation.chunk in chunks
        and wanted in _flat(chunks[citation.chunk].text)
        and wanted in _flat(sources.get(citation.document))
        for citation in citations
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
