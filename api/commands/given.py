"""Documents that are no folder on disk: one on standard input, or those that a manifest names."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from api.errors import InvalidInputError
from ingest.contents import GivenContent
from ingest.errors import UnreadableDocumentError
from ingest.inner_names import normalise_name
from ingest.listing import Listing, SourceFile
from ingest.manifest import Fetcher, Manifest, list_manifest, refuse_addresses

STANDARD = Path("-")
STANDARD_SOURCE = "stdin"


@dataclass(frozen=True, slots=True)
class Given:
    """What the command was told to read. `paths` are of files and folders, or `-` alone."""

    paths: Sequence[Path]
    name: str | None = None
    manifest: Path | None = None
    source: str | None = None
    fetch: Fetcher | None = None

    @property
    def in_folders(self) -> bool:
        return self.manifest is None and STANDARD not in self.paths

    def find_listing(self, *, max_bytes: int) -> Listing | None:
        """Read what lies in no folder; None means that the paths are to be looked into.

        Raises:
            InvalidInputError: the options do not fit together, or there is nothing to read.
        """
        if self.manifest is not None:
            return self._read_manifest(self.manifest)
        if STANDARD in self.paths:
            return self._read_document(max_bytes=max_bytes)
        if self.name is not None:
            raise InvalidInputError("--name is for a document on standard input: plumbline ingest - --name …")
        if not self.paths:
            raise InvalidInputError("name files or folders, - for standard input, or a --manifest")
        return None

    def _read_document(self, *, max_bytes: int) -> Listing:
        if len(self.paths) > 1:
            raise InvalidInputError("standard input (-) comes alone, without other paths")
        if self.name is None:
            raise InvalidInputError("a document on standard input needs a name, such as --name notes.md")
        try:
            name = normalise_name(self.name)
        except UnreadableDocumentError as exc:
            raise InvalidInputError(f"--name {self.name!r}: {exc}") from exc
        data = _read_standard_input(max_bytes)
        source = self.source or STANDARD_SOURCE
        file = SourceFile(source, name, STANDARD, GivenContent(data))
        return Listing(source, "standard input", (file,), folder=False)

    def _read_manifest(self, location: Path) -> Listing:
        if self.paths or self.name is not None:
            raise InvalidInputError("a --manifest comes alone, without paths and --name")
        with ExitStack() as opened:
            if location == STANDARD:
                _check_piped()
                stream, place, source = sys.stdin.buffer, None, STANDARD_SOURCE
            else:
                try:
                    stream = opened.enter_context(location.open("rb"))
                except OSError as exc:
                    raise InvalidInputError(f"cannot use {location}: {exc.strerror}") from exc
                place, source = location, location.stem
            return list_manifest(
                Manifest(stream, self.source or source, place, self.fetch or refuse_addresses)
            )


def _read_standard_input(max_bytes: int) -> bytes:
    _check_piped()
    data = sys.stdin.buffer.read(max_bytes + 1)
    if not data.strip():
        raise InvalidInputError("there is nothing on standard input")
    if len(data) > max_bytes:
        raise InvalidInputError(
            f"standard input is longer than {max_bytes} bytes (PLUMBLINE_INGEST__MAX_FILE_BYTES)"
        )
    return data


def _check_piped() -> None:
    if sys.stdin.isatty():
        raise InvalidInputError("standard input is a terminal: pipe a document into it")
