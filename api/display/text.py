"""Text of documents and questions, made safe for a terminal."""

import re

from rich.text import Text

# A document could otherwise clear the screen, or write a forged verdict over ours.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str, style: str = "") -> Text:
    """Return the text as it is to be read: no markup, no control sequences."""
    return Text(CONTROL.sub("�", text), style=style)


def place(page: int | None, rows: tuple[int, int] | None) -> str:
    """Return ", p. 2" or ", rows 4–9", or nothing where the format has neither."""
    if rows is not None:
        return f", row {rows[0]}" if rows[0] == rows[1] else f", rows {rows[0]}–{rows[1]}"
    return "" if page is None else f", p. {page}"


def one_line(text: str, *, limit: int) -> str:
    """Return the text on one line, cut after `limit` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
