"""Long texts cut down to what a page needs of them: their beginning, or what lies around spans."""

from collections.abc import Sequence

from eval.pages.painting import Span

CUT = " …"
# Characters of context on each side of a span: a sentence or two.
AROUND = 240


def shorten(text: str, most: int) -> str:
    """Return the text, or its first `most` characters and a sign that it goes on."""
    return text if len(text) <= most else text[:most].rstrip() + CUT


def find_windows(text: str, spans: Sequence[Span], *, most: int) -> list[Span]:
    """Return which parts of a text to show: all of it where it fits, else what lies around the spans.

    The parts have `most` characters together. Without spans there is one, the beginning.
    """
    if len(text) <= most:
        return [(0, len(text))]
    windows: list[Span] = []
    for start, end in sorted(spans) or [(0, most)]:
        low, high = max(0, start - AROUND), min(len(text), end + AROUND)
        if windows and low <= windows[-1][1]:
            low, before = windows.pop()
            high = max(before, high)
        windows.append((low, high))
    return _keep_first(windows, most)


def _keep_first(windows: Sequence[Span], most: int) -> list[Span]:
    kept: list[Span] = []
    for low, high in windows:
        if most <= 0:
            break
        kept.append((low, min(high, low + most)))
        most -= high - low
    return kept
