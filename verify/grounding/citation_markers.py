"""Takes citation markers such as [1] or [doc 2, 3] out of a text before it is judged; keeps the way back."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from verify.grounding.sentences import MARKER
from verify.grounding.verdict import Span

_SOURCE = r"(?:passage|source|document|doc|context|excerpt)s?"
_NUMBERS = rf"\d{{1,3}}(?:(?:\s?,|\s?&|\sand|\sor)(?:\sand)?\s?(?:{_SOURCE}\s)?\d{{1,3}})*"
# The place inside a source that a pointer may add: "passage 2, steps 4-6", "passage 1:4".
_PLACE = (
    r"(?::\d{1,3}|\s?,\s?(?:step|point|line|paragraph|section|item|bullet)s?\s\d{1,3}(?:\s?[-–]\s?\d{1,3})?)?"
)
# By order only what nothing else is called: "the second document" may be one that somebody has to send.
_IN_ORDER = r"(?:first|second|third|fourth|fifth|last)\s(?:passage|excerpt)s?"
_MARKER = re.compile(rf"\s?(?:{MARKER}|\((?:see\s|from\s)?{_SOURCE}\s{_NUMBERS}{_PLACE}\))", re.IGNORECASE)
_REFERENCE = re.compile(rf"\b(?:{_SOURCE}\s{_NUMBERS}{_PLACE}|{_IN_ORDER})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StrippedText:
    """A text without its markers. `starts[i]` (stripped) stands at `origins[i]` (original)."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def to_original(self, span: Span) -> Span:
        """Map a half-open span of the stripped text to the original one."""
        start, end = span
        return self._origin(start), (self._origin(end - 1) + 1 if end > start else self._origin(start))

    def _origin(self, position: int) -> int:
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]


def find_references(text: str) -> tuple[Span, ...]:
    """Return the spans that name a source by number, as "passage 2": a pointer, no value of the claim."""
    return tuple(match.span() for match in _REFERENCE.finditer(text))


def strip_citation_markers(text: str) -> StrippedText:
    kept: list[str] = []
    starts, origins = [0], [0]
    length = position = 0
    for marker in _MARKER.finditer(text):
        kept.append(text[position : marker.start()])
        length += marker.start() - position
        position = marker.end()
        starts.append(length)
        origins.append(position)
    kept.append(text[position:])
    return StrippedText("".join(kept), tuple(starts), tuple(origins))
