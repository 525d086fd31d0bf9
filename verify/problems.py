"""What is wrong with a file or a row, in one line that names the key."""

from pydantic import ValidationError


def describe_error(error: ValidationError, *, place: str) -> str:
    """Return the first thing that is wrong, in one line that names the key."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {key + ': ' if key else ''}{said}"
