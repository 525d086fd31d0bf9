"""Lays out question and claims as the rows that the tagger reads beside the evidence; training does the same.

A row is the question and then claims in order, filled from left to right, so that later text changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# Longest question, claim, and row of claims, in word pieces; what is beyond is not read.
QUESTION_PIECES = 60
ROW_PIECES = 400
# What a word piece is to the tagger: part of the evidence, of the question, or of a claim. Those of a claim
# differ by how many in a row the evidence has, up to this many, and by standing in the question alone.
LONGEST_RUN = 3
EVIDENCE, QUESTION, NOT_IN_EVIDENCE = 0, 1, 2
IN_QUESTION_ONLY = NOT_IN_EVIDENCE + LONGEST_RUN + 1
KINDS = IN_QUESTION_ONLY + 1
# The question is group 0, a row's claims count from 1; those beyond share the last number.
GROUPS = 32

Run = tuple[int, ...]
Pieces = Sequence[int]


@dataclass(slots=True)
class Row:
    """`claims` are the numbers of the claims in it, `bounds` where each stands: word pieces [first, last)."""

    kinds: list[int]
    groups: list[int]
    claims: list[int] = field(default_factory=list)
    bounds: list[tuple[int, int]] = field(default_factory=list)


def find_runs(evidence: Iterable[Pieces]) -> frozenset[Run]:
    """Return all runs of word pieces, up to the longest that counts, within each text."""
    runs: set[Run] = set()
    for pieces in evidence:
        for length in range(1, LONGEST_RUN + 1):
            runs.update(zip(*(pieces[start:] for start in range(length)), strict=False))
    return frozenset(runs)


def lay_out(question: Pieces, claims: Sequence[Pieces], runs: frozenset[Run]) -> list[Row]:
    """Return the rows; a claim without word pieces stands in none."""
    asked = frozenset(question[:QUESTION_PIECES])
    opening = min(len(question), QUESTION_PIECES)
    rows: list[Row] = []
    for number, claim in enumerate(claims):
        pieces = claim[:ROW_PIECES]
        if not pieces:
            continue
        if not rows or len(rows[-1].kinds) + len(pieces) > opening + ROW_PIECES:
            rows.append(Row([QUESTION] * opening, [0] * opening))
        row = rows[-1]
        first = len(row.kinds)
        row.kinds += _kinds(pieces, runs, asked)
        row.groups += [min(len(row.claims) + 1, GROUPS - 1)] * len(pieces)
        row.claims.append(number)
        row.bounds.append((first, len(row.kinds)))
    return rows


def _kinds(pieces: Pieces, runs: frozenset[Run], asked: frozenset[int]) -> Iterator[int]:
    for place in range(len(pieces)):
        longest = 0
        while longest < min(LONGEST_RUN, place + 1) and tuple(pieces[place - longest : place + 1]) in runs:
            longest += 1
        yield IN_QUESTION_ONLY if not longest and pieces[place] in asked else NOT_IN_EVIDENCE + longest
