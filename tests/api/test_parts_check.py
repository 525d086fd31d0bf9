import sqlite3
from pathlib import Path

import pytest

from api.readiness import PartReport, PartState, summarise
from api.settings import Settings
from retrieval.settings import RetrievalSettings
from tests.api.folders import open_fake_local
from tests.fakes import FakeEmbedder
from verify.grounding.tuning import shipped_tuning
from verify.grounding.tuning_file import render_tuning
from verify.settings import VerifySettings

pytestmark = pytest.mark.integration


def test_one_failed_part_is_named_and_the_others_are_still_tried() -> None:
    with open_fake_local(Settings()) as backend:
        connection = sqlite3.connect(backend.parts.folder.audit)
        with connection:
            connection.execute("DELETE FROM head")
        connection.close()
        found = summarise(backend.check_parts())
    assert not found.ready
    assert [part.part for part in found.parts if part.state is PartState.FAILED] == ["audit log"]
    assert len(found.parts) == 8


@pytest.mark.parametrize(
    ("wanted", "said"),
    [(True, "without the tagger, which needs the packaged embedding model"), (False, "without the tagger")],
)
def test_the_verifier_says_whether_the_tagger_reads_along(wanted: bool, said: str) -> None:
    with open_fake_local(Settings(verify=VerifySettings(tagger=wanted))) as backend:
        (verifier,) = (part for part in backend.check_parts() if part.part == "verifier")
    assert verifier.detail.endswith(f"; {said}; the shipped calibration")


def test_the_verifier_says_which_calibration_it_uses(tmp_path: Path) -> None:
    def report() -> PartReport:
        with open_fake_local(Settings(verify=VerifySettings(calibration=file))) as backend:
            (found,) = (part for part in backend.check_parts() if part.part == "verifier")
        return found

    file = tmp_path / "calibration.json"
    missing = report()
    assert (missing.state, missing.detail) == (
        PartState.FAILED,
        f"the calibration {file} cannot be read: No such file or directory",
    )
    embedding_model = FakeEmbedder().fingerprint
    file.write_text(render_tuning(shipped_tuning(), embedding_model=embedding_model, made_from={}))
    assert report().detail.endswith(f"; the calibration in {file}")


def test_a_reranker_is_off_unless_set_and_tried_when_it_is(tmp_path: Path) -> None:
    def report(settings: Settings) -> PartReport:
        with open_fake_local(settings) as backend:
            (found,) = (part for part in backend.check_parts() if part.part == "reranker")
        return found

    assert report(Settings()).state is PartState.OFF
    missing = report(Settings(retrieval=RetrievalSettings(reranker=str(tmp_path))))
    assert (missing.state, missing.detail) == (
        PartState.FAILED,
        f"no reranker at {tmp_path}: give the folder of a cross-encoder",
    )
