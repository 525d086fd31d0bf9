"""Which names an uploaded file may have: a relative path that means the same on every system."""

import re
import unicodedata

from ingest.errors import InvalidUploadError

MAX_PATH_BYTES, MAX_PART_BYTES = 1000, 255
DRIVE = re.compile(r"[A-Za-z]:")
# Names that Windows gives to devices, whatever their ending: a data folder may be copied there.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)


def check_upload_name(name: str) -> str:
    """Return the name, which stays below the folder it is written to.

    Raises:
        InvalidUploadError: it would leave the folder, be hidden, or could not be stored or printed as it is.
    """
    problem = _find_problem(name) or next(filter(None, map(_find_part_problem, name.split("/"))), None)
    if problem:
        raise InvalidUploadError(f"the file name {name[:200]!r} cannot be used: {problem}")
    return name


def _find_problem(name: str) -> str | None:
    if not name:
        return "it is empty"
    if len(name.encode("utf-8", "replace")) > MAX_PATH_BYTES:
        return f"it is longer than {MAX_PATH_BYTES} bytes"
    if "\\" in name:
        return "it holds a backslash; separate folders with /"
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        return "it holds a control character"
    if name.startswith("/") or DRIVE.match(name):
        return "it is absolute; give a path inside the source"
    return None


def _find_part_problem(part: str) -> str | None:
    if part in ("", ".", ".."):
        return "every folder and file in it needs a name of its own, so no //, . or .."
    if part.startswith("."):
        return "hidden files and folders are left out"
    if len(part.encode()) > MAX_PART_BYTES:
        return f"a folder or file in it has a name longer than {MAX_PART_BYTES} bytes"
    if part.endswith((".", " ")) or part.split(".", maxsplit=1)[0].rstrip().lower() in DEVICES:
        return f"{part!r} is reserved on some systems"
    return None
