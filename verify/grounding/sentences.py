"""Cuts a text into sentences by exact half-open spans: the first step for answers and for evidence."""

import re
from collections.abc import Iterator

from verify.grounding.verdict import Span

# A line shorter than this that ends without a full stop was ended on purpose, not wrapped.
WRAPPED_LINE_CHARACTERS = 50

_ABBREVIATIONS_TEXT = """
    e.g i.e dr mr mrs ms prof inc ltd co corp no nos approx vs etc cf al fig figs sec st jr sr dept est
    min max tel ext vol pp ca u.s u.k u.n a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec gen
    gov sen rep hon rev mt ave blvd rd ph.d b.sc m.sc d.c incl excl resp temp
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
# These end sentences as often as not; a capital after them decides.
_OFTEN_LAST_TEXT = """
    etc inc ltd co corp a.m p.m u.s u.k u.n al st d.c min max ph.d
"""
_OFTEN_LAST = frozenset(_OFTEN_LAST_TEXT.split())
_LIST_MARKER = re.compile(r"[ \t]*(?:[-*•·+‣◦–]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
_HEADING_MARKER = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)")
_FENCE = re.compile(r"^[ \t]*```.*?(?:^[ \t]*```[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_TABLE_RULE = re.compile(r"[ \t|:+=_*-]*")
_LINE = re.compile(r"[^\n]+")
MARKER = r"\[(?:(?:docs?|documents?|sources?|passages?|context)\s?)?\d{1,3}(?:\s?[,;]\s?\d{1,3})*\]"
_STOP = re.compile(
    rf"[.!?…]+[\"'”’)\]*_]*(?:\s?{MARKER})*(?=\s|$)"
    r"|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+\s)"
)
_LAST_WORD = re.compile(r"[\w.&-]*\Z")
# The longest word looked at before a full stop; a bound keeps the search linear.
_WORD_CHARACTERS = 24


def split_into_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences in order; list items, table rows and fenced code stand alone."""
    spans: list[Span] = []
    position = 0
    for fence in _FENCE.finditer(text):
        spans.extend(_split_prose(text, position, fence.start()))
        spans.extend(_trimmed(text, fence.start(), fence.end()))
        position = fence.end()
    spans.extend(_split_prose(text, position, len(text)))
    return spans


def _split_prose(text: str, start: int, end: int) -> Iterator[Span]:
    for block_start, block_end in _blocks(text, start, end):
        sentence_start = block_start
        for stop in _STOP.finditer(text, block_start, block_end):
            if _ends_sentence(text, stop, block_end):
                yield from _trimmed(text, sentence_start, stop.end())
                sentence_start = stop.end()
        yield from _trimmed(text, sentence_start, block_end)


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield each run of wrapped lines as one block, without its list or heading marker."""
    open_block: Span | None = None
    for line in _LINE.finditer(text, start, end):
        if _TABLE_RULE.fullmatch(line.group()):
            if open_block:
                yield open_block
            open_block = None
            continue
        marker = _LIST_MARKER.match(text, line.start(), line.end()) or _HEADING_MARKER.match(
            text, line.start(), line.end()
        )
        if open_block and marker is None and _is_wrapped(text, open_block, line.start()):
            open_block = (open_block[0], line.end())
            continue
        if open_block:
            yield open_block
        open_block = (marker.end() if marker else line.start(), line.end())
    if open_block:
        yield open_block


def _is_wrapped(text: str, block: Span, next_line: int) -> bool:
    """Whether the next line goes on with the block's last one."""
    if text[block[1] : next_line].count("\n") > 1:
        return False
    last_line = text[max(block[0], text.rfind("\n", block[0], block[1]) + 1) : block[1]].rstrip()
    following = text[next_line : next_line + 20].lstrip()
    if last_line.startswith("|") or following.startswith("|") or last_line.endswith((":", "|")):
        return False
    return following[:1].islower() or len(last_line) >= WRAPPED_LINE_CHARACTERS


def _ends_sentence(text: str, stop: re.Match[str], block_end: int) -> bool:
    if not stop.group().startswith((".", "…")):
        return not _next_character(text, stop.end(), block_end).islower()
    following = _next_character(text, stop.end(), block_end)
    if following.islower() and not text[stop.end() :].startswith("\n"):
        return False
    found = _LAST_WORD.search(text[max(0, stop.start() - _WORD_CHARACTERS) : stop.start()])
    word = found.group() if found else ""
    if stop.group().startswith("..") or not word:
        return True
    return not _is_abbreviation(word, following)


def _is_abbreviation(word: str, following: str) -> bool:
    lowered = word.lower()
    if lowered in _ABBREVIATIONS:
        return not (lowered in _OFTEN_LAST and following.isupper()) and not _is_whole_word(lowered, following)
    # An initial, as in "J. Smith"; "Plan B. It" is rarer than that.
    return len(word) == 1 and word.isupper() and word != "I" and following.isupper()


def _is_whole_word(lowered: str, following: str) -> bool:
    """Some abbreviations are words too: "No. 5" goes on, "No. It is" does not."""
    return lowered in {"no", "nos", "min", "max", "fig", "sun", "mar", "sec"} and not following.isdigit()


def _next_character(text: str, position: int, end: int) -> str:
    while position < end and (text[position].isspace() or text[position] in "\"'“‘(["):
        position += 1
    return text[position : position + 1] if position < end else ""


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    if start < end:
        yield start, end
