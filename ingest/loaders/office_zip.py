"""Looks into an office file's archive before it is unpacked: damage, encryption, zip bombs."""

import io
import zipfile

from ingest.errors import UnreadableDocumentError
from ingest.loaders.limits import (
    MAX_UNZIPPED_BYTES,
    MAX_UNZIPPED_XML_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    MIN_SUSPICIOUS_BYTES,
)

_ENCRYPTED_FLAG = 0x1


def check_office_zip(data: bytes) -> frozenset[str]:
    """Return the names of the parts.

    The sizes an archive declares can be trusted: zipfile reads no entry beyond its declared size.

    Raises:
        UnreadableDocumentError: the archive is damaged, encrypted or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, IndexError) as exc:
        raise UnreadableDocumentError("the file is damaged: its archive cannot be opened") from exc
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise UnreadableDocumentError("the file is encrypted")
    total = sum(entry.file_size for entry in entries)
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    too_dense = total > MIN_SUSPICIOUS_BYTES and total > MAX_ZIP_RATIO * len(data)
    too_large = total > MAX_UNZIPPED_BYTES or xml > MAX_UNZIPPED_XML_BYTES
    if too_dense or too_large or len(entries) > MAX_ZIP_ENTRIES:
        raise UnreadableDocumentError(f"the file unpacks to too much ({total // 1_000_000} MB)")
    return frozenset(entry.filename for entry in entries)
