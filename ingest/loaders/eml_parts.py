"""Walks the parts of an e-mail: its text in the best of its versions, forwarded messages, attachments."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, below, clean_line, clean_text
from ingest.loaders.eml_headers import Headers
from ingest.loaders.encoding import decode_text
from ingest.loaders.html import html_blocks, parse_html
from ingest.loaders.limits import MAX_MARKUP_BYTES, MAX_NESTED_MESSAGES
from ingest.loaders.text import text_blocks

_ADDRESS = re.compile(r"https?://\S+|[\[<(]?mailto:\S+")
_WORD = re.compile(r"\w+")
# Of two versions of a text the HTML one is the better, unless it lacks more than this share of the words.
_SAME_TEXT = 0.9


def message_blocks(message: EmailMessage) -> list[Block]:
    """The text of the message, then the names of its attachments, which are never opened."""
    return list(_message_blocks(message, depth=1))


def is_encrypted(message: EmailMessage) -> bool:
    smime = message.get_content_type() in {"application/pkcs7-mime", "application/x-pkcs7-mime"}
    return message.get_content_type() == "multipart/encrypted" or smime


def _message_blocks(message: EmailMessage, *, depth: int) -> Iterator[Block]:
    attached: list[str] = []
    yield from _part_blocks(message, attached, depth=depth)
    if attached and not is_encrypted(message):
        yield Block(f"Attachments: {', '.join(attached)}")


def _part_blocks(part: EmailMessage, attached: list[str], *, depth: int) -> Iterator[Block]:
    kind = part.get_content_type()
    inner = _inner_parts(part)
    if kind == "message/rfc822" and inner:
        yield from _nested_blocks(inner[0], depth=depth + 1)
    elif kind == "multipart/alternative":
        yield from _best_version(inner, attached, depth=depth)
    elif inner:
        for one in inner:
            yield from _part_blocks(one, attached, depth=depth)
    elif kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
        yield from below(depth, _text_blocks(part))
    elif name := _file_name(part):
        attached.append(name)


def _inner_parts(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload() if part.is_multipart() else []
    return [one for one in payload if isinstance(one, EmailMessage)] if isinstance(payload, list) else []


def _nested_blocks(message: EmailMessage, *, depth: int) -> Iterator[Block]:
    if depth > MAX_NESTED_MESSAGES:
        raise UnreadableDocumentError(
            f"the e-mail forwards more than {MAX_NESTED_MESSAGES} messages inside another"
        )
    headers = Headers.of(message)
    yield Block(headers.subject or "Forwarded message", level=min(depth, 6))
    yield Block(headers.lines())
    yield from _message_blocks(message, depth=depth)


def _best_version(parts: list[EmailMessage], attached: list[str], *, depth: int) -> Iterator[Block]:
    versions: list[list[Block]] = []
    for part in parts:
        found: list[str] = []
        versions.append(list(_part_blocks(part, found, depth=depth)))
        attached += [name for name in found if name not in attached]
    most = max(map(_count_words, versions), default=0)
    # The last version is the one that its author prefers.
    enough = [blocks for blocks in versions if _count_words(blocks) >= _SAME_TEXT * most]
    yield from enough[-1] if enough else []


def _count_words(blocks: list[Block]) -> int:
    return sum(len(_WORD.findall(_ADDRESS.sub("", block.text))) for block in blocks)


def _text_blocks(part: EmailMessage) -> list[Block]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return []
    if len(payload) > MAX_MARKUP_BYTES:
        raise UnreadableDocumentError(f"the e-mail's text is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    text = decode_text(payload, declared=_charset(part))
    if part.get_content_type() == "text/html":
        return html_blocks(parse_html(text))
    return text_blocks(clean_text(text, preformatted=True))


def _charset(part: EmailMessage) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, AttributeError):
        return None


def _file_name(part: EmailMessage) -> str:
    try:
        return clean_line(part.get_filename() or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
