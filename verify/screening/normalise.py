"""Folds text into one plain matching form, with a way back to the original offsets.

The first step of injection screening: patterns are matched here, and findings are reported in the original.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]  # it ships no types

_PUNCTUATION = str.maketrans(
    dict.fromkeys("‘’‚‛´`′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"_": " "}
)
# "_" is a word character to the regex engine; as a space, ignore_all_rules reads as words.
_ASCII_TO_FOLD = re.compile(r"`|[_\x00-\x20\x7f]{2,}|[_\x00-\x09\x0b-\x1f\x7f]")
_COMBINING = {"Mn", "Me"}
_INVISIBLE = {"Cf", "Cc", "Cs", "Co", "Cn"}


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A matching form of a text; `offsets[i]` is where character `i` stands in the original."""

    text: str
    offsets: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open span that holds the matched characters, whichever way they run."""
        if start >= end:
            raise ValueError(f"{start}..{end} is not a span")
        first, last = self.offsets[start], self.offsets[end - 1]
        return min(first, last), max(first, last) + 1


def normalise(text: str) -> NormalisedText:
    """NFKC-like compatibility form without accents, invisible characters, case and look-alikes.

    White space collapses to one space, or to one line break where the run holds one.
    """
    if not text.isascii():
        return _normalise_unicode(text)
    folded = text.lower()
    if not _ASCII_TO_FOLD.search(folded):
        return NormalisedText(folded, range(len(folded)))
    runs = ((m.start(), m.end(), _fold_ascii_run(m.group())) for m in _ASCII_TO_FOLD.finditer(folded))
    return replace_runs(NormalisedText(folded, range(len(folded))), runs)


def replace_runs(source: NormalisedText, runs: Iterable[tuple[int, int, str]]) -> NormalisedText:
    """Rewrite ordered, disjoint, non-empty runs; new characters map into the run they replace."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for start, end, replacement in runs:
        pieces += (source.text[done:start], replacement)
        offsets.extend(source.offsets[done:start])
        offsets.extend(_spread(source, start, end, len(replacement)))
        done = end
    pieces.append(source.text[done:])
    offsets.extend(source.offsets[done:])
    return NormalisedText("".join(pieces), offsets)


def _spread(source: NormalisedText, start: int, end: int, length: int) -> Iterable[int]:
    if length < 2:
        return (source.offsets[start],) * length
    # The last new character stands for the run's last one, so a match to its end covers all of the run.
    return (source.offsets[start + index * (end - start - 1) // (length - 1)] for index in range(length))


def _fold_ascii_run(run: str) -> str:
    if run == "`":
        return "'"
    if "\n" in run:
        return "\n"
    return " " if any(character.isspace() or character == "_" for character in run) else ""


def _normalise_unicode(text: str) -> NormalisedText:
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for folded in fold_character(character):
            if folded in " \n" and characters and characters[-1] in " \n":
                if folded == "\n":
                    characters[-1] = "\n"
                continue
            characters.append(folded)
            offsets.append(offset)
    return NormalisedText("".join(characters), offsets)


@lru_cache(maxsize=8192)
def fold_character(character: str) -> str:
    """What one original character becomes: nothing, one character, or several for a ligature."""
    if character.isspace():
        return "\n" if character in "\n\x85\u2028\u2029" else " "
    if character.isascii():
        return "" if not character.isprintable() else character.lower().translate(_PUNCTUATION)
    decomposed = unicodedata.normalize("NFKD", character.translate(_PUNCTUATION))
    kept = (part for part in decomposed if unicodedata.category(part) not in _COMBINING | _INVISIBLE)
    return "".join(_to_latin(part) for part in kept).translate(_PUNCTUATION)


def _to_latin(character: str) -> str:
    lowered = character.casefold()
    if lowered.isascii():
        return lowered
    table = _homoglyphs()
    return table.get(character) or table.get(lowered) or lowered


@cache
def _homoglyphs() -> dict[str, str]:
    """Non-Latin characters that look like one ASCII letter, built once: the package's table takes 60 ms."""
    table: dict[str, str] = {}
    for character, lookalikes in confusables.confusables_data.items():
        if len(character) != 1 or character.isascii():
            continue
        letters = [entry["c"] for entry in lookalikes if entry["c"].isascii() and entry["c"].isalpha()]
        if letters and len(letters[0]) == 1:
            table[character] = letters[0].lower()
    return table
