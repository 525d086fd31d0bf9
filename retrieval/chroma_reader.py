"""Reads the texts of a Chroma folder that another program wrote, without touching it.

It works on a copy: Chroma itself migrates a folder as it opens it. Texts and metadata lie in one SQLite file,
so the vectors beside it, which are most of a folder, are not copied.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import ChromaFolderError, UnknownCollectionError
from retrieval.slices import slices
from retrieval.text_record import TextRecord

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

DATABASE = "chroma.sqlite3"
# How long a program that is writing right now may keep us waiting.
LOCK_SECONDS = 5.0


@contextmanager
def open_chroma_folder(folder: Path, *, lock_seconds: float = LOCK_SECONDS) -> Iterator["ChromaFolder"]:
    """Yield what is in the folder now; what is written to it later is not seen.

    Raises:
        ChromaFolderError: it is no Chroma folder, or one that cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="plumbline-chroma-") as name:
        with _explained(folder):
            _copy_database(folder, Path(name), lock_seconds=lock_seconds)
            client = _open_client(Path(name))
        try:
            yield ChromaFolder(folder, client)
        finally:
            client.close()  # type: ignore[attr-defined]  # the type that Chroma declares lacks it


class ChromaFolder:
    def __init__(self, path: Path, client: "ClientAPI") -> None:
        self.path = path
        self._client = client

    def collections(self) -> list[str]:
        with _explained(self.path):
            return sorted(collection.name for collection in self._client.list_collections())

    def records(self, collection: str | None = None, *, text_key: str | None = None) -> "ChromaRecords":
        """Return the records of a collection, or of the only one there is.

        `text_key` names the metadata that holds the text, where it is not Chroma's own document.

        Raises:
            UnknownCollectionError: there is no such collection, or none was named among several.
        """
        known = self.collections()
        name = known[0] if collection is None and len(known) == 1 else collection
        if name not in known:
            asked = f"no collection {name!r}" if name else "more than one collection, or none,"
            raise UnknownCollectionError(
                f"there is {asked} in the Chroma folder {self.path} (known: {', '.join(known) or 'none'})"
            )
        with _explained(self.path):
            found = self._client.get_collection(name, embedding_function=None)
        return ChromaRecords(self.path, found, text_key=text_key)


class ChromaRecords:
    """The records of one collection, as `TextRecords`."""

    def __init__(self, folder: Path, collection: "Collection", *, text_key: str | None) -> None:
        self._folder = folder
        self._collection = collection
        self._text_key = text_key

    @property
    def name(self) -> str:
        return self._collection.name

    @property
    def origin(self) -> str:
        return f"Chroma collection {self.name} in {self._folder.resolve()}"

    def outline(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        with _explained(self._folder):
            ids = self._collection.get(include=[])["ids"]
        for part in slices(ids):
            with _explained(self._folder):
                found = self._collection.get(ids=list(part), include=["metadatas"])
            metadata = dict(zip(found["ids"], found["metadatas"] or [], strict=True))
            yield from ((key, metadata[key] or {}) for key in part)

    def read(self, ids: Sequence[str]) -> list[TextRecord]:
        records: dict[str, TextRecord] = {}
        for part in slices(ids):
            with _explained(self._folder):
                found = self._collection.get(ids=list(part), include=["metadatas", "documents"])
            rows = zip(found["ids"], found["metadatas"] or [], found["documents"] or [], strict=True)
            for key, metadata, document in rows:
                text = (metadata or {}).get(self._text_key) if self._text_key else document
                records[key] = TextRecord(key, text if isinstance(text, str) else None, metadata or {})
        return [records[key] for key in ids]


def _copy_database(folder: Path, target: Path, *, lock_seconds: float) -> None:
    database = folder / DATABASE
    if not database.is_file():
        raise ChromaFolderError(f"{folder} is no Chroma folder: there is no {DATABASE} in it")
    uri = f"{database.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=lock_seconds)) as source,
        closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        # Holds the writer off for the whole copy; without it a busy file is tried again for ever.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy)


def _open_client(folder: Path) -> "ClientAPI":
    # Chroma takes a second to import: only an import pays for it.
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


class _explained:  # noqa: N801  # reads as a statement where it is used
    """Turns what SQLite and Chroma raise into our error; Chroma's exceptions share no base."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, ChromaFolderError):
            reason = " ".join(str(error).split())
            raise ChromaFolderError(
                f"cannot read the Chroma folder {self._folder} ({reason}): is a program writing to it, or "
                "was it written by a newer Chroma?"
            ) from error
