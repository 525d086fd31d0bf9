"""Finds out in which encoding text was written, and decodes it; used by every loader of text formats."""

import codecs

from charset_normalizer import from_bytes

from ingest.errors import UnreadableDocumentError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Formats that are bytes by definition are decoded first where they begin with one of these.
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE_BYTES = 50_000
_MOST_CONTROLS = 0.02
_WESTERN = frozenset("äöüÄÖÜßéèêëàâáåÅçÇñÑíìîïóòôøØúùûýæÆœãõÉÈÀÁÓÚ¡¿«»€£§°–—‘’“”„…•·®©™½²³\xa0")
# Browsers read these labels as Windows-1252, and so do the people who write them.
_AS_WINDOWS = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
# What mail programs write and Python does not know; -i and -e say only in which direction the text is shown.
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6", "x-gbk": "gb18030", "gb2312": "gb18030", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "windows-874": "cp874", "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman", "unicode": "utf-16", "utf8mb4": "utf-8",
}  # fmt: skip


def decode_text(data: bytes, *, declared: str | None = None) -> str:
    """Decode by mark, declaration, UTF-8, zero bytes of UTF-16, then statistics.

    Raises:
        UnreadableDocumentError: the bytes are no text in any encoding.
    """
    for encoding in _candidates(data, declared):
        text = _decode_strictly(data, encoding)
        if text is not None and not looks_binary(text):
            return text.removeprefix("\ufeff")
    raise UnreadableDocumentError("the content is binary data, not text")


def looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE_BYTES]
    controls = sum(char == "\ufffd" or (char < " " and char not in "\t\n\r\f\b\x1b\x1a") for char in sample)
    return controls > _MOST_CONTROLS * len(sample)


def _candidates(data: bytes, declared: str | None) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    found = [_known(declared), "utf-8", _without_mark(data)]
    if _decode_strictly(data, "utf-8") is None and b"\0" not in data[:_SAMPLE_BYTES]:
        found.append("cp1252" if _looks_western(data) else _statistical(data))
    return [encoding for encoding in found if encoding]


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    label = declared.strip().lower()
    if label in _AS_WINDOWS:
        return "cp1252"
    try:
        return codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):  # ValueError: a zero byte in the label
        return None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every other byte."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4:
        return None
    half = len(sample) / 2
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else None


def _looks_western(data: bytes) -> bool:
    """Statistics take short Windows-1252 texts for one of its many relatives."""
    special = [char for char in data[:_SAMPLE_BYTES].decode("cp1252", errors="replace") if char > "\x7f"]
    return sum(char in _WESTERN for char in special) >= 0.9 * len(special)


def _statistical(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return best.encoding if best else None


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError, TypeError):  # LookupError: codecs that are not for text
        return None
