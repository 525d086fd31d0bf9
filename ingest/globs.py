"""Patterns that say which files of a source are wanted, much as `.gitignore` writes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.errors import InvalidPatternError

# Between slashes: `**` any number of folders; within a part: `*`, `?`, `[abc]`, `[!abc]`, and `\` before one.
_TOKEN = re.compile(
    r"\\(?P<plain>.)|\[(?P<set>[!^]?[^]/]+)\]|(?P<many>\*+)|(?P<one>\?)|(?P<text>.)", re.DOTALL
)

# `**/**` says no more than `**`.
_REPEATED = re.compile(r"(?<![^/])(?:\*\*/)+(?=\*\*(?:/|$))")


@dataclass(frozen=True, slots=True)
class Globs:
    """A path is wanted when some `include` fits, or there is none, and no `exclude` does.

    A pattern without a slash fits a file or folder of that name anywhere, one with a slash only from the top
    of the source, one with a slash at its end only folders. What fits a folder fits all that is in it; an
    archive is a folder of its members. Upper and lower case differ.

    Raises:
        InvalidPatternError: a pattern is empty, or begins with `!`.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    _included: "re.Pattern[str] | None" = field(init=False, compare=False, repr=False)
    _excluded: "re.Pattern[str] | None" = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_included", _compile(self.include))
        object.__setattr__(self, "_excluded", _compile(self.exclude))

    def wants(self, path: str) -> bool:
        included = self._included is None or self._included.fullmatch(path) is not None
        return included and not self.excludes(path)

    def excludes(self, path: str) -> bool:
        """Say whether the file is left out, whatever else is wanted."""
        return self._excluded is not None and self._excluded.fullmatch(path) is not None

    def excludes_folder(self, path: str) -> bool:
        """Say whether all that a folder or an archive holds is left out, so that it need not be opened."""
        return self.excludes(f"{path}/")


def _compile(patterns: Iterable[str]) -> "re.Pattern[str] | None":
    found = "|".join(f"(?:{_translate(pattern)})" for pattern in patterns)
    try:
        return re.compile(found, re.DOTALL) if found else None
    except re.error as exc:
        raise InvalidPatternError(f"a pattern cannot be read: {exc.msg}") from exc


def _translate(pattern: str) -> str:
    if pattern.startswith("!"):
        raise InvalidPatternError(f"the pattern {pattern!r} cannot be used: ! has no meaning here")
    parts = _REPEATED.sub("", pattern.removeprefix("./").strip("/")).split("/")
    if "" in parts:
        raise InvalidPatternError(f"the pattern {pattern!r} has an empty part")
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    if parts == ["**"]:
        return ".*"
    # `a/**` is all that is in a, and not a file of the name a.
    folder = pattern.endswith("/") or parts[-1] == "**"
    *above, last = parts[:-1] if parts[-1] == "**" else parts
    above_it = "".join("(?:.*/)?" if part == "**" else f"{_translate_part(part)}/" for part in above)
    return f"{anywhere}{above_it}{_translate_part(last)}{'/.*' if folder else '(?:/.*)?'}"


def _translate_part(part: str) -> str:
    return "".join(_translate_token(token) for token in _TOKEN.finditer(part))


def _translate_token(token: "re.Match[str]") -> str:
    if token["many"]:
        return "[^/]*"
    if token["one"]:
        return "[^/]"
    if token["set"]:
        negated = token["set"][0] in "!^" and len(token["set"]) > 1
        members = re.escape(token["set"][negated:]).replace(r"\-", "-")
        return f"(?!/)[{'^' if negated else ''}{members}]"
    return re.escape(token["plain"] or token["text"])


# Last, because making one needs the functions above.
EVERYTHING = Globs()
