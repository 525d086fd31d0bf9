"""The folder that holds everything Plumbline stores; one process owns it at a time."""

import json
import os
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import DataFolderLockedError, DataFolderTooNewError, DataFolderUnusableError

FORMAT = 1
GRAPHS = "models"


class DataFolder:
    """A locked data folder. The lock is the operating system's, so it goes with the process that held it.

    Raises:
        DataFolderLockedError: another process owns the folder.
        DataFolderTooNewError: a newer Plumbline wrote it.
        DataFolderUnusableError: it cannot be created, read or written.
    """

    def __init__(self, path: Path) -> None:
        # Path.resolve raises on a loop of links; this leaves it to mkdir, whose error is translated below.
        self.path = Path(os.path.realpath(path))
        self._lock = FileLock(self.path / "lock", timeout=0)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise DataFolderLockedError(
                f"another Plumbline process is using {path}: wait for it, or ask it with --url"
            ) from None
        except OSError as exc:
            raise DataFolderUnusableError(f"cannot use the data folder {path}: {exc.strerror}") from exc
        self._check_format()

    def _check_format(self) -> None:
        marker = self.path / "plumbline.json"
        try:
            if not marker.exists():
                _write_format(marker)
            found = json.loads(marker.read_text(encoding="utf-8"))["format"]
        except (OSError, ValueError, KeyError, TypeError) as exc:
            self.close()
            raise DataFolderUnusableError(f"{marker} is damaged: {exc}") from exc
        if not isinstance(found, int) or found < 1:
            self.close()
            raise DataFolderUnusableError(f"{marker} is damaged: {found!r} is no format")
        if found > FORMAT:
            self.close()
            raise DataFolderTooNewError(
                f"the data folder {self.path} has format {found}, this Plumbline knows up to {FORMAT}: "
                "upgrade Plumbline, or choose another folder with PLUMBLINE_DATA_DIR"
            )

    @property
    def catalog(self) -> Path:
        return self.path / "catalog.db"

    @property
    def vectors(self) -> Path:
        return self.path / "chroma"

    @property
    def audit(self) -> Path:
        return self.path / "audit.db"

    @property
    def jobs(self) -> Path:
        return self.path / "jobs.db"

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def graphs(self) -> Path:
        return self.path / GRAPHS

    def close(self) -> None:
        self._lock.release()


def _write_format(marker: Path) -> None:
    # Moved into place whole: a crash while it is written must not leave a damaged one.
    partial = marker.with_suffix(".partial")
    partial.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
    partial.replace(marker)
