import stat
import zipfile
from pathlib import Path

import pytest

from ingest import archive_listing
from ingest.archive_listing import ArchiveListing, find_archive
from ingest.errors import UnreadableDocumentError
from ingest.globs import EVERYTHING, Globs
from tests.ingest.archive_files import PAGE, link, pages, raw_name, special, write, zipped


def _list(tmp_path: Path, data: bytes, globs: Globs = EVERYTHING) -> ArchiveListing:
    listing = ArchiveListing("kb.zip", write(tmp_path / "kb.zip", data), globs)
    listing.open()
    return listing


def _read(listing: ArchiveListing) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    for path, content in listing.contents.items():
        try:
            found[path] = content.read(max_bytes=1000)
        except UnreadableDocumentError as exc:
            found[path] = str(exc)
    return found


def test_members_are_named_like_files_of_a_folder(tmp_path: Path) -> None:
    listing = _list(tmp_path, zipped(("b.md", PAGE), ("deep/er/a.md", b"A"), ("./c//d.md", b"D")))

    assert _read(listing) == {"kb.zip/b.md": PAGE, "kb.zip/c/d.md": b"D", "kb.zip/deep/er/a.md": b"A"}
    assert listing.unopened == []


def test_folders_hidden_members_and_what_macos_adds_are_left_out(tmp_path: Path) -> None:
    names = ["a.md", "sub/", ".DS_Store", "sub/.git/config", "__MACOSX/._a.md", "sub/__MACOSX/b"]

    assert list(_list(tmp_path, pages(*names)).contents) == ["kb.zip/a.md"]


def test_pipes_are_left_out_and_links_are_refused(tmp_path: Path) -> None:
    found = _read(
        _list(tmp_path, zipped((special("pipe", stat.S_IFIFO), b""), (link("a.md"), b"/etc/passwd")))
    )

    assert found == {"kb.zip/a.md": "a link inside the archive"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/cron.d/x", "it holds .."),
        ("docs/../x.md", "it holds .."),
        ("/etc/passwd", "it is absolute"),
        ("C:/x.md", "it is absolute"),
        ("docs\\x.md", "it holds a backslash"),
    ],
)
def test_names_that_lead_outside_are_refused_and_the_rest_is_read(
    tmp_path: Path, name: str, reason: str
) -> None:
    found = _read(_list(tmp_path, pages(name, "good.md")))

    assert found.pop("kb.zip/good.md") == PAGE
    assert [reason in str(problem) for problem in found.values()] == [True]


def test_a_name_with_a_nul_in_it_is_refused(tmp_path: Path) -> None:
    found = _read(_list(tmp_path, raw_name(pages("a_b.md"), b"a_b.md", b"a\0b.md")))

    assert "it holds a NUL character" in str(found["kb.zip/a\0b.md"])


def test_of_two_members_with_one_name_the_last_counts(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.md", b"old"), ("./a.md", b"older"), ("a.md", b"new"))

    assert _read(_list(tmp_path, data)) == {"kb.zip/a.md": b"new"}


class TestPatterns:
    def test_they_are_held_against_the_whole_path(self, tmp_path: Path) -> None:
        data = zipped(
            ("a.md", PAGE), ("b.txt", PAGE), ("drafts/c.md", PAGE), ("in.zip", pages("d.md", "e.txt"))
        )

        listing = _list(tmp_path, data, Globs(include=("*.md",), exclude=("drafts",)))
        assert list(listing.contents) == ["kb.zip/a.md", "kb.zip/in.zip/d.md"]
        assert list(_list(tmp_path, data, Globs(include=("in.zip/d.md",))).contents) == []
        assert list(_list(tmp_path, data, Globs(include=("kb.zip/in.zip/d.md",))).contents) == [
            "kb.zip/in.zip/d.md"
        ]

    def test_an_archive_of_which_nothing_is_wanted_is_no_problem(self, tmp_path: Path) -> None:
        assert _list(tmp_path, pages("a.txt"), Globs(include=("*.md",))).contents == {}


class TestNested:
    def test_an_archive_in_an_archive_is_a_folder_of_it(self, tmp_path: Path) -> None:
        data = zipped(("in/b.ZIP", pages("a.md", "c.md")), ("z.md", b"Z"))

        assert _read(_list(tmp_path, data)) == {
            "kb.zip/in/b.ZIP/a.md": PAGE,
            "kb.zip/in/b.ZIP/c.md": PAGE,
            "kb.zip/z.md": b"Z",
        }

    def test_deeper_ones_are_not_opened(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, zipped(("b.zip", zipped(("c.zip", pages("a.md")), ("b.md", PAGE)))))

        assert listing.unopened == ["kb.zip/b.zip/c.zip"]
        assert list(_read(listing).values()) == [
            PAGE,
            "an archive inside an archive inside an archive is not opened",
        ]

    def test_a_damaged_one_stops_nothing(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, zipped(("b.zip", b"no archive"), ("z.md", PAGE)))

        assert listing.unopened == ["kb.zip/b.zip"]
        assert "damaged" in str(_read(listing)["kb.zip/b.zip"])
        assert _read(listing)["kb.zip/z.md"] == PAGE


class TestArchivesThatAreOneBadFile:
    def test_one_that_holds_nothing(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, zipped())

        assert (_read(listing), listing.unopened) == ({"kb.zip": "the archive holds no documents"}, [])

    def test_one_that_is_no_archive(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, b"hello")

        assert listing.unopened == list(listing.contents) == ["kb.zip"]

    def test_a_bomb(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, zipped(("a.md", b"\0" * 20_000_000)))

        assert "more than 150 times its size" in str(_read(listing)["kb.zip"])

    def test_a_bomb_inside(self, tmp_path: Path) -> None:
        listing = _list(tmp_path, zipped(("b.zip", zipped(("a.md", b"\0" * 20_000_000))), ("z.md", PAGE)))

        assert "more than 150 times its size" in str(_read(listing)["kb.zip/b.zip"])

    def test_one_of_too_many_entries_those_inside_included(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive_listing, "MAX_ARCHIVE_ENTRIES", 4)
        inner = pages("a.md", "b.md")
        found = _read(_list(tmp_path, zipped(("b.zip", inner), ("c.zip", inner))))

        assert "more than 4 entries" in str(found.pop("kb.zip/c.zip"))
        assert list(found) == ["kb.zip/b.zip/a.md", "kb.zip/b.zip/b.md"]

    def test_one_that_unpacks_to_too_much(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive_listing, "MAX_ARCHIVE_UNPACKED_BYTES", 40)
        data = zipped(("a.md", PAGE), ("b.md", PAGE), method=zipfile.ZIP_STORED)

        assert "unpacks to more than" in str(_read(_list(tmp_path, data))["kb.zip"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/kb.zip/b.zip/c.md", "a/kb.zip"), ("KB.ZIP/c.md", "KB.ZIP"), ("a/kb.zip", None), ("a/b.md", None)],
)
def test_a_path_tells_the_archive_on_disk_that_it_leads_into(path: str, expected: str | None) -> None:
    assert find_archive(path) == expected
