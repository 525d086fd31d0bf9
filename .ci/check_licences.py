"""Fails when something that Plumbline needs may only be used under GPL or AGPL; part of `make lint`."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Name → why it may stay. An entry whose package no longer needs it is an error, so that the list stays true.
ALLOWED = {
    "docutils": "public domain and BSD; the GPL is that of an Emacs mode that is not in the wheel",
}

_COPYLEFT = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
_LESSER = re.compile(r"\bLGPL\S*|GNU (?:Lesser|Library)[^;,()]*(?:\([^)]*\))?", re.IGNORECASE)
_EITHER = re.compile(r"\s+or\s+|/", re.IGNORECASE)
_EXCEPTION = re.compile(r"\bA?GPL\S* WITH \S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licensed:
    """One installed package and what its metadata say about its licence."""

    name: str
    terms: tuple[str, ...]

    @property
    def is_copyleft(self) -> bool:
        """Whether every way to use it is under GPL or AGPL: of alternatives one other is enough."""
        named = [term for term in self.terms if term]
        return any(map(_COPYLEFT.search, map(_weakened, named))) and not any(map(_has_alternative, named))


def main() -> int:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["ragas"], *extras["mlflow"]]
    problems = find_problems(installed_closure(wanted), ALLOWED)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def find_problems(packages: Iterable[Licensed], allowed: Mapping[str, str]) -> list[str]:
    copyleft = {package.name: package for package in packages if package.is_copyleft}
    refused = [
        f"{name}: {'; '.join(package.terms)[:200]} (choose another, or say in ALLOWED why it may stay)"
        for name, package in sorted(copyleft.items())
        if name not in allowed
    ]
    stale = [f"{name} is in ALLOWED but needs no exception" for name in sorted(set(allowed) - set(copyleft))]
    return refused + stale


def installed_closure(requirements: Iterable[str]) -> Iterator[Licensed]:
    """Every package that the requirements lead to; what is not installed on this system is skipped."""
    waiting = [(Requirement(one), frozenset[str]()) for one in requirements]
    seen: set[tuple[str, str]] = set()
    named: set[str] = set()
    while waiting:
        requirement, extras_above = waiting.pop()
        extras = {"", *requirement.extras}
        name = canonicalize_name(requirement.name)
        if not _applies(requirement, extras_above):
            continue
        found = _find(name)
        if found is None or seen >= {(name, extra) for extra in extras}:
            continue
        seen |= {(name, extra) for extra in extras}
        if name not in named:
            named.add(name)
            yield Licensed(name, _terms(found))
        waiting += [(Requirement(one), frozenset(requirement.extras)) for one in found.requires or []]


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _find(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _terms(found: Distribution) -> tuple[str, ...]:
    """The licence expression if there is one; else the short form and the classifiers.

    A field `License` that holds the whole text speaks of other licences too, and is left to the classifiers.
    """
    fields = found.metadata
    if expression := fields.get("License-Expression"):
        return (expression,)
    short = fields.get("License") or ""
    classified = [one for one in fields.get_all("Classifier") or [] if one.startswith("License ::")]
    return tuple([short] if len(short) < 200 else []) + tuple(classified)


def _weakened(term: str) -> str:
    """The term without lesser licences and exceptions, which allow what we do."""
    return _EXCEPTION.sub("", _LESSER.sub("", term))


def _has_alternative(term: str) -> bool:
    ways = _EITHER.split(term)
    return len(ways) > 1 and not all(_COPYLEFT.search(_weakened(way)) for way in ways)


if __name__ == "__main__":
    sys.exit(main())
