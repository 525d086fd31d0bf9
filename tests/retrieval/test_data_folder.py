import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.data_folder import FORMAT, DataFolder
from retrieval.errors import DataFolderLockedError, DataFolderTooNewError, DataFolderUnusableError
from tests.unprivileged import unprivileged_folder

HOLD = """
import sys, time
from pathlib import Path
from retrieval.data_folder import DataFolder
folder = DataFolder(Path(sys.argv[1]))
print("locked", flush=True)
time.sleep(60)
"""


def _hold(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def test_a_new_folder_is_created_with_its_parents_and_marked(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "a" / "b")

    assert (folder.path / "plumbline.json").read_text() == f'{{"format": {FORMAT}}}\n'
    folder.close()


def test_another_process_is_refused_until_it_is_killed(tmp_path: Path) -> None:
    holder = _hold(tmp_path / "data")
    with holder:
        with pytest.raises(DataFolderLockedError, match="another Plumbline process"):
            DataFolder(tmp_path / "data")
        holder.send_signal(signal.SIGKILL)
        holder.wait()

    DataFolder(tmp_path / "data").close()


def test_the_same_process_cannot_open_it_twice(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)

    with pytest.raises(DataFolderLockedError):
        DataFolder(tmp_path)
    folder.close()
    DataFolder(tmp_path).close()


def test_a_newer_format_is_refused_and_the_lock_let_go(tmp_path: Path) -> None:
    (tmp_path / "plumbline.json").write_text(f'{{"format": {FORMAT + 1}}}')

    for _ in range(2):
        with pytest.raises(DataFolderTooNewError, match="upgrade"):
            DataFolder(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"format": "one"}', b'{"format": Infinity}', b'{"format": 0}'],
)
def test_a_damaged_marker_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plumbline.json").write_bytes(content)

    with pytest.raises(DataFolderUnusableError, match=r"plumbline\.json is damaged"):
        DataFolder(tmp_path)
    assert (tmp_path / "plumbline.json").read_bytes() == content


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")

    with pytest.raises(DataFolderUnusableError, match="cannot use the data folder"):
        DataFolder(tmp_path / "data")


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path / "data")

    with pytest.raises(DataFolderUnusableError):
        DataFolder(tmp_path / "data")


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        with pytest.raises(DataFolderUnusableError, match="Permission denied"):
            DataFolder(folder)
        with pytest.raises(DataFolderUnusableError, match="Permission denied"):
            DataFolder(folder / "inner")
        folder.chmod(0o700)
