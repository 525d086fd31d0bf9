import os
from pathlib import Path

import pytest

from ingest.errors import NothingToIngestError, SourceConflictError, SourceNotFoundError
from ingest.listing import all_files, list_sources
from tests.unprivileged import unprivileged_folder


def _write(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def _paths(*roots: Path, source: str | None = None) -> list[str]:
    return [f"{file.source}:{file.path}" for file in all_files(list_sources(roots, source=source))]


def test_a_folder_is_a_source_of_its_name_and_its_files_are_named_inside_it(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs", "b.md", "a/deep/c.pdf", "a b.txt")

    assert _paths(docs) == ["docs:a/deep/c.pdf", "docs:a b.txt", "docs:b.md"]
    assert _paths(docs, source="kb") == ["kb:a/deep/c.pdf", "kb:a b.txt", "kb:b.md"]


def test_a_file_belongs_to_the_source_of_its_folder(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs", "a.md", "b.md")
    (listing,) = list_sources([docs / "a.md"], source=None)

    assert [file.path for file in listing.files] == ["a.md"]
    assert (listing.source, listing.origin, listing.folder) == ("docs", str(docs), False)


def test_a_path_relative_to_here_is_the_same_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = _write(tmp_path / "docs", "a.md")
    monkeypatch.chdir(docs)

    assert list_sources([Path()], source=None) == list_sources([docs], source=None)


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    assert _paths(_write(tmp_path / "docs", ".git/config", ".env", "a.md", "b/.DS_Store")) == ["docs:a.md"]


def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs", "a.md", "sub/b.md")
    (docs / "sub" / "loop").symlink_to(docs)
    (docs / "self").symlink_to(docs / "self")
    (docs / "copy.md").symlink_to(docs / "a.md")
    (docs / "dangling.md").symlink_to(docs / "gone.md")

    assert _paths(docs) == ["docs:a.md", "docs:copy.md", "docs:dangling.md", "docs:self", "docs:sub/b.md"]


def test_pipes_are_left_out(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs", "a.md")
    os.mkfifo(docs / "pipe.md")

    assert _paths(docs) == ["docs:a.md"]


@pytest.mark.parametrize("name", ["a\nb.md", "a\tb.md", "€ 🚀.md", "'\";--.md"])
def test_odd_names_are_kept(tmp_path: Path, name: str) -> None:
    assert _paths(_write(tmp_path / "docs", name)) == [f"docs:{name}"]


def test_bytes_that_are_no_utf8_are_shown_escaped_and_the_file_can_be_opened(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path) + b"/d\xffcs"
    os.mkdir(root)  # noqa: PTH102  # a name in bytes
    Path(os.fsdecode(root + b"/\xe9t\xe9.md")).write_text("x")
    (listing,) = list_sources([Path(os.fsdecode(root))], source=None)

    assert (listing.source, listing.files[0].path) == ("d\\udcffcs", "\\udce9t\\udce9.md")
    assert listing.files[0].location.read_text() == "x"
    (listing.origin + listing.source + listing.files[0].path).encode()


class TestRefusals:
    @pytest.mark.parametrize("name", ["gone", "gone/deeper", "t\udce9"])
    def test_a_path_that_does_not_exist(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(SourceNotFoundError, match="there is no file or folder") as caught:
            list_sources([tmp_path / name], source=None)
        str(caught.value).encode()

    def test_an_empty_folder_and_one_of_hidden_files(self, tmp_path: Path) -> None:
        _write(tmp_path, ".hidden")

        with pytest.raises(NothingToIngestError, match="no files found"):
            list_sources([tmp_path], source=None)
        with pytest.raises(NothingToIngestError):
            list_sources([], source=None)

    def test_an_empty_folder_beside_a_full_one_is_fine(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()

        assert _paths(tmp_path / "empty", _write(tmp_path / "docs", "a.md")) == ["docs:a.md"]

    def test_two_folders_of_the_same_name(self, tmp_path: Path) -> None:
        one, two = _write(tmp_path / "1/docs", "a.md"), _write(tmp_path / "2/docs", "b.md")

        with pytest.raises(SourceConflictError, match="both named 'docs'"):
            list_sources([one, two], source=None)

    def test_two_files_that_would_be_one_document(self, tmp_path: Path) -> None:
        one, two = _write(tmp_path / "1", "a.md"), _write(tmp_path / "2", "a.md", "b.md")

        with pytest.raises(SourceConflictError, match=r"both be 'a\.md' in source 'kb'"):
            list_sources([one, two], source="kb")
        assert _paths(one, two / "b.md", source="kb") == ["kb:a.md", "kb:b.md"]


def test_a_file_named_twice_is_listed_once(tmp_path: Path) -> None:
    docs = _write(tmp_path / "docs", "a.md", "b.md")

    assert _paths(docs / "b.md", docs, docs) == ["docs:b.md", "docs:a.md"]


class TestWithoutRights:
    def test_a_folder_that_cannot_be_read_is_listed_itself(self) -> None:
        with unprivileged_folder() as root:
            docs = _write(root / "docs", "a.md", "locked/b.md")
            (docs / "locked").chmod(0)
            (listing,) = list_sources([docs], source=None)
            (docs / "locked").chmod(0o700)

        assert [file.path for file in listing.files] == ["a.md", "locked"]
        assert listing.unlisted == ("locked",)

    def test_files_that_cannot_be_looked_at_are_listed(self) -> None:
        with unprivileged_folder() as root:
            docs = _write(root / "docs", "a.md", "names/b.md")
            (docs / "names").chmod(0o400)
            paths = _paths(docs)
            (docs / "names").chmod(0o700)

        assert paths == ["docs:a.md", "docs:names/b.md"]

    def test_a_whole_source_that_cannot_be_read_is_refused(self) -> None:
        with unprivileged_folder() as root:
            docs = _write(root / "docs", "a.md")
            docs.chmod(0)
            with pytest.raises(SourceNotFoundError, match="cannot look into"):
                list_sources([docs], source=None)
            docs.chmod(0o700)
