"""Writes small Word files for tests."""

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document as DocxDocument


def docx_bytes(write: Callable[[DocxDocument], object], *, title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zip_bytes(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()
