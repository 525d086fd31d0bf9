"""What must hold of the repository as a whole."""

import importlib
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("api", "eval", "answer", "ingest", "verify", "retrieval")


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_imported_from_this_repository(room: str) -> None:
    # The six names are generic: a package of the same name elsewhere on the path would be taken silently.
    module = importlib.import_module(room)
    assert module.__file__ is not None
    assert Path(module.__file__) == REPOSITORY / room / "__init__.py"


def test_every_decision_record_is_listed() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {file.name for file in folder.glob("[0-9]*.md")}


def test_the_makefile_has_at_most_twelve_targets_and_explains_them() -> None:
    lines = (REPOSITORY / "Makefile").read_text(encoding="utf-8").splitlines()
    targets = [line for line in lines if re.match(r"[a-z]+:", line)]
    assert 0 < len(targets) <= 12
    assert [line for line in targets if "##" not in line] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/benchmarks.md"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    file = REPOSITORY / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []
