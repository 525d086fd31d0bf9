"""Reads tables in CSV and TSV files: each row becomes a sentence that carries its header."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice, takewhile
from operator import itemgetter
from typing import Literal

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line, clean_text
from ingest.loaders.encoding import decode_text
from ingest.loaders.limits import MAX_FILE_BYTES, MAX_TABLE_CELLS
from ingest.loaders.tables import table_text
from ingest.loaders.text import stem

_DELIMITERS = ",;\t|"
# In a single column no delimiter cuts; this one stands in no text.
_NEVER = "\x1f"
# Rows by which the delimiter is told, and the share of them that must have as many columns.
_LOOKED_AT, _AGREEING = 50, 0.5


def load_delimited(data: bytes, *, name: str) -> Document:
    """Read the rows, with the delimiter that gives the most of them the same number of columns.

    Rows of one cell above the others are the table's caption.

    Raises:
        UnreadableDocumentError: there is no text, or there are too many cells.
    """
    text = clean_text(decode_text(data), preformatted=True)
    # Python refuses cells beyond 131,072 characters, for the whole process; the file's size bounds them here.
    csv.field_size_limit(MAX_FILE_BYTES)
    rows = [kept for row in _read_rows(text) if (kept := _without_empty_end(row))]
    widest = max(map(len, rows), default=0)
    captions = [row[0] for row in takewhile(lambda row: len(row) == 1 < widest, rows)]
    body = rows[len(captions) :]
    has_header = len(body) > 1 and _is_header(body[0])
    table = Block(table_text(body, has_header=has_header))
    title = captions[0] if captions else stem(name)
    return build_document([*(Block(caption) for caption in captions), table], title=title)


def _read_rows(text: str) -> list[list[str]]:
    delimiter = _find_delimiter(text)
    try:
        return _cut(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        # Quotation marks that open and never close are signs like others: inches, or a torn file.
        return _cut(text, delimiter, csv.QUOTE_NONE)


def _cut(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    for row in csv.reader(StringIO(text), delimiter=delimiter, quoting=quoting, strict=True):
        cells += len(row)
        if cells > MAX_TABLE_CELLS:
            raise UnreadableDocumentError(f"the table has more than {MAX_TABLE_CELLS:,} cells")
        rows.append(row)
    return rows


def _find_delimiter(text: str) -> str:
    def agreement(delimiter: str) -> float:
        rows = islice(csv.reader(StringIO(text), delimiter=delimiter), _LOOKED_AT)
        lengths = Counter(len(row) for row in rows if row)
        (columns, count), *_ = lengths.most_common(1) or [(1, 0)]
        return count / lengths.total() if columns > 1 else 0.0

    share, delimiter = max(((agreement(one), one) for one in _DELIMITERS), key=itemgetter(0))
    return delimiter if share > _AGREEING else _NEVER


def _without_empty_end(row: list[str]) -> list[str]:
    end = next((place for place in range(len(row), 0, -1) if clean_line(row[place - 1])), 0)
    return row[:end]


def _is_header(row: list[str]) -> bool:
    """Whether a first row names the columns: each another name, none of them a figure.

    The first may be empty, over the names of the rows. Over a single column it says nothing of each row.
    """
    cells = [clean_line(cell) for cell in row]
    named = all(cells[1:]) and not any(cell[:1].isdigit() for cell in cells)
    return len(cells) > 1 and named and len(set(cells)) == len(cells)
