"""Reads plain text: paragraphs at blank lines, lines that were wrapped at a fixed width joined again."""

import re
from itertools import pairwise
from pathlib import PurePosixPath
from textwrap import dedent

from ingest.document import Document
from ingest.loaders.builder import Block, build_document, clean_text
from ingest.loaders.encoding import decode_text

_LONGEST_TITLE = 80
_SHORTEST_WRAP = 45
_LIST_ITEM = re.compile(r"\s*(?:[-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u9fff\uac00-\ud7af]")
_PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")


def load_text(data: bytes, *, name: str) -> Document:
    text = decode_text(data)
    return build_document(text_blocks(text), title=find_title(text, name))


def text_blocks(text: str, *, page: int | None = None) -> list[Block]:
    parts = _PARAGRAPH_BREAK.split(clean_text(text, preformatted=True))
    return [Block(join_wrapped_lines(dedent(part).split("\n")), 0, page, preformatted=True) for part in parts]


def join_wrapped_lines(lines: list[str]) -> str:
    """Join lines that were broken for their width; lists, verse, addresses and tables keep their lines."""
    width = max(map(len, lines))
    joined = lines[0]
    for previous, line in pairwise(lines):
        wrapped = not _is_own_line(line) and _was_full(previous, line, width=width)
        joined += f" {line.strip()}" if wrapped else f"\n{line}"
    return joined


def _is_own_line(line: str) -> bool:
    return bool(_LIST_ITEM.match(line)) or line.startswith(("\t", "    ")) or "   " in line.strip()


def _was_full(previous: str, line: str, *, width: int) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    first_word = line.split(maxsplit=1)[:1]
    return width >= _SHORTEST_WRAP and len(previous) + 1 + sum(map(len, first_word)) > width - 5


def find_title(text: str, name: str) -> str:
    first = clean_text(text, preformatted=True).lstrip().split("\n", maxsplit=1)[0].strip()
    is_title = len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ";"))
    return first if is_title and _WORD.search(first) else stem(name)


def stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).stem or name
