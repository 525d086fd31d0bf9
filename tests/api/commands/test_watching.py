import threading
from pathlib import Path

import pytest

from api.commands.watching import is_source, wait_for_changes
from ingest.globs import Globs

ROOT = Path("/docs")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/docs/a.md", True),
        ("/docs/deep/b.md", True),
        ("/docs/.git/index", False),
        ("/docs/.hidden.md", False),
        ("/docs/.plumbline/catalog.db-wal", False),
        ("/docs/data/catalog.db", False),
        ("/elsewhere/a.md", False),
    ],
)
def test_only_changes_that_a_sync_would_list_count(path: str, expected: bool) -> None:
    assert is_source(Path(path), [ROOT], ignored=Path("/docs/data")) is expected


def test_a_hidden_folder_that_was_named_itself_is_watched() -> None:
    assert is_source(Path("/home/.notes/a.md"), [Path("/home/.notes")], ignored=Path("/data"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", True),
        ("a.txt", False),
        ("drafts/a.md", False),
        ("drafts", False),
        ("kb.zip", True),
        ("folder", True),
    ],
)
def test_changes_that_the_patterns_leave_out_do_not_count(
    tmp_path: Path, name: str, *, expected: bool
) -> None:
    (tmp_path / "drafts").mkdir()
    for file in ("a.md", "a.txt", "drafts/a.md", "kb.zip"):
        (tmp_path / file).touch()
    globs = Globs(include=("*.md",), exclude=("drafts/**",))

    assert is_source(tmp_path / name, [tmp_path], ignored=Path("/data"), globs=globs) is expected


@pytest.mark.integration
def test_a_changed_file_wakes_the_watcher(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    timer = threading.Timer(0.5, lambda: (folder / "a.md").write_text("new"))
    timer.start()
    assert next(wait_for_changes([folder], ignored=tmp_path / "data")) is None
    timer.join()
