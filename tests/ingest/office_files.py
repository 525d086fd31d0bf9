"""Changes parts of office files, which are ZIP archives of XML, for tests of what must not get through."""

import io
import zipfile

from tests.ingest.docx_files import zip_bytes

# A billion laughs: three kilobytes that expand to gigabytes where entities are followed.
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ">'
    + b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), ord("j")))
    + b'<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    return zip_bytes({**parts_of(data), name: content})


def bombed(data: bytes, name: str, word: bytes) -> bytes:
    """Put the bomb at the top of one part, and its trigger in the place of a word of the text."""
    body = parts_of(data)[name]
    start = body.index(b"?>") + 2 if body.startswith(b"<?xml") else 0
    return replaced(data, name, BOMB + body[start:].replace(word, b"&i; &secret;", 1))
