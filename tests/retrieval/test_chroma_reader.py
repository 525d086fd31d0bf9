import shutil
import sqlite3
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding

from retrieval.chroma_reader import open_chroma_folder
from retrieval.errors import ChromaFolderError, UnknownCollectionError
from retrieval.text_record import TextRecord
from tests.retrieval.chroma_folders import write_chroma

pytestmark = pytest.mark.integration


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as langchain-chroma leaves it."""
    store = Chroma("manual", DeterministicFakeEmbedding(size=8), persist_directory=str(tmp_path / "theirs"))
    pages = [Document(f"Page {number}.", metadata={"source": "a.pdf", "page": number}) for number in range(3)]
    store.add_documents(pages, ids=["c", "a", "b"])
    store._client.close()
    return tmp_path / "theirs"


def _fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


class TestReading:
    def test_records_come_in_the_order_they_were_stored(self, folder: Path) -> None:
        with open_chroma_folder(folder) as opened:
            outline = list(opened.records("manual").outline())

        assert [key for key, _ in outline] == ["c", "a", "b"]
        assert [metadata["page"] for _, metadata in outline] == [0, 1, 2]

    def test_they_are_read_in_the_order_they_are_asked_for(self, folder: Path) -> None:
        with open_chroma_folder(folder) as opened:
            found = opened.records("manual").read(["b", "c"])

        assert found == [
            TextRecord("b", "Page 2.", {"source": "a.pdf", "page": 2}),
            TextRecord("c", "Page 0.", {"source": "a.pdf", "page": 0}),
        ]

    def test_the_folder_is_not_changed_in_one_byte(self, folder: Path) -> None:
        before = _fingerprint(folder)
        with open_chroma_folder(folder) as opened:
            list(opened.records().outline())

        assert _fingerprint(folder) == before

    def test_a_folder_that_may_only_be_read_is_read(self, folder: Path) -> None:
        for path in (folder / "chroma.sqlite3", folder):
            path.chmod(path.stat().st_mode & ~0o222)
        with open_chroma_folder(folder) as opened:
            assert opened.collections() == ["manual"]
        folder.chmod(0o700)

    def test_the_copy_is_gone_afterwards(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
        (tmp_path / "scratch").mkdir()
        with open_chroma_folder(folder):
            assert len(list((tmp_path / "scratch").iterdir())) == 1

        assert list((tmp_path / "scratch").iterdir()) == []

    def test_more_records_than_one_statement_takes_are_read(self, tmp_path: Path) -> None:
        ids = [f"r{number}" for number in range(2500)]
        write_chroma(tmp_path, "many", ids, documents=[f"text of {key}" for key in ids])
        with open_chroma_folder(tmp_path) as opened:
            records = opened.records()
            assert [key for key, _ in records.outline()] == ids
            assert [record.text for record in records.read(ids)] == [f"text of {key}" for key in ids]

    def test_text_may_stand_in_the_metadata(self, tmp_path: Path) -> None:
        metadata: list[dict[str, object] | None] = [{"body": "In the metadata."}, {"body": 7}, None]
        write_chroma(tmp_path, "odd", ["a", "b", "c"], metadatas=metadata)
        with open_chroma_folder(tmp_path) as opened:
            by_key = opened.records(text_key="body").read(["a", "b", "c"])
            plain = opened.records().read(["a", "b", "c"])

        assert [record.text for record in by_key] == ["In the metadata.", None, None]
        assert [record.text for record in plain] == [None, None, None]
        assert by_key[2].metadata == {}


class TestNaming:
    def test_the_only_collection_need_not_be_named(self, folder: Path) -> None:
        with open_chroma_folder(folder) as opened:
            records = opened.records()
        assert (records.name, records.origin) == ("manual", f"Chroma collection manual in {folder}")

    def test_an_unknown_one_is_refused_with_those_there_are(self, folder: Path) -> None:
        write_chroma(folder, "second", [])
        with open_chroma_folder(folder) as opened:
            with pytest.raises(
                UnknownCollectionError, match=r"no collection 'x' .*\(known: manual, second\)"
            ):
                opened.records("x")
            with pytest.raises(UnknownCollectionError, match=r"more than one .*\(known: manual, second\)"):
                opened.records()


class TestRefusals:
    @pytest.mark.parametrize("name", ["missing", "empty", "file"])
    def test_what_is_no_chroma_folder_is_refused(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "file").touch()
        with (
            pytest.raises(ChromaFolderError, match=r"is no Chroma folder: there is no chroma\.sqlite3"),
            open_chroma_folder(tmp_path / name),
        ):
            pass

    def test_a_damaged_database_is_refused(self, folder: Path) -> None:
        (folder / "chroma.sqlite3").write_bytes(b"no database" * 500)
        with pytest.raises(ChromaFolderError, match="not a database"), open_chroma_folder(folder):
            pass

    def test_a_folder_of_an_unknown_version_is_one_line(self, folder: Path, tmp_path: Path) -> None:
        shutil.copytree(folder, tmp_path / "newer")
        with sqlite3.connect(tmp_path / "newer" / "chroma.sqlite3") as database:
            database.execute("UPDATE migrations SET hash = 'of another schema' WHERE version = 3")
        database.close()
        with (
            pytest.raises(ChromaFolderError, match=r"Inconsistent hash.*newer Chroma") as raised,
            open_chroma_folder(tmp_path / "newer"),
        ):
            pass
        assert "\n" not in str(raised.value)

    def test_a_folder_that_a_program_is_writing_to_is_refused(self, folder: Path) -> None:
        writer = sqlite3.connect(folder / "chroma.sqlite3", isolation_level=None)
        writer.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(ChromaFolderError, match="database is locked"),
            open_chroma_folder(folder, lock_seconds=0.05),
        ):
            pass
        writer.close()
