"""Says in one line each what is wrong: unknown names, bad values, placeholder secrets."""

import difflib
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.settings_variables import PREFIX, list_variables, variable_name

# What people leave in when they copy an example.
PLACEHOLDERS = frozenset(
    {
        *("changeme", "change-me", "change_me", "replaceme", "replace-me", "placeholder", "todo", "xxx"),
        *("secret", "password", "my-key", "your-key", "your_key", "your-api-key", "your_api_key"),
    }
)


def find_unknown_names(named: Mapping[str, str], root: type[BaseModel]) -> list[str]:
    known = [variable.name for variable in list_variables(root)]
    unknown = sorted(name for name in named if name.startswith(PREFIX) and name not in known)
    return [f"{name} is not a setting{_suggest(name, known)}" for name in unknown]


def _suggest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f": did you mean {near[0]}?" if near else " (docs/settings.md lists them)"


def find_placeholders(named: Mapping[str, str], root: type[BaseModel], *, also: Sequence[str]) -> list[str]:
    """Name the secrets that hold an example's text; their values are not repeated."""
    secrets = [variable.name for variable in list_variables(root) if variable.secret]
    return [
        f"{name} holds a placeholder, not a real secret: set it or unset it"
        for name in (*secrets, *also)
        if _is_placeholder(named.get(name, ""))
    ]


def _is_placeholder(value: str) -> bool:
    plain = value.strip().lower()
    return plain in PLACEHOLDERS or plain.endswith(("...", "…")) or plain.startswith("<")


def describe_errors(error: ValidationError, root: type[BaseModel]) -> list[str]:
    secrets = {variable.name for variable in list_variables(root) if variable.secret}
    return [_describe(detail, secrets) for detail in error.errors(include_url=False)]


def _describe(detail: ErrorDetails, secrets: set[str]) -> str:
    name = variable_name(tuple(str(part) for part in detail["loc"]))
    expected = detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    if name in secrets:
        return f"{name} is not valid: {expected}"
    if isinstance(given, str):
        return f"{name} is {given!r}: {expected}"
    # A rule over several settings names them itself.
    return f"{name}__*: {expected}"
