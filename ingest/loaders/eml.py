"""Reads e-mails (EML): the subject, who wrote to whom and when, the text, the names of what is attached."""

import email
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document
from ingest.loaders.eml_headers import HEADERS, Headers, is_mail
from ingest.loaders.eml_parts import is_encrypted, message_blocks
from ingest.loaders.encoding import UTF16_MARKS, decode_text
from ingest.loaders.limits import MAX_MAIL_PARTS
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.text import stem

# What the standard library's parser trips over in mails that no mail program wrote.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


def load_eml(data: bytes, *, name: str) -> Document:
    """Read one message; those that it forwards stand in it under their own subjects.

    Raises:
        UnreadableDocumentError: it is no e-mail, is encrypted, or is nested without end.
    """
    if data.startswith(UTF16_MARKS):
        data = decode_text(data).encode()
    if data.count(b"\n--") > 2 * MAX_MAIL_PARTS:
        raise UnreadableDocumentError(f"the e-mail has more than {MAX_MAIL_PARTS:,} parts")
    try:
        message = email.message_from_bytes(data.lstrip(), policy=policy.default)
        return _read(message, name=name)
    except _BROKEN as exc:
        raise UnreadableDocumentError("the e-mail is damaged and cannot be taken apart") from exc


def _read(message: EmailMessage, *, name: str) -> Document:
    headers = Headers.of(message)
    if not is_mail(headers):
        raise UnreadableDocumentError(
            f"the file is no e-mail: it has none of the headers {', '.join(HEADERS)}"
        )
    blocks = message_blocks(message)
    if is_encrypted(message) and not blocks:
        raise UnreadableDocumentError("the e-mail is encrypted")
    writer, address = parseaddr(headers.get("From"))
    top = [Block(headers.subject, level=1), Block(headers.lines())]
    return build_document(
        [*top, *blocks],
        title=headers.subject or stem(name),
        metadata=standard_metadata(
            language=headers.get("Content-Language"), modified=headers.get("Date"), author=writer or address
        ),
    )
