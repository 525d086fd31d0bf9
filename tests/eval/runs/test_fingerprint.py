from pathlib import Path

import pytest

from eval.runs.fingerprint import hash_embedding_model, take_fingerprints
from eval.workspace import RoomSettings
from tests.eval.runs.outcomes import make_run
from verify.settings import VerifySettings


def test_what_a_calibration_holds_is_part_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def configuration() -> str:
        settings = RoomSettings(verify=VerifySettings(calibration=Path("calibration.json")))
        return take_fingerprints(make_run([]).suite, [], corpus="", settings=settings).configuration

    # Named without a folder, as somebody would who has just written it.
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "calibration.json"
    file.write_text("{}", encoding="utf-8")
    before = configuration()
    assert configuration() == before
    file.write_text('{"version": 1}', encoding="utf-8")
    assert configuration() != before


def test_another_embedding_model_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("1")
    packaged, own = hash_embedding_model("all-MiniLM-L6-v2"), hash_embedding_model(str(tmp_path))
    (tmp_path / "weights").write_text("2")
    assert len({packaged, own, hash_embedding_model(str(tmp_path))}) == 3
