"""Gathers the pieces of each document, and reads them document by document."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.sync import Progress
from retrieval.text_record import TextRecord, TextRecords

# Documents are read together up to this many pieces: few reads, bounded memory.
READ_RECORDS = 1000


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """What a document is called here; `records` are the ids of its pieces."""

    source: str
    path: str
    records: tuple[str, ...]


def group_by_document(
    outline: Iterable[tuple[str, Mapping[str, object]]], *, source: str, path_key: str
) -> list[ImportedDocument]:
    """Gather the pieces that name the same document; one that names none is a document of its own."""
    found: dict[str, list[str]] = {}
    for key, metadata in outline:
        found.setdefault(_find_path(metadata.get(path_key)) or key, []).append(key)
    return [ImportedDocument(source, path, tuple(records)) for path, records in found.items()]


def _find_path(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # As for names of files: what cannot be stored or printed is escaped.
    return str(value).strip().encode("utf-8", "backslashreplace").decode() or None


def read_documents(
    records: TextRecords,
    documents: Sequence[ImportedDocument],
    on_progress: Callable[[Progress], None],
) -> Iterator[tuple[ImportedDocument, list[TextRecord]]]:
    for number, group in _batches(documents):
        found = {record.id: record for record in records.read([key for one in group for key in one.records])}
        for step, document in enumerate(group):
            on_progress(Progress(number + step, len(documents), document.path))
            yield document, [found[key] for key in document.records]
    on_progress(Progress(len(documents), len(documents), ""))


def _batches(documents: Sequence[ImportedDocument]) -> Iterator[tuple[int, Sequence[ImportedDocument]]]:
    """Yield documents in order, as many as have READ_RECORDS pieces together, with the place of the first."""
    begin, size = 0, 0
    for number, document in enumerate(documents):
        if size and size + len(document.records) > READ_RECORDS:
            yield begin, documents[begin:number]
            begin, size = number, 0
        size += len(document.records)
    yield begin, documents[begin:]
