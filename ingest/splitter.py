"""Cuts a document into passages that the embedding model can read whole, each with its exact place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter

from ingest.document import Document, Section
from ingest.settings import IngestSettings

# Paragraph, line, sentence, clause, word; what is longer than the limit still is halved by us.
_SEPARATORS = [r"\n\n", r"\n", r"(?<=[.!?…])[\"'”’)]? ", r"(?<=[;:,]) ", r"\s"]
_SENTENCE_START = re.compile(r"\n+|(?<=[.!?…])[\"'”’)]?\s+")
# Same length as a blank line, but no separator: glues a heading to its text while the text is cut.
_GLUE = "\xa0\xa0"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one section; `text` is exactly `document.text[start:end]`.

    `rows` are the first and the last row of a spreadsheet that it holds or touches.
    """

    text: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None
    rows: tuple[int, int] | None = None


def split(
    document: Document, settings: IngestSettings, *, count_tokens: Callable[[str], int]
) -> tuple[Passage, ...]:
    """Cut every section on its own, at the largest break that keeps a passage within the limit.

    `count_tokens` counts without the model's special tokens. Passages lie in order and cover all text but
    white space; each is at most `settings.chunk_tokens` long.
    """
    cutter = _Cutter(count_tokens, limit=settings.chunk_tokens, overlap=settings.overlap_tokens)
    return tuple(
        Passage(
            text=document.text[start:end],
            start=start,
            end=end,
            headings=section.headings,
            page=section.page,
            rows=_rows_between(document.text, section, start, end),
        )
        for section in document.sections
        for start, end in cutter.cut_section(document.text, section)
    )


def _rows_between(text: str, section: Section, start: int, end: int) -> tuple[int, int] | None:
    first = max(bisect_right(section.rows, start, key=itemgetter(0)) - 1, 0)
    last = bisect_left(section.rows, end, key=itemgetter(0))
    touched = [row for begin, row in section.rows[first:last] if _line_end(text, begin) > start]
    return (min(touched), max(touched)) if touched else None


def _line_end(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return end if end >= 0 else len(text)


@dataclass(frozen=True, slots=True)
class _Cutter:
    count_tokens: Callable[[str], int]
    limit: int
    overlap: int

    def cut_section(self, text: str, section: Section) -> list[tuple[int, int]]:
        start, end = _trim(text, section.start, section.end)
        if start == end:
            return []
        body = text[start:end]
        if self.count_tokens(body) <= self.limit:
            return [(start, end)]
        overlap = 0 if _is_list_or_table(body) else self.overlap
        spans = list(self._cut(body, limit=self.limit - overlap))
        if overlap:
            spans = [spans[0], *(self._reach_back(body, *pair) for pair in pairwise(spans))]
        return [(start + first, start + last) for first, last in spans]

    def _cut(self, body: str, *, limit: int) -> Iterator[tuple[int, int]]:
        pieces = self._pieces(_glue_headings(body), limit=limit)
        ends = list(accumulate(map(len, pieces), initial=0))
        for first, last in pairwise(ends):
            start, end = _trim(body, first, last)
            if start < end:
                yield from self._halve(body, start, end)

    def _pieces(self, body: str, *, limit: int) -> list[str]:
        """Pieces that joined give `body` again, so that their offsets are sums, never searched for.

        The splitter's own `add_start_index` searches, and takes tokens of overlap for characters.
        """
        from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415  # 0.4 s

        splitter = RecursiveCharacterTextSplitter(
            separators=_SEPARATORS,
            is_separator_regex=True,
            keep_separator="end",
            strip_whitespace=False,
            chunk_size=limit,
            chunk_overlap=0,
            length_function=self._count_at_least_one,
        )
        return splitter.split_text(body)

    def _count_at_least_one(self, piece: str) -> int:
        """Some tokenizers count white space as nothing, and the splitter repeats pieces that cost nothing."""
        return self.count_tokens(piece) or min(1, len(piece))

    def _halve(self, body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut what is still too long (one endless word, or pieces that count more together) in the middle."""
        if end - start < 2 or self.count_tokens(body[start:end]) <= self.limit:
            yield start, end
            return
        middle = _middle(body, start, end)
        for first, last in ((start, middle), (middle, end)):
            first, last = _trim(body, first, last)  # noqa: PLW2901
            if first < last:
                yield from self._halve(body, first, last)

    def _reach_back(self, body: str, before: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
        """Begin the span earlier, at the first sentence that fits into the overlap."""
        start, end = span
        for match in _SENTENCE_START.finditer(body, *before):
            begin = match.end()
            fits = self.count_tokens(body[begin:start]) <= self.overlap
            if begin < start and fits and self.count_tokens(body[begin:end]) <= self.limit:
                return begin, end
        return span


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    stripped = piece.lstrip()
    start = end - len(stripped)
    return start, start + len(stripped.rstrip())


def _middle(body: str, start: int, end: int) -> int:
    """The white space nearest to the middle, else the middle."""
    middle = (start + end) // 2
    before = max(body.rfind(space, start + 1, middle) for space in (" ", "\n"))
    after = min((at for space in (" ", "\n") if (at := body.find(space, middle, end - 1)) > 0), default=-1)
    near = [at for at in (before, after) if at > start]
    return min(near, key=lambda at: abs(at - middle)) if near else middle


def _glue_headings(body: str) -> str:
    """Headings stand first in a section, each a single short line with a blank line after it."""
    head, gap, rest = body.partition("\n\n")
    if not gap or "\n" in head or not rest.strip() or head.endswith((".", "!", ";", ",")):
        return body
    return f"{head}{_GLUE}{rest}"


def _is_list_or_table(body: str) -> bool:
    """Prose has no single line ends: the loaders write them only in lists, tables and code."""
    lines = [line for line in body.split("\n") if line.strip()]
    return body.count("\n") - 2 * body.count("\n\n") > len(lines) / 2
