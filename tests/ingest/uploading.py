"""Puts files into an upload the way the front door does."""

from ingest.uploads import Upload, UploadArea, UploadLimits

LIMITS = UploadLimits(max_file_bytes=1000, max_bytes=10_000, max_files=3)


def put(upload: Upload, name: str, *parts: bytes) -> None:
    sink = upload.create(name)
    for part in parts:
        sink.write(part)
    sink.close()


def uploaded(area: UploadArea, files: dict[str, str], *, limits: UploadLimits = LIMITS) -> Upload:
    upload = area.begin(limits)
    for name, text in files.items():
        put(upload, name, text.encode())
    return upload
