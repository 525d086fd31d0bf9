"""The keys of a document's metadata that mean the same in every format, and how their values are cleaned."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from ingest.loaders.builder import clean_line

# A language tag (en, pt-BR); when the text was last changed, in ISO 8601; who wrote it; its address.
LANGUAGE, MODIFIED, AUTHOR, SOURCE_URI = "language", "modified", "author", "source_uri"
STANDARD_KEYS = frozenset({LANGUAGE, MODIFIED, AUTHOR, SOURCE_URI})

_LONGEST_NAME, _LONGEST_ADDRESS = 200, 2_000
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
# D:20260314093000+01'00' is how PDF writes it.
_PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)(?:00'?00'?)?|([+-]\d\d)'?(\d\d)?'?)?"
)

# What authors call them in a front matter, the best first.
_ALIASES = {
    LANGUAGE: ("language", "lang", "locale"),
    MODIFIED: ("last_updated", "last_modified", "lastmod", "updated", "modified", "date"),
    AUTHOR: ("author",),
    SOURCE_URI: ("source_uri", "canonical", "canonical_url", "url"),
}


def standard_metadata(
    *, language: object = "", modified: object = "", author: object = "", source_uri: object = ""
) -> dict[str, str]:
    """Keep what can be understood; a value of the wrong type or form is left out, never an error."""
    found = {
        LANGUAGE: _language(_text(language)),
        MODIFIED: _moment(modified),
        AUTHOR: _text(author)[:_LONGEST_NAME],
        SOURCE_URI: _address(_text(source_uri)),
    }
    return {key: value for key, value in found.items() if value}


def metadata_of_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Find the standard keys under the names that people give them."""
    found: dict[str, str] = {}
    for key, names in _ALIASES.items():
        values = (standard_metadata(**{key: fields[name]}) for name in names if name in fields)
        found |= next((value for value in values if value), {})
    return found


def join_names(names: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(name for one in names if (name := _text(one))))


def _text(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _language(value: str) -> str:
    tag = value.replace("_", "-")
    return tag if _TAG.fullmatch(tag) and len(tag) <= 35 else ""


def _address(value: str) -> str:
    return value if _ADDRESS.fullmatch(value) and len(value) <= _LONGEST_ADDRESS else ""


def _moment(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    text = _text(value)
    readings = (_iso_moment, _pdf_moment, _mail_moment)
    return next((moment for read in readings if (moment := read(text))), "")


def _iso_moment(text: str) -> str:
    if not _ISO.fullmatch(text):
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text if len(text) == 10 else _moment(moment)


def _pdf_moment(text: str) -> str:
    parts = _PDF_DATE.fullmatch(text)
    if parts is None:
        return ""
    year, month, day, hour, minute, second, utc, zone, zone_minutes = parts.groups()
    time = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    offset = f"{zone}:{zone_minutes or '00'}" if zone else "+00:00" if utc else ""
    return _iso_moment(f"{year}-{month}-{day}{time}{offset if time else ''}")


def _mail_moment(text: str) -> str:
    try:
        return _moment(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
