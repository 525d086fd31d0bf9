"""Decodes the headers of an e-mail, as far as a reader of its text needs them."""

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import EmailMessage

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import clean_line
from ingest.loaders.encoding import decode_text

# Shown above the text; Bcc is left out, as its recipients are nobody else's business.
HEADERS = ("From", "To", "Cc", "Date", "Subject")
_OTHERS = ("Content-Language", "MIME-Version", "Message-ID", "Received")


@dataclass(frozen=True, slots=True)
class Headers:
    values: dict[str, str]

    @classmethod
    def of(cls, message: EmailMessage) -> "Headers":
        """Take the first of each name, from the source: what the parser makes of them fails on odd ones."""
        values: dict[str, str] = {}
        for name, source in message.raw_items():
            wanted = next((one for one in (*HEADERS, *_OTHERS) if one.lower() == name.lower()), None)
            if wanted and wanted not in values:
                values[wanted] = _decode(str(source))
        return cls(values)

    @property
    def subject(self) -> str:
        return self.get("Subject")

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def lines(self) -> str:
        shown = ((name, self.get(name)) for name in HEADERS if name != "Subject")
        return "\n".join(f"{name}: {value}" for name, value in shown if value)


def is_mail(headers: Headers) -> bool:
    return bool(headers.values)


def _decode(source: str) -> str:
    """Join the encoded words (=?utf-8?q?…?=); in an unknown encoding they are read as what they look like."""
    try:
        parts = decode_header(source.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    except (HeaderParseError, ValueError):
        return clean_line(source)
    return clean_line("".join(_decode_word(word, charset) for word, charset in parts))


def _decode_word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    if charset is None:
        return word.decode("ascii", "replace")
    try:
        return decode_text(word, declared=charset)
    except UnreadableDocumentError:
        return ""
