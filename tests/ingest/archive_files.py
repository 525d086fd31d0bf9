"""Makes ZIP archives for tests, also of kinds that no packing program writes."""

import io
import stat
import zipfile
from pathlib import Path
from zipfile import ZipInfo

PAGE = b"# Refunds\n\nRefunds take 30 days.\n"
Entries = list[tuple[str | ZipInfo, bytes]]


def zipped(*entries: tuple[str | ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file.getvalue()


def pages(*names: str) -> bytes:
    return zipped(*((name, PAGE) for name in names))


def raw_name(data: bytes, name: bytes, instead: bytes) -> bytes:
    """Put another name of the same length into the archive, such as zipfile would not write."""
    assert len(name) == len(instead)
    assert data.count(name) == 2
    return data.replace(name, instead)


def encrypted(data: bytes) -> bytes:
    """Set the flag of the first member in its header and in the directory."""
    directory = data.index(b"PK\x01\x02")
    changed = bytearray(data)
    changed[6] |= 1
    changed[directory + 8] |= 1
    return bytes(changed)


def special(name: str, kind: int) -> ZipInfo:
    entry = ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o644) << 16
    return entry


def link(name: str) -> ZipInfo:
    return special(name, stat.S_IFLNK)


def write(location: Path, data: bytes) -> Path:
    location.parent.mkdir(parents=True, exist_ok=True)
    location.write_bytes(data)
    return location
