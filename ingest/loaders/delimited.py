"""Reads tables in CSV and TSV files: each row becomes a sentence that carries its header."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from operator import itemgetter
from typing import Literal

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import build_document, clean_text
from ingest.loaders.encoding import decode_text
from ingest.loaders.limits import MAX_FILE_BYTES, MAX_TABLE_CELLS
from ingest.loaders.sheet import table_blocks, without_empty_end
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
    decoded = decode_text(data)
    text = clean_text(decoded, preformatted=True)
    # Python refuses cells beyond 131,072 characters, for the whole process; the file's size bounds them here.
    csv.field_size_limit(MAX_FILE_BYTES)
    numbered = enumerate(_read_rows(text), start=_first_row(decoded))
    rows = {number: kept for number, row in numbered if (kept := without_empty_end(row))}
    blocks = table_blocks(rows)
    title = blocks[0].text if len(blocks) > 1 else stem(name)
    return build_document(blocks, title=title)


def _first_row(text: str) -> int:
    """Cleaning drops the empty lines on top, but a spreadsheet counts them."""
    above = text[: len(text) - len(text.lstrip())]
    return len(f"{above}x".splitlines())


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
