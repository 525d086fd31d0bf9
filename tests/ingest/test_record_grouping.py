from collections.abc import Iterator, Mapping, Sequence

from ingest.record_grouping import READ_RECORDS, ImportedDocument, group_by_document, read_documents
from ingest.sync import Progress
from retrieval.text_record import TextRecord


class Counted:
    """Made-up records that note how many were read at once."""

    name, origin = "made-up", "made-up records"

    def __init__(self) -> None:
        self.reads: list[int] = []

    def outline(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        return iter(())

    def read(self, ids: Sequence[str]) -> list[TextRecord]:
        self.reads.append(len(ids))
        return [TextRecord(key, key, {}) for key in ids]


def _group(*outline: tuple[str, dict[str, object]]) -> dict[str, tuple[str, ...]]:
    found = group_by_document(outline, source="s", path_key="source")
    return {document.path: document.records for document in found}


def test_pieces_of_one_source_are_one_document_however_scattered() -> None:
    assert _group(("1", {"source": "a"}), ("2", {"source": "b"}), ("3", {"source": "a"})) == {
        "a": ("1", "3"),
        "b": ("2",),
    }


def test_a_piece_that_names_no_document_is_one_of_its_own() -> None:
    assert _group(("1", {}), ("2", {"source": " "}), ("3", {"source": None}), ("4", {"source": True})) == {
        key: (key,) for key in "1234"
    }


def test_numbers_name_documents_and_odd_characters_are_escaped() -> None:
    assert list(_group(("1", {"source": 17}), ("2", {"source": "a\ud800"}))) == ["17", "a\\ud800"]


def test_documents_are_read_together_but_never_too_many_pieces_at_once() -> None:
    sizes = [READ_RECORDS // 2, READ_RECORDS // 2, 1, READ_RECORDS + 7, 3]
    documents = [
        ImportedDocument("s", f"d{at}", tuple(f"{at}-{number}" for number in range(size)))
        for at, size in enumerate(sizes)
    ]
    records, steps = Counted(), list[Progress]()
    found = list(read_documents(records, documents, steps.append))

    assert records.reads == [READ_RECORDS, 1, READ_RECORDS + 7, 3]
    assert [[record.id for record in pieces] for _, pieces in found] == [
        list(one.records) for one in documents
    ]
    assert [step.done for step in steps] == [0, 1, 2, 3, 4, 5]
