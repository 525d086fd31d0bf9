import pickle
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.archive import Archive, MemberContent, entry_name
from ingest.errors import UnreadableDocumentError
from tests.ingest.archive_files import PAGE, encrypted, link, pages, raw_name, write, zipped


def _member(location: Path, number: int = 0) -> MemberContent:
    archive = Archive(location)
    return MemberContent(archive, archive.entries()[number])


def _reason(location: Path, max_bytes: int = 1000) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        _member(location).read(max_bytes=max_bytes)
    return str(caught.value)


def test_members_are_read_in_any_order_and_by_threads(tmp_path: Path) -> None:
    entries = [(f"{number}.md", f"page {number}".encode()) for number in range(50)]
    archive = Archive(write(tmp_path / "a.zip", zipped(*entries)))
    members = archive.entries()
    archive.expect(50)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda entry: archive.read(entry, max_bytes=99), reversed(members)))

    assert read == [data for _, data in reversed(entries)]


def test_another_process_can_read_a_member(tmp_path: Path) -> None:
    sent = pickle.dumps(_member(write(tmp_path / "a.zip", pages("a.md"))))

    assert pickle.loads(sent).read(max_bytes=99) == PAGE  # noqa: S301  # our own


class TestMembersThatCannotBeRead:
    def test_an_encrypted_one(self, tmp_path: Path) -> None:
        assert "encrypted" in _reason(write(tmp_path / "a.zip", encrypted(pages("a.md"))))

    def test_a_damaged_one(self, tmp_path: Path) -> None:
        damaged = zipped(("a.md", PAGE), method=zipfile.ZIP_STORED).replace(b"30 days", b"31 days", 1)

        assert "damaged" in _reason(write(tmp_path / "a.zip", damaged))

    def test_one_whose_header_is_not_where_the_directory_says(self, tmp_path: Path) -> None:
        assert "damaged" in _reason(
            write(tmp_path / "a.zip", pages("a.md").replace(b"PK\x03\x04", b"PK\0\0"))
        )

    def test_a_link(self, tmp_path: Path) -> None:
        assert "a link" in _reason(write(tmp_path / "a.zip", zipped((link("a.md"), b"/etc/passwd"))))

    def test_one_above_the_limit_is_not_unpacked(self, tmp_path: Path) -> None:
        assert "larger than 5 bytes" in _reason(write(tmp_path / "a.zip", pages("a.md")), max_bytes=5)

    def test_one_that_is_longer_than_it_says_is_cut_off_and_refused(self, tmp_path: Path) -> None:
        bomb = zipped(("a.md", b"x" * 1_000_000))
        lying = bomb.replace((1_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))

        assert "damaged" in _reason(write(tmp_path / "a.zip", lying))

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_one_packed_in_a_way_that_has_no_bound(self, tmp_path: Path, method: int) -> None:
        assert "compressed with" in _reason(write(tmp_path / "a.zip", zipped(("a.md", PAGE), method=method)))

    def test_one_of_an_archive_that_is_gone_meanwhile(self, tmp_path: Path) -> None:
        member = _member(write(tmp_path / "a.zip", pages("a.md")))
        (tmp_path / "a.zip").unlink()

        with pytest.raises(UnreadableDocumentError, match="vanished"):
            member.read(max_bytes=99)

    def test_one_of_an_archive_that_was_replaced_meanwhile(self, tmp_path: Path) -> None:
        member = _member(write(tmp_path / "a.zip", pages("a.md")))
        write(tmp_path / "a.zip", pages("another.md", "third.md"))

        with pytest.raises(UnreadableDocumentError, match="damaged"):
            member.read(max_bytes=99)


class TestArchivesThatCannotBeOpened:
    @pytest.mark.parametrize(
        "data",
        [b"", b"no archive", b"PK\x03\x04 cut off", pages("a.md")[:-30], b"PK\x05\x06" + b"\xff" * 18],
    )
    def test_damaged_ones(self, tmp_path: Path, data: bytes) -> None:
        with pytest.raises(UnreadableDocumentError, match="damaged"):
            Archive(write(tmp_path / "a.zip", data)).entries()

    def test_one_with_an_enormous_directory_is_not_read_into_memory(self, tmp_path: Path) -> None:
        size = 20_000_000
        with (tmp_path / "a.zip").open("wb") as stream:
            stream.truncate(size)
            stream.seek(size)
            stream.write(b"PK\x05\x06" + b"\0" * 4 + b"\xff" * 4 + size.to_bytes(4, "little") + b"\0" * 6)

        with pytest.raises(UnreadableDocumentError, match="directory is too large"):
            Archive(tmp_path / "a.zip").entries()

    def test_a_link_that_leads_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").symlink_to(tmp_path / "gone.zip")

        with pytest.raises(UnreadableDocumentError, match="a link that leads nowhere"):
            Archive(tmp_path / "a.zip").entries()


class TestNames:
    @pytest.mark.parametrize("name", ["Rückgabe.md", "返品.md", "plain.md"])
    def test_those_marked_as_utf8(self, tmp_path: Path, name: str) -> None:
        assert entry_name(_member(write(tmp_path / "a.zip", pages(name))).entry) == name

    def test_utf8_that_is_not_marked_as_such(self, tmp_path: Path) -> None:
        data = raw_name(pages("R__ckgabe.md"), b"R__ckgabe.md", "Rückgabe.md".encode())

        assert entry_name(_member(write(tmp_path / "a.zip", data)).entry) == "Rückgabe.md"

    def test_the_code_page_of_dos(self, tmp_path: Path) -> None:
        data = raw_name(pages("R_ckgabe.md"), b"R_ckgabe.md", "Rückgabe.md".encode("cp437"))

        assert entry_name(_member(write(tmp_path / "a.zip", data)).entry) == "Rückgabe.md"
