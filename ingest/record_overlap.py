"""Joins the texts that a splitter cut with overlap, so that nothing stands there twice."""

from collections.abc import Sequence
from dataclasses import dataclass

# Shorter than this two neighbours may end and begin alike by chance, where no offsets say how they lie.
MIN_OVERLAP = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and the offset in its document at which it begins, if that is known."""

    text: str
    start: int | None = None

    @property
    def end(self) -> int | None:
        return None if self.start is None else self.start + len(self.text)


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Join neighbours; a paragraph ends between them unless their offsets say that they lie closer."""
    joined: list[str] = []
    # The text up to here, as far as the next piece may repeat it.
    last: Piece | None = None
    for piece in pieces:
        if last is None:
            joined.append(piece.text)
            last = piece
            continue
        repeated = _find_repeated(last, piece)
        if not repeated:
            joined.append(_gap(last, piece))
        joined.append(piece.text[repeated:])
        if repeated < len(piece.text):
            last = piece
    return "".join(joined)


def _find_repeated(last: Piece, piece: Piece) -> int:
    """Return how many characters at the beginning of `piece` stand in `last` already."""
    if last.end is not None and piece.start is not None:
        inside = last.end - piece.start
        # Offsets of LangChain's splitters are found by searching, and are not always right: the text decides.
        if inside > 0 and last.text[-inside:][: len(piece.text)] == piece.text[:inside]:
            return min(inside, len(piece.text))
    return _longest_common(last.text, piece.text)


def _longest_common(before: str, after: str) -> int:
    """Return the length of the longest end of `before` that `after` begins with, 0 if it may be chance."""
    head = after[:MIN_OVERLAP]
    at = before.find(head, max(0, len(before) - len(after))) if len(head) == MIN_OVERLAP else -1
    while at >= 0:
        if after.startswith(before[at:]):
            return len(before) - at
        at = before.find(head, at + 1)
    return _common_heading(before, after)


def _common_heading(before: str, after: str) -> int:
    """A Markdown heading is repeated however short it is: none stands there twice in a row."""
    line = after.partition("\n")[0]
    return len(line) if line.startswith("#") and before.rpartition("\n")[2] == line else 0


def _gap(last: Piece, piece: Piece) -> str:
    # Splitters strip white space: one character was a space or a line end, more were a blank line.
    far = None if last.end is None or piece.start is None else piece.start - last.end
    return {0: "", 1: "\n"}.get(far, "\n\n") if far is not None else "\n\n"
