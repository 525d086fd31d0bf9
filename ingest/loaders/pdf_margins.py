"""Removes what repeats at the top and bottom of most pages of a PDF: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.loaders.pdf_lines import Line, Page

# Only lines in this share of the page's height, at its top and bottom, can be running lines.
_MARGIN = 0.1
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:of|/|von)\s*\d{1,4})?", re.IGNORECASE
)


def drop_running_lines(pages: Sequence[Page]) -> list[Page]:
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line) for line in _margin_lines(page)})
    running = {pattern for pattern, count in seen.items() if _repeats(count, len(pages))}
    kept = [_without(page, running) for page in pages]
    # Copies of one page: what repeats is all there is.
    return kept if any(page.lines for page in kept) else list(pages)


def _repeats(count: int, pages: int) -> bool:
    """On most pages; a long document may have one running title on the left pages and one on the right."""
    return (count >= 2 and count >= 0.6 * pages) or (count >= 3 and count >= 0.3 * pages)


def _without(page: Page, running: set[str]) -> Page:
    dropped = {
        id(line)
        for line in _margin_lines(page)
        if _pattern(line) in running or _PAGE_NUMBER.fullmatch(line.text)
    }
    return replace(page, lines=tuple(line for line in page.lines if id(line) not in dropped))


def _margin_lines(page: Page) -> Iterator[Line]:
    for line in page.lines:
        if line.bottom < _MARGIN * page.height or line.bottom > (1 - _MARGIN) * page.height:
            yield line


def _pattern(line: Line) -> str:
    return _NUMBER.sub("#", line.text)
