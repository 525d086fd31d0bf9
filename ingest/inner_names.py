"""The names that documents have inside an archive or a manifest: relative paths that stay inside."""

from ingest.errors import UnreadableDocumentError


def normalise_name(name: str) -> str:
    """Return the path with one slash between its parts and no `.` among them.

    Raises:
        UnreadableDocumentError: it is empty, absolute, leads outside, or means different paths on
            different systems.
    """
    problem = _find_problem(name)
    if problem:
        raise UnreadableDocumentError(f"the name cannot be used: {problem}")
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def _find_problem(name: str) -> str | None:
    parts = name.split("/")
    if not set(parts) - {"", "."}:
        return "it is empty"
    if "\0" in name:
        return "it holds a NUL character"
    if "\\" in name:
        return "it holds a backslash; separate folders with /"
    if name.startswith("/") or (name[:1].isalpha() and name[1:2] == ":"):
        return "it is absolute"
    if ".." in parts:
        return "it holds .."
    return None


def shown(name: object) -> str:
    """Return the name as it can be stored and printed: bytes that are not valid UTF-8 are escaped."""
    return str(name).encode("utf-8", "backslashreplace").decode()
