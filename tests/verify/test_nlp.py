import subprocess
import sys
import time
from pathlib import Path

import pytest

from verify.entity import EntityLabel as E
from verify.errors import SpacyModelError
from verify.nlp import PACKAGED_PIPELINE, PIECE_CHARACTERS, EntityFinder

pytestmark = pytest.mark.integration

FINDER = EntityFinder()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was founded by Anna Reed in Leeds.", [(E.NAME, "Anna Reed"), (E.NAME, "Leeds")]),
        ("Anna Reed founded it.", [(E.NAME, "Anna Reed")]),
        ("Refunds are free.", []),
        ("Larkfield is here. We like Larkfield.", [(E.NAME, "Larkfield"), (E.NAME, "Larkfield")]),
        ("The University of Leeds is old.", [(E.NAME, "University of Leeds")]),
        ("Open Billing now.", [(E.NAME, "Billing")]),
        ("Open the menu.", []),
        ("Then press Request Refund.", [(E.NAME, "Request Refund")]),
        ("We meet the SLA here.", [(E.ACRONYM, "SLA")]),
        ("My iPhone rings.", [(E.NAME, "iPhone")]),
        ("It costs $30 in March 2026 at Acme.", [(E.MONEY, "$30"), (E.DATE, "March 2026"), (E.NAME, "Acme")]),
        ("", []),
    ],
)
def test_finds_names_beside_the_written_forms(text: str, expected: list[tuple[E, str]]) -> None:
    assert [(entity.label, entity.text) for entity in FINDER.find_entities(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("London is where Anna Reed lives.", ["London", "Anna Reed"]),
        ("Berlin and Paris signed it.", ["Berlin", "Paris"]),
        # An invented name of a product: only the rules know it.
        ("Then press Request Refund in Flowdesk.", ["Request Refund", "Flowdesk"]),
        ("Refunds are free.", []),
    ],
)
def test_the_packaged_pipeline_knows_names_that_open_a_sentence_too(text: str, expected: list[str]) -> None:
    entities = EntityFinder(PACKAGED_PIPELINE).find_entities(text)

    assert [entity.text for entity in entities] == expected
    assert {entity.label for entity in entities} <= {E.NAME}


def test_offsets_slice_back_in_a_text_of_many_pieces() -> None:
    text = "We met Anna Reed and paid $30. " * (2 * PIECE_CHARACTERS // 30)

    entities = FINDER.find_entities(text)

    assert all(text[entity.start : entity.end] == entity.text for entity in entities)
    assert len(entities) == 2 * text.count("Anna Reed")


def test_takes_linear_time_on_one_endless_word() -> None:
    began = time.perf_counter()
    FINDER.find_entities("A" * 200_000)

    assert time.perf_counter() - began < 5


def test_a_pipeline_that_is_not_installed_is_one_clear_line() -> None:
    with pytest.raises(SpacyModelError, match="'no_such_pipeline' cannot be loaded") as raised:
        EntityFinder("no_such_pipeline").find_entities("Anna Reed")

    assert "\n" not in str(raised.value)


def test_the_packaged_pipeline_can_be_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("verify.nlp.PACKAGED_FOLDER", tmp_path / "gone")

    with pytest.raises(SpacyModelError, match="'en_names' cannot be loaded"):
        EntityFinder(PACKAGED_PIPELINE).find_entities("Anna Reed")


@pytest.mark.parametrize("name", [None, PACKAGED_PIPELINE])
def test_our_own_pipelines_bring_no_other_library_along(name: str | None) -> None:
    find = f"from verify.nlp import EntityFinder; EntityFinder({name!r}).find_entities('Anna Reed')"
    show = "import sys; print([name for name in ('torch', 'presidio_analyzer') if name in sys.modules])"
    done = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", f"{find}; {show}"], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
