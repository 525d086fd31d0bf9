import pytest

from ingest.errors import InvalidPatternError
from ingest.globs import EVERYTHING, Globs

PATHS = ("a.md", "b.txt", "drafts/a.md", "drafts/old/c.md", "x/drafts/d.md", "kb.zip/in/e.md", "[1] f.md")


def _kept(*, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> list[str]:
    return [path for path in PATHS if Globs(include, exclude).wants(path)]


def _fits(pattern: str, path: str) -> bool:
    return Globs(include=(pattern,)).wants(path)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (
            "**/*.md",
            ["a.md", "drafts/a.md", "drafts/old/c.md", "x/drafts/d.md", "kb.zip/in/e.md", "[1] f.md"],
        ),
        ("*.txt", ["b.txt"]),
        ("a.md", ["a.md", "drafts/a.md"]),
        ("/a.md", ["a.md"]),
        ("./a.md", ["a.md"]),
        ("drafts", ["drafts/a.md", "drafts/old/c.md", "x/drafts/d.md"]),
        ("drafts/", ["drafts/a.md", "drafts/old/c.md", "x/drafts/d.md"]),
        ("/drafts/", ["drafts/a.md", "drafts/old/c.md"]),
        ("drafts/**", ["drafts/a.md", "drafts/old/c.md"]),
        ("drafts/*.md", ["drafts/a.md"]),
        ("**/drafts/**", ["drafts/a.md", "drafts/old/c.md", "x/drafts/d.md"]),
        ("*/*/*", ["drafts/old/c.md", "x/drafts/d.md", "kb.zip/in/e.md"]),
        ("*.zip", ["kb.zip/in/e.md"]),
        ("kb.zip/**/e.*", ["kb.zip/in/e.md"]),
        ("**", list(PATHS)),
        ("**/**", list(PATHS)),
        ("A.MD", []),
    ],
)
def test_a_pattern_keeps_what_it_fits(pattern: str, expected: list[str]) -> None:
    assert _kept(include=(pattern,)) == expected
    assert _kept(exclude=(pattern,)) == [path for path in PATHS if path not in expected]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("v[0-9].md", "v1.md", True),
        ("v[!0-9].md", "v1.md", False),
        ("v[!0-9].md", "vx.md", True),
        ("v[!0-9]x", "v/x", False),
        ("v?.md", "v12.md", False),
        (r"\[1\] f.md", "[1] f.md", True),
        (r"\*.md", "a.md", False),
        ("[]", "[]", True),
        ("a.md", "aXmd", False),
        ("*.md", "two\nlines.md", True),
        ("naïve/*", "naïve/ü.md", True),
    ],
)
def test_wildcards_stay_in_their_part_of_the_path(pattern: str, path: str, *, expected: bool) -> None:
    assert _fits(pattern, path) is expected


def test_exclusion_wins_over_inclusion() -> None:
    assert _kept(include=("*.md",), exclude=("drafts",)) == ["a.md", "kb.zip/in/e.md", "[1] f.md"]


def test_without_patterns_everything_is_wanted() -> None:
    assert all(EVERYTHING.wants(path) for path in PATHS)
    assert not EVERYTHING.excludes_folder("drafts")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("drafts", True), ("drafts/", True), ("drafts/**", True), ("drafts/*.md", False), ("old", False)],
)
def test_a_folder_that_is_left_out_as_a_whole_need_not_be_opened(pattern: str, *, expected: bool) -> None:
    assert Globs(exclude=(pattern,)).excludes_folder("drafts") is expected


@pytest.mark.parametrize("pattern", ["", "/", "!a.md", "a//b", "[z-a]"])
def test_patterns_that_mean_nothing_are_refused(pattern: str) -> None:
    with pytest.raises(InvalidPatternError):
        Globs(exclude=(pattern,))
