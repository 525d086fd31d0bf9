"""Cuts an answer into the claims to be judged and the text that asserts nothing; first step of `verify`."""

from dataclasses import dataclass

from verify.grounding.citation_markers import StrippedText, strip_citation_markers
from verify.grounding.non_claims import asserts_nothing, is_heading
from verify.grounding.sentences import split_into_sentences
from verify.grounding.verdict import Span

__all__ = [
    "ClaimSplit",
    "StrippedText",
    "split_into_claims",
    "split_into_sentences",
    "strip_citation_markers",
]


@dataclass(frozen=True, slots=True)
class ClaimSplit:
    """Spans of the answer, in order; together they hold all of its words."""

    claims: tuple[Span, ...]
    non_claims: tuple[Span, ...]


def split_into_claims(text: str) -> ClaimSplit:
    """Split an answer; every span is half-open and slices back, and list markers stay outside."""
    claims: list[Span] = []
    non_claims: list[Span] = []
    for start, end in split_into_sentences(text):
        empty = asserts_nothing(text[start:end]) or is_heading(text, start, end)
        (non_claims if empty else claims).append((start, end))
    return ClaimSplit(tuple(claims), tuple(non_claims))
