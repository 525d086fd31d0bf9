"""Writes small OpenDocument texts for tests."""

from tests.ingest.docx_files import zip_bytes

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "text", "table", "meta")
)


def odt_content(body: str) -> bytes:
    """`body` is what stands inside <office:text>."""
    opened = f"<office:document-content {_NAMES}><office:body><office:text>"
    return f"{opened}{body}</office:text></office:body></office:document-content>".encode()


def odt_bytes(body: str, *, meta: str = "") -> bytes:
    described = f'<office:document-meta {_NAMES} xmlns:dc="dc"><office:meta>{meta}</office:meta>'
    return zip_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": odt_content(body),
            "meta.xml": f"{described}</office:document-meta>".encode(),
        }
    )
