"""Reads a multipart body piece by piece: files go to disk, fields stay. Only this touches the parser."""

import re
from urllib.parse import unquote

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from ingest.errors import InvalidUploadError
from ingest.uploads import FileSink, Upload

MAX_FIELD_BYTES = 100_000
# Browsers and clients write these characters of a file name so, and no others.
ESCAPED = re.compile(r"%(?:22|7F|[01][0-9A-Fa-f])")
# The parser takes the last part of such a path for the whole name.
WINDOWS_PATH = re.compile(rb'filename="?(?:.:\\|\\\\)', re.IGNORECASE)


class MultipartReader:
    """Raises, from `feed` and `finish`:
    InvalidUploadError: the body is no multipart form, or a name in it cannot be used.
    UploadTooLargeError: a file is too large.
    DataFolderError: the disk does not take it.
    """

    def __init__(self, content_type: str, upload: Upload) -> None:
        self.fields: dict[str, list[str]] = {}
        self._upload = upload
        self._headers: dict[str, bytes] = {}
        self._header_name, self._header_value = b"", b""
        self._field_name, self._field = "", bytearray()
        self._field_bytes = 0
        self._sink: FileSink | None = None
        self._complete = False
        self._parser = self._make_parser(content_type)

    def feed(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError as exc:
            raise InvalidUploadError(f"the body is no valid multipart form: {exc}") from exc

    def finish(self) -> None:
        if not self._complete:
            raise InvalidUploadError("the body is no complete multipart form: its end is missing")

    def abandon(self) -> None:
        """Close the file in hand, which will not become whole."""
        if self._sink is not None:
            self._sink.abandon()
            self._sink = None

    def _make_parser(self, content_type: str) -> MultipartParser:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise InvalidUploadError("send the files as multipart/form-data with a boundary")
        try:
            return MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._add_header_name,
                    "on_header_value": self._add_header_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._open_part,
                    "on_part_data": self._add_data,
                    "on_part_end": self._end_part,
                    "on_end": self._end,
                },
            )
        except FormParserError as exc:
            raise InvalidUploadError(f"the body is no valid multipart form: {exc}") from exc

    def _begin_part(self) -> None:
        self._headers = {}

    def _add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.lower().decode("latin-1")] = self._header_value
        self._header_name, self._header_value = b"", b""

    def _open_part(self) -> None:
        disposition = self._headers.get("content-disposition", b"")
        _, options = parse_options_header(disposition.decode("latin-1"))
        if b"filename" in options:
            if WINDOWS_PATH.search(disposition):
                raise InvalidUploadError("a file name holds a backslash; separate folders with /")
            self._sink = self._upload.create(_decode_name(options[b"filename"]))
        else:
            self._field_name = _decode_name(options.get(b"name", b"")).removesuffix("[]")

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._sink is not None:
            self._sink.write(data[start:end])
            return
        self._field_bytes += end - start
        if self._field_bytes > MAX_FIELD_BYTES:
            raise InvalidUploadError(f"the fields hold more than {MAX_FIELD_BYTES} bytes")
        self._field += data[start:end]

    def _end_part(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None
            return
        # An empty field costs something too, though it holds no bytes.
        self._field_bytes += 100
        self.fields.setdefault(self._field_name, []).append(_decode(bytes(self._field)))
        self._field.clear()

    def _end(self) -> None:
        self._complete = True


def _decode_name(name: bytes) -> str:
    return ESCAPED.sub(lambda found: unquote(found.group()), _decode(name))


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as exc:
        shown = value[:200].decode("utf-8", "backslashreplace")
        raise InvalidUploadError(f"{shown!r} is not valid UTF-8") from exc
