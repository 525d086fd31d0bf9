"""Joins the lines of a PDF's paragraph and undoes hyphenation at their ends."""

import re
from collections.abc import Iterable, Sequence

# pdfium writes U+FFFE where it recognised a hyphen at a line's end and has already joined the lines.
_JOINED = "\ufffe"
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])")
_BROKEN_WORD = re.compile(rf"([^\W_]+){_JOINED}([^\W_]+)")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")


def known_compounds(texts: Iterable[str]) -> frozenset[str]:
    """Words that the document writes with a hyphen inside a line, where nothing forced it."""
    return frozenset(word.lower() for text in texts for word in _COMPOUND.findall(text))


def join_lines(lines: Sequence[str], *, compounds: frozenset[str]) -> str:
    def join_word(broken: re.Match[str]) -> str:
        first, second = broken.groups()
        compound = f"{first}-{second}"
        keeps_hyphen = not second[0].islower() or compound.lower() in compounds
        return compound if keeps_hyphen else f"{first}{second}"

    text = _LINE_END_HYPHEN.sub(_JOINED, "\n".join(lines)).replace("\n", " ")
    return _BROKEN_WORD.sub(join_word, text).replace(_JOINED, "-")
