"""Text in colours: pieces by what was found out about them, some of it marked by a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from eval.pages.markup import Markup, element

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the class of the style sheet that colours them; `title` is shown on hover.

    `number` stands small behind them, for what is said of the piece elsewhere.
    """

    start: int
    end: int
    style: str
    title: str
    number: str = ""


def paint(
    text: str, pieces: Sequence[Piece], marks: Sequence[Span] = (), *, rest: str = ""
) -> Iterator[Markup | str]:
    """Yield the text in runs that each lie in one piece or in none, and are all marked or not at all.

    `rest` is the class of what is marked outside of all pieces.
    """
    edges = {0, len(text), *(edge for piece in pieces for edge in (piece.start, piece.end))}
    edges.update(edge for mark in marks for edge in mark)
    for start, end in pairwise(sorted(edges)):
        piece = next((one for one in pieces if one.start <= start < one.end), None)
        marked = any(low <= start < high for low, high in marks)
        yield _paint(text[start:end], piece, marked=marked, rest=rest)
        yield from (element("sup", one.number) for one in pieces if one.end == end and one.number)


def cut_pieces(pieces: Sequence[Piece], low: int, high: int) -> list[Piece]:
    """Return the pieces of a part of the text, placed in that part."""
    return [
        replace(piece, start=max(piece.start, low) - low, end=min(piece.end, high) - low)
        for piece in pieces
        if piece.start < high and low < piece.end
    ]


def _paint(text: str, piece: Piece | None, *, marked: bool, rest: str) -> Markup | str:
    if piece is None and not marked:
        return text
    style, title = (piece.style, piece.title) if piece else (rest, "no claim")
    return element("span", text, class_=f"{style} labelled" if marked else style, title=title)
