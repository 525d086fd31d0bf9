"""What stands right before and after the chunks that were found: read with them, but not searched for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.catalog import Catalog
from retrieval.chunk import Chunk


def find_neighbours(catalog: Catalog, found: Sequence[Chunk], *, reach: int) -> list[Chunk]:
    """Return the chunks up to `reach` places away, of the same version and section, each once.

    Text that stands in another of the chunks already is left off, and what is left of a chunk is exactly
    that slice of its document.
    """
    wanted = {
        (chunk.version, chunk.ordinal + step): chunk
        for chunk in found
        for step in range(-reach, reach + 1)
        if step
    }
    known = {(chunk.version, chunk.ordinal) for chunk in found}
    stored = catalog.chunks_at(key for key in wanted if key not in known)
    near = [chunk for chunk in stored if chunk.heading == wanted[chunk.version, chunk.ordinal].heading]
    spans = [(chunk.version, chunk.start, chunk.end) for chunk in found]
    kept: list[Chunk] = []
    for chunk in near:
        rest = _leave_off(chunk, [(start, end) for version, start, end in spans if version == chunk.version])
        if rest is not None:
            kept.append(rest)
            spans.append((rest.version, rest.start, rest.end))
    return kept


def _leave_off(chunk: Chunk, spans: Iterable[tuple[int, int]]) -> Chunk | None:
    start, end = chunk.start, chunk.end
    for other_start, other_end in spans:
        if other_start <= start < other_end:
            start = other_end
        if other_start < end <= other_end:
            end = other_start
    text = chunk.text[start - chunk.start : end - chunk.start] if start < end else ""
    skipped = len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return None
    start += skipped
    return replace(
        chunk,
        text=text,
        start=start,
        end=start + len(text),
        skipped=chunk.skipped + start - chunk.start,
    )
