"""Prepares RTF for striprtf: out with what makes it slow, in with marks for what it would drop."""

import re

from ingest.errors import UnreadableDocumentError
from ingest.loaders.limits import MAX_MARKUP_BYTES, MAX_RTF_GROUPS

# Private characters that travel through striprtf as text: a bar in a cell, and the levels of headings.
BAR = "\ue000"
HEADING_MARKS = {chr(0xE001 + level): level for level in range(1, 7)}
_MARK_OF = {level: mark for mark, level in HEADING_MARKS.items()}

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_PICTURE_DIGITS = re.compile(r"[0-9a-fA-F\r\n]{256,}")
_DELETED = re.compile(r"\{[^{}]*\\deleted(?![\w])[^{}]*\}")
_PLAIN_BAR = re.compile(r"(?<!\\)\|")
_FONT = re.compile(r"\\f(\d{1,5})(?!\d)[^;]{0,200}?\\fcharset(\d{1,3})")
_HEADING_STYLE = re.compile(r"\{\\s(\d{1,5})(?!\d)[^{};]{0,2000}?[ ;]heading (\d)(?!\d)", re.IGNORECASE)
_STYLE_IN_USE = re.compile(r"\\s(\d{1,5})(?![\d-]) ?")
_OUTLINE = re.compile(r"\\outlinelevel(\d)(?!\d) ?")


def prepare_rtf(data: bytes) -> str:
    """Decode and clean the source.

    Raises:
        UnreadableDocumentError: it is too large even without its pictures.
    """
    source = _PICTURE_DIGITS.sub("", _decode(data))
    if len(source) > MAX_MARKUP_BYTES or source.count("{") > MAX_RTF_GROUPS:
        raise UnreadableDocumentError(f"the text is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    # striprtf would print addresses behind links, and its search for them takes hours in hostile files.
    source = source.replace("\\fldinst{", "\\fldinst {")
    source = _PLAIN_BAR.sub(BAR, _DELETED.sub("", source))
    return _mark_headings(_rebuild_fonts(source))


def _decode(data: bytes) -> str:
    page = _CODE_PAGE.search(data)
    try:
        return data.decode(f"cp{int(page[1])}" if page else "cp1252", errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")


def _rebuild_fonts(source: str) -> str:
    """Of a font only its character set matters; striprtf's own search in the table is quadratic."""
    from striprtf.striprtf import font_table_group  # noqa: PLC0415  # needed for RTF alone

    table: str = font_table_group(source)  # type: ignore[no-untyped-call]  # it has no types
    if not table:
        return source
    fonts = dict(_FONT.findall(table))
    rebuilt = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in fonts.items())
    return source.replace(table, f"{{\\fonttbl{rebuilt}}}", 1)


def _mark_headings(source: str) -> str:
    """Put a mark into each paragraph that has a heading's style or a level in the outline."""
    levels = {style: int(level) for style, level in _HEADING_STYLE.findall(source)}

    def mark_style(found: re.Match[str]) -> str:
        mark = _MARK_OF.get(levels.get(found[1], 0), "")
        return f"\\s{found[1]} {mark}" if mark else found[0]

    def mark_level(found: re.Match[str]) -> str:
        mark = _MARK_OF.get(int(found[1]) + 1, "")
        return f"\\outlinelevel{found[1]} {mark}" if mark else found[0]

    return _OUTLINE.sub(mark_level, _STYLE_IN_USE.sub(mark_style, source))
