"""What is usual in a PDF: type size of body text, pitch of its lines, sizes of headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.loaders.pdf_lines import Line, Page

_HEADING_SCALE = 1.12
# Heights of loose boxes differ this much between fonts of one size.
_SAME_SIZE = 0.96
_LONGEST_HEADING = 120
_DEEPEST_LEVEL = 4
# It begins with a letter or a number, holds a word, and is no address.
_STARTS_HEADING = re.compile(r"(?=\w)(?=.*[^\W\d_]{2})(?!.*@)")
_NO_HEADING_END = (".", ",", ";", ":", "-", "\ufffe")


@dataclass(frozen=True, slots=True)
class Typography:
    body: float
    pitch: float
    heading_heights: tuple[float, ...]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> "Typography":
        heights: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                heights[round(line.height, 1)] += len(line.text)
        body = heights.most_common(1)[0][0] if heights else 0.0
        headings = sorted((height for height in heights if height >= body * _HEADING_SCALE), reverse=True)
        return cls(body, _usual_pitch(pages, body), tuple(_distinct(headings)))

    def heading_level(self, line: Line) -> int:
        """1 for the largest type; bold lines of body size come below all others; 0 is no heading."""
        text = line.text
        if len(text) > _LONGEST_HEADING or text.endswith(_NO_HEADING_END) or not _STARTS_HEADING.match(text):
            return 0
        for level, height in enumerate(self.heading_heights, start=1):
            if line.height >= height * _SAME_SIZE:
                return min(level, _DEEPEST_LEVEL)
        is_one_cell = len(line.cells) == 1 or (len(line.cells) == 2 and line.cells[0].text[0].isdigit())
        if line.is_bold and is_one_cell and line.height >= self.body * _SAME_SIZE:
            return min(len(self.heading_heights), _DEEPEST_LEVEL) + 1
        return 0


def _usual_pitch(pages: Sequence[Page], body: float) -> float:
    """The most frequent distance between two lines of prose."""
    gaps: Counter[float] = Counter()
    for page in pages:
        for upper, lower in pairwise(page.lines):
            gap = upper.bottom - lower.first_bottom
            if 0.8 * body <= gap <= 2.5 * body and len(upper.cells) == len(lower.cells) == 1:
                gaps[round(gap, 1)] += 1
    return gaps.most_common(1)[0][0] if gaps else 1.2 * body


def _distinct(heights: Sequence[float]) -> Iterator[float]:
    last = float("inf")
    for height in heights:
        if height < last * _SAME_SIZE:
            yield height
            last = height
